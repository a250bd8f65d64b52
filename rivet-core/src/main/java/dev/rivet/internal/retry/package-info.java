/** Waiting and trying again, as a layer around what may fail. */
@NullMarked
@CheckReturnValue
package dev.rivet.internal.retry;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
