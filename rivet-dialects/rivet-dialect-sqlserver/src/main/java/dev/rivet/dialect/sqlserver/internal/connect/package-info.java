/** Data sources of drivers, from endpoints. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.sqlserver.internal.connect;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
