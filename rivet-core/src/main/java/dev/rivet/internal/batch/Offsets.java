package dev.rivet.internal.batch;

import org.apache.arrow.vector.FieldVector;

/** Where the values of a range of a variable-width or list vector start. Reused from block to block. */
public final class Offsets {
  private byte[] raw = new byte[0];
  private int rows;

  /** Copies rows {@code from} to {@code from + rows}. */
  public void load(FieldVector vector, int from, int count) {
    rows = count;
    int length = (count + 1) * 4;
    if (raw.length < length) {
      raw = new byte[length];
    }
    if (count > 0) {
      vector.getOffsetBuffer().getBytes((long) from * 4, raw, 0, length);
    }
  }

  /** Offset of the first row in the vector's data. */
  public int first() {
    return rows == 0 ? 0 : LittleEndian.i32(raw, 0);
  }

  /** Bytes or elements of all rows, those of NULL rows included: Arrow does not promise that they are none. */
  public int total() {
    return start(rows);
  }

  /** Where a row starts, relative to {@link #first()}. */
  public int start(int index) {
    return rows == 0 ? 0 : LittleEndian.i32(raw, index * 4) - LittleEndian.i32(raw, 0);
  }

  /** Bytes or elements of a row. */
  public int length(int index) {
    return LittleEndian.i32(raw, index * 4 + 4) - LittleEndian.i32(raw, index * 4);
  }
}
