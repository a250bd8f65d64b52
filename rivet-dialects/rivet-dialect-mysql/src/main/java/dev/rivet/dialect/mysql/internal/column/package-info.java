/** What each source column is and becomes. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.mysql.internal.column;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
