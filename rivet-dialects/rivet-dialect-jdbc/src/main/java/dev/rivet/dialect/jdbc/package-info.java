/** Any database with a JDBC driver as a source. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.jdbc;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
