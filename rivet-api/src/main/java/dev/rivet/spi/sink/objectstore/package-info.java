/**
 * Building blocks for sinks whose store takes objects over the network: a name made of bucket and prefix, an upload in blocks with
 * bounded memory, and bounded repetition of its requests.
 */
@NullMarked
@CheckReturnValue
package dev.rivet.spi.sink.objectstore;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
