package dev.rivet.internal.parquet;

/**
 * All the writer knows of a column in memory. Every method copies, so the encoders work on heap
 * arrays and the batch may be refilled when they return. Rows are those of the batch.
 */
interface ColumnSlice {
  /**
   * Copies validity bits, row {@code from} to bit 0, zeroes behind the last up to the end of the
   * word.
   *
   * @return number of rows that are not NULL
   */
  int validity(int from, int count, byte[] bits);

  /** Copies fixed-width values as they are in memory (little-endian), NULL slots included. */
  void values(int from, int count, byte[] dst, int dstOffset);

  /** Copies boolean values like {@link #validity}. */
  void booleans(int from, int count, byte[] bits);

  /** Start of a variable-width value or list; {@code row} may be one past the last. */
  int offset(int row);

  /** Copies {@code count + 1} offsets, little-endian. */
  void offsets(int from, int count, byte[] dst);

  /** Copies bytes of variable-width values. */
  void data(int start, int length, byte[] dst, int dstOffset);

  /** Elements of a list (child 0); keys (0) or values (1) of a map. */
  ColumnSlice child(int ordinal);
}
