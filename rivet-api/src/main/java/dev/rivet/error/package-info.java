/** Failures: one sealed family with stable codes. */
@NullMarked
@CheckReturnValue
package dev.rivet.error;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
