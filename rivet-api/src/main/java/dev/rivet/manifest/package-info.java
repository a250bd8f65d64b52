/** The records that define the on-disk manifest, a public wire contract with its own version. */
@NullMarked
@CheckReturnValue
package dev.rivet.manifest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
