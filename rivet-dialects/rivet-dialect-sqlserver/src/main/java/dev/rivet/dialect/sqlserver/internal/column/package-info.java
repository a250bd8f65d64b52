/** What each source column is, how it is selected and what it becomes. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.sqlserver.internal.column;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
