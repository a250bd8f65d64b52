/** What an application defines: {@link dev.rivet.Export} and the small policies it is made of. */
@NullMarked
@CheckReturnValue
package dev.rivet;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
