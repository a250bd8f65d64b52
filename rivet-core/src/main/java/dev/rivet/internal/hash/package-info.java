/** Fingerprints and checksums over bytes. */
@NullMarked
@CheckReturnValue
package dev.rivet.internal.hash;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
