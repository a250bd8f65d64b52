/** Data sources of drivers, from endpoints. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.postgres.internal.connect;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
