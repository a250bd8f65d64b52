/** How values of this module become JSON; implemented by rivet-core. */
@NullMarked
@CheckReturnValue
package dev.rivet.spi.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
