/** Units used by definitions. */
@NullMarked
@CheckReturnValue
package dev.rivet.unit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
