/** How parts are encoded. */
@NullMarked
@CheckReturnValue
package dev.rivet.format;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
