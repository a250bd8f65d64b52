package dev.rivet.internal.parquet;

import org.jspecify.annotations.Nullable;

/**
 * The values of one leaf column: collects those of the open page without their NULLs and encodes
 * them when the page ends. One implementation per physical kind.
 */
abstract class ValueEncoder {
  /** Values in the open page. */
  int count;

  /** At least the bytes that {@link #append} adds to {@link #plainBytes}. */
  abstract long upperBytes(ColumnSlice column, int from, int rows);

  /**
   * Adds values.
   *
   * @param validity bits of the rows, or null if none is NULL
   * @param present number of rows that are not NULL
   */
  abstract void append(
      ColumnSlice column, int from, int rows, byte @Nullable [] validity, int present);

  /** Size of the open page in PLAIN encoding: what page and row group limits count. */
  abstract long plainBytes();

  /** Encodes the open page and changes nothing else. {@link #count} is positive. */
  abstract void encode(RawPage out);

  /** Bounds of the open page, or null if it has none. */
  abstract @Nullable Bounds bounds();

  /** Forgets the open page, which was written as {@code page} says. */
  abstract void pageWritten(RawPage page);

  /** Gives the values of the open page to a bloom filter. */
  abstract void hash(RawPage page, BloomFilter filter);

  /** True if the chunk needs a dictionary page. */
  boolean hasDictionaryPage() {
    return false;
  }

  /** Bytes the chunk's dictionary page would have. */
  int dictionaryBytes() {
    return 0;
  }

  /** Distinct values of the dictionary page. */
  int dictionarySize() {
    return 0;
  }

  /** Fills in the dictionary page's values. */
  void encodeDictionary(RawPage out) {}

  /** Gives the dictionary's values to a bloom filter. */
  void hashDictionary(RawPage dictionary, BloomFilter filter) {}

  /** Starts over for the next row group. */
  void chunkWritten() {}
}
