/** Tables of a database, for discovery. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.mysql.internal.catalog;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
