/** How objects get into a bucket. Not part of the public API. */
@NullMarked
@CheckReturnValue
package dev.rivet.sink.s3.internal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
