package dev.rivet.internal.parquet;

/**
 * Bitmaps in byte arrays, least significant bit first: Arrow's validity layout, which is also
 * Parquet's bit-packing of one-bit values. Arrays need {@link Bytes#SLACK} behind the last bit.
 */
final class Bits {
  private Bits() {}

  /** Bytes to allocate for so many bits. */
  static int capacity(int bits) {
    return (bits >>> 3) + 1 + Bytes.SLACK;
  }

  static boolean get(byte[] bits, int i) {
    return (bits[i >>> 3] >>> (i & 7) & 1) != 0;
  }

  /** Moves all bits down by {@code shift} (0 to 7), so that bit {@code shift} becomes bit 0. */
  static void shiftDown(byte[] bits, int shift, int count) {
    if (shift == 0) {
      return;
    }
    for (int i = 0; i < count; i += 64) {
      int at = i >>> 3;
      long low = LittleEndian.getLong(bits, at) >>> shift;
      long high = LittleEndian.getLong(bits, at + 8) << (64 - shift);
      LittleEndian.putLong(bits, at, low | high);
    }
  }

  /** Zeroes the bits from {@code count} to the end of their word. */
  static void clearTail(byte[] bits, int count) {
    int used = count & 63;
    if (used != 0) {
      int at = count >>> 6 << 3;
      LittleEndian.putLong(bits, at, LittleEndian.getLong(bits, at) & ((1L << used) - 1));
    }
  }

  /** Number of ones; the tail of the last word must be zero. */
  static int count(byte[] bits, int count) {
    int ones = 0;
    for (int i = 0; i < count; i += 64) {
      ones += Long.bitCount(LittleEndian.getLong(bits, i >>> 3));
    }
    return ones;
  }

  /** Appends {@code count} bits of {@code src} at bit {@code at}; the tail of {@code src} is zero. */
  static void append(byte[] dst, int at, byte[] src, int count) {
    int shift = at & 7;
    int offset = at >>> 3;
    long carry = dst[offset] & ((1L << shift) - 1);
    for (int i = 0; i < count; i += 64) {
      long word = LittleEndian.getLong(src, i >>> 3);
      LittleEndian.putLong(dst, offset, carry | word << shift);
      carry = shift == 0 ? 0 : word >>> (64 - shift);
      offset += 8;
    }
    dst[offset] = (byte) carry;
  }

  /** Appends {@code count} ones at bit {@code at}. */
  static void appendOnes(byte[] dst, int at, int count) {
    int shift = at & 7;
    int offset = at >>> 3;
    int end = at + count;
    dst[offset] = (byte) (dst[offset] & ((1 << shift) - 1) | 0xFF << shift);
    for (int o = offset + 1; o <= end >>> 3; o++) {
      dst[o] = (byte) 0xFF;
    }
    // Bits past the end must be zero for the next append.
    dst[end >>> 3] &= (byte) ((1 << (end & 7)) - 1);
  }

  /** Keeps the bits of {@code values} whose bit in {@code validity} is one. In place. */
  static void compact(byte[] values, byte[] validity, int count) {
    int to = 0;
    long out = 0;
    int outAt = 0;
    for (int i = 0; i < count; i += 64) {
      long word = LittleEndian.getLong(values, i >>> 3);
      long valid = LittleEndian.getLong(validity, i >>> 3);
      int n = Math.min(64, count - i);
      for (int k = 0; k < n; k++) {
        long keep = valid >>> k & 1;
        out |= (word >>> k & keep) << to;
        to += (int) keep;
        if (to == 64) {
          LittleEndian.putLong(values, outAt, out);
          outAt += 8;
          out = 0;
          to = 0;
        }
      }
    }
    LittleEndian.putLong(values, outAt, out);
  }
}
