/** What is read and how it is cut into slices. */
@NullMarked
@CheckReturnValue
package dev.rivet.extract;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
