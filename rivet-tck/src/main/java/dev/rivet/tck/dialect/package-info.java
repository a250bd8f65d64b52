/** What every source dialect has to keep. */
@NullMarked
@CheckReturnValue
package dev.rivet.tck.dialect;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
