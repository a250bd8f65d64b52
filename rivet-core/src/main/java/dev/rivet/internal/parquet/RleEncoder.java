package dev.rivet.internal.parquet;

/** Parquet's RLE / bit-packing hybrid. */
final class RleEncoder {
  /** A repeated value is worth a run of its own from this length on. */
  private static final int MIN_RUN = 8;

  /** Dictionaries and levels need no more. */
  static final int MAX_WIDTH = 16;

  private RleEncoder() {}

  /** Bits needed for values from 0 to {@code max}. */
  static int bitWidth(int max) {
    return 32 - Integer.numberOfLeadingZeros(max);
  }

  /** Appends the runs. The width is at most {@value #MAX_WIDTH}. {@code values} must have room for 8 more, which are overwritten. */
  static void encode(int[] values, int count, int bitWidth, Bytes out) {
    // The last group of eight is written whole.
    for (int i = count; i < count + 8; i++) {
      values[i] = 0;
    }
    int literal = 0;
    int i = 0;
    while (i < count) {
      int run = runLength(values, i, count);
      if (run >= MIN_RUN) {
        putLiterals(values, literal, i, bitWidth, out);
        putRun(values[i], run, bitWidth, out);
        i += run;
        literal = i;
      } else {
        i += 8;
      }
    }
    putLiterals(values, literal, count, bitWidth, out);
  }

  private static int runLength(int[] values, int from, int end) {
    int value = values[from];
    int i = from + 1;
    while (i < end && values[i] == value) {
      i++;
    }
    return i - from;
  }

  static void putRun(int value, int count, int bitWidth, Bytes out) {
    out.putVarint((long) count << 1);
    int bytes = (bitWidth + 7) >>> 3;
    for (int b = 0; b < bytes; b++) {
      out.write(value >>> 8 * b);
    }
  }

  private static void putLiterals(int[] values, int from, int end, int bitWidth, Bytes out) {
    int groups = (end - from + 7) >>> 3;
    if (groups == 0) {
      return;
    }
    out.putVarint((long) groups << 1 | 1);
    out.ensure(groups * bitWidth);
    int at = out.size;
    int stop = from + (groups << 3);
    for (int i = from; i < stop; i += 8) {
      long low = four(values, i, bitWidth);
      long high = four(values, i + 4, bitWidth);
      int half = bitWidth << 2;
      // Both words are always written; what of them is not the group's is written over by the next.
      LittleEndian.putLong(out.array, at, half == 64 ? low : low | high << half);
      LittleEndian.putLong(out.array, at + 8, half == 0 ? 0 : high >>> (64 - half));
      at += bitWidth;
    }
    out.size = at;
  }

  /** Four values of at most 16 bits. */
  private static long four(int[] values, int i, int bitWidth) {
    long a = values[i] | (long) values[i + 1] << bitWidth;
    long b = values[i + 2] | (long) values[i + 3] << bitWidth;
    return a | b << (bitWidth << 1);
  }

  /** Appends a bitmap as one run: it already is bit-packed with width 1. */
  static void putBitmap(byte[] bits, int count, Bytes out) {
    int bytes = (count + 7) >>> 3;
    out.putVarint((long) bytes << 1 | 1);
    out.write(bits, 0, bytes);
  }
}
