/** Rows of a slice: statements and pages. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.sqlserver.internal.read;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
