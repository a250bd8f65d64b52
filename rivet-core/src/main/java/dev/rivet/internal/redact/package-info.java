/** Keeps secrets and data out of messages. */
@NullMarked
@CheckReturnValue
package dev.rivet.internal.redact;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
