/** Extension point for state stores. */
@NullMarked
@CheckReturnValue
package dev.rivet.spi.state;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
