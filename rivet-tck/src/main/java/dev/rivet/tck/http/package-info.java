/** HTTP between a client and a real server, disturbed on purpose. */
@NullMarked
@CheckReturnValue
package dev.rivet.tck.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
