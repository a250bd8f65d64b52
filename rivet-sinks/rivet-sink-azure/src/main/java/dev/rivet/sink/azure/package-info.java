/** Azure Blob Storage as a destination. */
@NullMarked
@CheckReturnValue
package dev.rivet.sink.azure;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
