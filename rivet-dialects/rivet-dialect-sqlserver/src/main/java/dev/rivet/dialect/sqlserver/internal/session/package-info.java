/** Connections, relations, catalog and errors. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.sqlserver.internal.session;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
