/** Google Cloud Storage as a destination. */
@NullMarked
@CheckReturnValue
package dev.rivet.sink.gcs;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
