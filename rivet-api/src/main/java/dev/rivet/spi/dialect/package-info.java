/** Extension point for source databases. */
@NullMarked
@CheckReturnValue
package dev.rivet.spi.dialect;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
