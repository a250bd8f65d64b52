/** Rows of a slice, through Arrow's JDBC adapter. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.jdbc.internal.read;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
