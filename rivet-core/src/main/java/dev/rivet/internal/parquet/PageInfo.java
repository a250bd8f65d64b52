package dev.rivet.internal.parquet;

import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a page besides its bytes.
 *
 * @param dictionary true for the chunk's dictionary page
 * @param encoding encoding of the values
 * @param rows rows that begin in the page
 * @param entries values including NULLs; for lists, levels
 * @param nulls entries without a value
 * @param bounds smallest and largest value, if they are known
 * @param rawSize bytes before compression
 * @param plainBytes size of the values in PLAIN encoding
 */
record PageInfo(
    boolean dictionary,
    Encoding encoding,
    int rows,
    int entries,
    int nulls,
    @Nullable Bounds bounds,
    int rawSize,
    long plainBytes) {}
