/** Extension point for destinations. */
@NullMarked
@CheckReturnValue
package dev.rivet.spi.sink;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
