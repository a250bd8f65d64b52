package dev.rivet.internal.batch;

import org.apache.arrow.vector.FieldVector;

/** The values of a range of a fixed-width vector; those of NULL rows are undefined. Reused from block to block. */
public final class FixedRange {
  private final int width;
  private byte[] bytes = new byte[0];

  /** A range of values of {@code width} bytes. */
  public FixedRange(int width) {
    this.width = width;
  }

  /** Copies rows {@code from} to {@code from + rows}. */
  public void load(FieldVector vector, int from, int rows) {
    int length = Math.multiplyExact(rows, width);
    if (bytes.length < length) {
      bytes = new byte[length];
    }
    if (length > 0) {
      vector.getDataBuffer().getBytes((long) from * width, bytes, 0, length);
    }
  }

  /** All values, one after the other. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where a value starts in {@link #bytes()}. */
  public int start(int index) {
    return index * width;
  }
}
