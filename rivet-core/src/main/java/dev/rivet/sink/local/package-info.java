/** The destination {@code file}: local and mounted file systems. */
@NullMarked
@CheckReturnValue
package dev.rivet.sink.local;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
