/** The verbs (apply, reconcile, repair, validate), their results, and what can be observed while they run. */
@NullMarked
@CheckReturnValue
package dev.rivet.run;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
