/** The manifest and the success marker as bytes. */
@NullMarked
@CheckReturnValue
package dev.rivet.internal.manifest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
