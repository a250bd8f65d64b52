/** Rows of a slice: statements and pages. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.mysql.internal.read;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
