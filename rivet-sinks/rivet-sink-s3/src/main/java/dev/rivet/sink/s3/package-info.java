/** The destination {@code s3}: Amazon S3 and stores that speak its protocol. */
@NullMarked
@CheckReturnValue
package dev.rivet.sink.s3;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
