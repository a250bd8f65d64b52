/** Values as JSON, and the seal of a plan. */
@NullMarked
@CheckReturnValue
package dev.rivet.internal.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
