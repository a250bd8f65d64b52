package dev.rivet.internal.parquet;

/**
 * DELTA_BINARY_PACKED: blocks of 128 deltas in four miniblocks, each bit-packed relative to the
 * block's smallest delta. On unsorted data this is frame-of-reference packing.
 */
final class DeltaEncoder {
  private static final int BLOCK = 128;
  private static final int MINIBLOCKS = 4;
  private static final int MINIBLOCK = BLOCK / MINIBLOCKS;

  private final long[] deltas = new long[BLOCK];

  /** Appends 64-bit values given as little-endian bytes. {@code count} is at least one. */
  void encodeLongs(byte[] values, int count, Bytes out) {
    long previous = LittleEndian.getLong(values, 0);
    header(count, previous, out);
    for (int i = 1; i < count; i += BLOCK) {
      int n = Math.min(BLOCK, count - i);
      long min = Long.MAX_VALUE;
      for (int k = 0; k < n; k++) {
        long value = LittleEndian.getLong(values, (i + k) << 3);
        long delta = value - previous; // wraps, and wraps back when read
        previous = value;
        min = Math.min(min, delta);
        deltas[k] = delta;
      }
      block(n, min, out);
    }
  }

  /** Appends 32-bit values; deltas wrap at 32 bits so that no miniblock is wider. */
  void encodeInts(byte[] values, int count, Bytes out) {
    int previous = LittleEndian.getInt(values, 0);
    header(count, previous, out);
    for (int i = 1; i < count; i += BLOCK) {
      int n = Math.min(BLOCK, count - i);
      long min = Long.MAX_VALUE;
      for (int k = 0; k < n; k++) {
        int value = LittleEndian.getInt(values, (i + k) << 2);
        int delta = value - previous;
        previous = value;
        min = Math.min(min, delta);
        deltas[k] = delta;
      }
      block(n, min, out);
    }
  }

  /** Appends lengths, which are never negative. */
  void encodeLengths(int[] values, int count, Bytes out) {
    int previous = values[0];
    header(count, previous, out);
    for (int i = 1; i < count; i += BLOCK) {
      int n = Math.min(BLOCK, count - i);
      long min = Long.MAX_VALUE;
      for (int k = 0; k < n; k++) {
        int value = values[i + k];
        int delta = value - previous;
        previous = value;
        min = Math.min(min, delta);
        deltas[k] = delta;
      }
      block(n, min, out);
    }
  }

  private static void header(int count, long first, Bytes out) {
    out.putVarint(BLOCK);
    out.putVarint(MINIBLOCKS);
    out.putVarint(count);
    out.putZigZag(first);
  }

  private void block(int count, long min, Bytes out) {
    out.putZigZag(min);
    // The last block is padded with deltas that need no bits.
    for (int k = count; k < BLOCK; k++) {
      deltas[k] = min;
    }
    out.ensure(MINIBLOCKS + BLOCK * Long.BYTES);
    int widths = out.size;
    out.size += MINIBLOCKS;
    for (int m = 0; m < MINIBLOCKS; m++) {
      int from = m * MINIBLOCK;
      long used = 0;
      for (int k = from; k < from + MINIBLOCK; k++) {
        deltas[k] -= min;
        used |= deltas[k];
      }
      // Miniblocks behind the last value have width 0 and no bytes.
      int width = 64 - Long.numberOfLeadingZeros(used);
      out.array[widths + m] = (byte) width;
      pack(from, width, out.array, out.size);
      out.size += width * (MINIBLOCK / 8);
    }
  }

  private void pack(int from, int width, byte[] out, int offset) {
    if (width == 0) {
      return;
    }
    int at = offset;
    long word = 0;
    int fill = 0;
    for (int k = from; k < from + MINIBLOCK; k++) {
      long value = deltas[k];
      word |= value << fill;
      fill += width;
      if (fill >= 64) {
        LittleEndian.putLong(out, at, word);
        at += 8;
        fill -= 64;
        // A shift by 64 is a shift by 0 in Java: what did not fit is nothing when fill is 0.
        word = fill == 0 ? 0 : value >>> (width - fill);
      }
    }
    LittleEndian.putLong(out, at, word);
  }
}
