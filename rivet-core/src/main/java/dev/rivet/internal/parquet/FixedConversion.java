package dev.rivet.internal.parquet;

/** From Arrow's fixed-width layout to Parquet's PLAIN one. */
enum FixedConversion {
  /** Both are the same. */
  NONE {
    @Override
    void convert(byte[] src, int count, byte[] dst, int dstOffset, int width) {
      System.arraycopy(src, 0, dst, dstOffset, count * width);
    }
  },
  /** 16-bit integers are stored as INT32. */
  SHORT_TO_INT {
    @Override
    void convert(byte[] src, int count, byte[] dst, int dstOffset, int width) {
      for (int i = 0; i < count; i++) {
        LittleEndian.putInt(dst, dstOffset + (i << 2), LittleEndian.getShort(src, i << 1));
      }
    }
  },
  /** Decimals of up to 9 digits. */
  DECIMAL_TO_INT {
    @Override
    void convert(byte[] src, int count, byte[] dst, int dstOffset, int width) {
      long lost = 0;
      for (int i = 0; i < count; i++) {
        long low = LittleEndian.getLong(src, i << 4);
        long high = LittleEndian.getLong(src, (i << 4) + 8);
        lost |= high ^ low >> 63 | (low >> 31 ^ low >> 63);
        LittleEndian.putInt(dst, dstOffset + (i << 2), (int) low);
      }
      requireNothing(lost);
    }
  },
  /** Decimals of up to 18 digits. */
  DECIMAL_TO_LONG {
    @Override
    void convert(byte[] src, int count, byte[] dst, int dstOffset, int width) {
      long lost = 0;
      for (int i = 0; i < count; i++) {
        long low = LittleEndian.getLong(src, i << 4);
        lost |= LittleEndian.getLong(src, (i << 4) + 8) ^ low >> 63;
        LittleEndian.putLong(dst, dstOffset + (i << 3), low);
      }
      requireNothing(lost);
    }
  },
  /** Decimals of 19 to 38 digits: big-endian, only as many bytes as the precision needs, 9 to 16. */
  DECIMAL128_TO_BYTES {
    @Override
    void convert(byte[] src, int count, byte[] dst, int dstOffset, int width) {
      // The value shifted up to the top: its first eight bytes are right, or garbage that the low
      // half then covers.
      int unused = 8 * (16 - width);
      long lost = 0;
      int to = dstOffset;
      for (int i = 0; i < count; i++) {
        long low = LittleEndian.getLong(src, i << 4);
        long high = LittleEndian.getLong(src, (i << 4) + 8);
        long top = high << unused;
        lost |= high ^ top >> unused;
        LittleEndian.putLong(dst, to, Long.reverseBytes(top));
        LittleEndian.putLong(dst, to + width - Long.BYTES, Long.reverseBytes(low));
        to += width;
      }
      requireNothing(lost);
    }
  },
  /** Decimals of up to 76 digits. */
  DECIMAL256_TO_BYTES {
    @Override
    void convert(byte[] src, int count, byte[] dst, int dstOffset, int width) {
      reverse(src, count, dst, dstOffset, width);
    }
  };

  /**
   * Converts values without NULLs.
   *
   * @param width bytes per value in the file
   * @throws ArithmeticException if a value has more digits than its column
   */
  abstract void convert(byte[] src, int count, byte[] dst, int dstOffset, int width);

  private static void requireNothing(long lost) {
    if (lost != 0) {
      throw new ArithmeticException("value out of range");
    }
  }

  private static void reverse(byte[] src, int count, byte[] dst, int dstOffset, int width) {
    int lost = 0;
    int to = dstOffset;
    for (int i = 0; i < count; i++) {
      int from = i << 5;
      int whole = width & ~7;
      // Eight bytes at a time from the low end, then the rest of the high end.
      for (int b = 0; b < whole; b += 8) {
        long word = Long.reverseBytes(LittleEndian.getLong(src, from + b));
        LittleEndian.putLong(dst, to + width - b - 8, word);
      }
      for (int b = whole; b < width; b++) {
        dst[to + width - 1 - b] = src[from + b];
      }
      int sign = dst[to] >> 7;
      for (int b = width; b < 32; b++) {
        lost |= src[from + b] ^ sign;
      }
      to += width;
    }
    requireNothing(lost);
  }
}
