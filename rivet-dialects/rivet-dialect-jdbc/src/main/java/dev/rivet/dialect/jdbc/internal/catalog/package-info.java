/** Tables of a database, from JDBC metadata. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.jdbc.internal.catalog;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
