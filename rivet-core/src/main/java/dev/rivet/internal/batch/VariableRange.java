package dev.rivet.internal.batch;

import org.apache.arrow.vector.FieldVector;

/** The values of a range of a text or binary vector. Reused from block to block. */
public final class VariableRange {
  /** A buffer that grew for one huge cell is not kept. */
  private static final int KEPT = 4 << 20;

  private final Offsets offsets = new Offsets();
  private byte[] bytes = new byte[0];

  /** Copies rows {@code from} to {@code from + rows}. */
  public void load(FieldVector vector, int from, int rows) {
    offsets.load(vector, from, rows);
    int length = offsets.total();
    if (bytes.length < length || bytes.length > KEPT && length <= KEPT) {
      bytes = new byte[length <= KEPT / 2 ? length + (length >>> 1) : length];
    }
    if (length > 0) {
      vector.getDataBuffer().getBytes(offsets.first(), bytes, 0, length);
    }
  }

  /** All values, one after the other. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where a value starts in {@link #bytes()}. */
  public int start(int index) {
    return offsets.start(index);
  }

  /** Bytes of a value. */
  public int length(int index) {
    return offsets.length(index);
  }
}
