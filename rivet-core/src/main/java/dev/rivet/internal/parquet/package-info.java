/**
 * Writes Parquet straight from Arrow memory: pages are built column by column in heap buffers,
 * compressed from direct ones, and kept until their row group is complete.
 *
 * <p>Arrow is touched only in {@link dev.rivet.internal.parquet.ArrowColumn}, through primitive
 * accessors, so no JVM flag is needed. All decisions (page ends, dictionaries, encodings, row
 * groups) depend on the rows alone, never on where a batch was cut or on which thread compressed a
 * page.
 */
@NullMarked
package dev.rivet.internal.parquet;

import org.jspecify.annotations.NullMarked;
