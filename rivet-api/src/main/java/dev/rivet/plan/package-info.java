/** Plans and slices: values that survive JSON and a code review. */
@NullMarked
@CheckReturnValue
package dev.rivet.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
