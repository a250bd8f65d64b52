package dev.rivet.internal.parquet;

import java.util.Arrays;

/** How values of a column compare, on their PLAIN bytes, as Parquet's column order defines it. */
enum ValueOrder {
  BOOLEAN {
    @Override
    int compare(byte[] a, byte[] b) {
      return Byte.compare(a[0], b[0]);
    }
  },
  INT32 {
    @Override
    int compare(byte[] a, byte[] b) {
      return Integer.compare(LittleEndian.getInt(a, 0), LittleEndian.getInt(b, 0));
    }
  },
  INT64 {
    @Override
    int compare(byte[] a, byte[] b) {
      return Long.compare(LittleEndian.getLong(a, 0), LittleEndian.getLong(b, 0));
    }
  },
  UINT64 {
    @Override
    int compare(byte[] a, byte[] b) {
      return Long.compareUnsigned(LittleEndian.getLong(a, 0), LittleEndian.getLong(b, 0));
    }
  },
  FLOAT {
    @Override
    int compare(byte[] a, byte[] b) {
      return Float.compare(
          Float.intBitsToFloat(LittleEndian.getInt(a, 0)),
          Float.intBitsToFloat(LittleEndian.getInt(b, 0)));
    }
  },
  DOUBLE {
    @Override
    int compare(byte[] a, byte[] b) {
      return Double.compare(
          Double.longBitsToDouble(LittleEndian.getLong(a, 0)),
          Double.longBitsToDouble(LittleEndian.getLong(b, 0)));
    }
  },
  /** Big-endian two's complement of one length: decimals. */
  SIGNED_BYTES {
    @Override
    int compare(byte[] a, byte[] b) {
      int sign = Byte.compare(a[0], b[0]);
      return sign != 0 ? sign : Arrays.compareUnsigned(a, b);
    }
  },
  /** Text, binary, UUID. */
  UNSIGNED_BYTES {
    @Override
    int compare(byte[] a, byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
  };

  abstract int compare(byte[] a, byte[] b);

  /** True if readers of the deprecated min and max fields agree with this order. */
  boolean hasLegacyStatistics() {
    return switch (this) {
      case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> true;
      case UINT64, SIGNED_BYTES, UNSIGNED_BYTES -> false;
    };
  }
}
