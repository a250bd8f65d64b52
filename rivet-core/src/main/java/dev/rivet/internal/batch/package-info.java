/**
 * Heap copies of ranges of Arrow vectors. Arrow memory is read through {@code getBytes(long, byte[], …)} only, once per column
 * and block, so that no JVM flag is needed and the loops that follow run over plain arrays.
 */
@NullMarked
package dev.rivet.internal.batch;

import org.jspecify.annotations.NullMarked;
