package dev.rivet.internal.batch;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** A range of a bitmap, for example of a vector's validity. Reused from block to block. */
public final class Bits {
  private byte[] bytes = new byte[0];
  private int shift;
  private int count;

  /** Copies which rows of the range are not NULL. */
  public void loadValidity(FieldVector vector, int from, int rows) {
    load(vector.getValidityBuffer(), from, rows);
  }

  /** Copies bits {@code from} to {@code from + bits}. */
  public void load(ArrowBuf buffer, int from, int bits) {
    shift = from & 7;
    count = bits;
    int length = (shift + bits + 7) >>> 3;
    if (bytes.length < length) {
      bytes = new byte[length + (length >>> 1)];
    }
    if (length > 0) {
      buffer.getBytes(from >>> 3, bytes, 0, length);
    }
  }

  /** Whether a bit is set. */
  public boolean isSet(int index) {
    return bit(index) != 0;
  }

  /** 1 if set, otherwise 0. */
  public int bit(int index) {
    int at = shift + index;
    return (bytes[at >>> 3] >>> (at & 7)) & 1;
  }

  /** How many bits of the range are not set. */
  public int zeros() {
    if (count == 0) {
      return 0;
    }
    int ones = 0;
    int end = shift + count;
    int full = end >>> 3;
    for (int i = 0; i < full; i++) {
      ones += Integer.bitCount(bytes[i] & 0xff);
    }
    if ((end & 7) != 0) {
      ones += Integer.bitCount(bytes[full] & ((1 << (end & 7)) - 1));
    }
    ones -= Integer.bitCount(bytes[0] & ((1 << shift) - 1));
    return count - ones;
  }
}
