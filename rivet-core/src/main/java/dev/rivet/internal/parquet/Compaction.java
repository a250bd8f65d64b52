package dev.rivet.internal.parquet;

/**
 * Closes the gaps that NULLs leave in Arrow's fixed-width values, in place. Every value is moved;
 * only the target advances by the validity bit, so random NULLs cost no mispredicted branches.
 */
final class Compaction {
  private Compaction() {}

  static void compact(byte[] a, int offset, int width, byte[] validity, int count) {
    switch (width) {
      case 2 -> compact2(a, offset, validity, count);
      case 4 -> compact4(a, offset, validity, count);
      case 8 -> compact8(a, offset, validity, count);
      case 16 -> compact16(a, offset, validity, count);
      default -> compactAny(a, offset, width, validity, count);
    }
  }

  private static void compact2(byte[] a, int offset, byte[] validity, int count) {
    int to = offset;
    for (int i = 0; i < count; i++) {
      LittleEndian.putShort(a, to, LittleEndian.getShort(a, offset + 2 * i));
      to += (validity[i >>> 3] >>> (i & 7) & 1) << 1;
    }
  }

  private static void compact4(byte[] a, int offset, byte[] validity, int count) {
    int to = offset;
    for (int base = 0; base < count; base += 64) {
      long valid = LittleEndian.getLong(validity, base >>> 3);
      int from = offset + 4 * base;
      if (valid == -1L) {
        System.arraycopy(a, from, a, to, 256);
        to += 256;
        continue;
      }
      int end = from + 4 * Math.min(64, count - base);
      for (; from < end; from += 4) {
        LittleEndian.putInt(a, to, LittleEndian.getInt(a, from));
        to += (int) (valid & 1) << 2;
        valid >>>= 1;
      }
    }
  }

  private static void compact8(byte[] a, int offset, byte[] validity, int count) {
    int to = offset;
    for (int base = 0; base < count; base += 64) {
      long valid = LittleEndian.getLong(validity, base >>> 3);
      int from = offset + 8 * base;
      if (valid == -1L) {
        System.arraycopy(a, from, a, to, 512);
        to += 512;
        continue;
      }
      int end = from + 8 * Math.min(64, count - base);
      for (; from < end; from += 8) {
        LittleEndian.putLong(a, to, LittleEndian.getLong(a, from));
        to += (int) (valid & 1) << 3;
        valid >>>= 1;
      }
    }
  }

  private static void compact16(byte[] a, int offset, byte[] validity, int count) {
    int to = offset;
    for (int base = 0; base < count; base += 64) {
      long valid = LittleEndian.getLong(validity, base >>> 3);
      int from = offset + 16 * base;
      int end = from + 16 * Math.min(64, count - base);
      for (; from < end; from += 16) {
        LittleEndian.putLong(a, to, LittleEndian.getLong(a, from));
        LittleEndian.putLong(a, to + 8, LittleEndian.getLong(a, from + 8));
        to += (int) (valid & 1) << 4;
        valid >>>= 1;
      }
    }
  }

  private static void compactAny(byte[] a, int offset, int width, byte[] validity, int count) {
    int to = offset;
    for (int i = 0; i < count; i++) {
      if (Bits.get(validity, i)) {
        System.arraycopy(a, offset + i * width, a, to, width);
        to += width;
      }
    }
  }

  /** The same for lengths: keeps {@code values[offset + i]} where the validity bit is one. */
  static void compact(int[] values, int offset, byte[] validity, int count) {
    int to = offset;
    for (int i = 0; i < count; i++) {
      values[to] = values[offset + i];
      to += validity[i >>> 3] >>> (i & 7) & 1;
    }
  }
}
