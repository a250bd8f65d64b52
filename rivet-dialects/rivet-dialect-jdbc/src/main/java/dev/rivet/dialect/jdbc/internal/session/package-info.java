/** Connections, relations and errors. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.jdbc.internal.session;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
