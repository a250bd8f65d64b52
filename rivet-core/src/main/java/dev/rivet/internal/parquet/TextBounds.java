package dev.rivet.internal.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the smallest and largest of variable-width values without copying them: most comparisons
 * are decided by the first eight bytes, taken as one number.
 */
final class TextBounds {
  private static final VarHandle BIG_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private int minAt;
  private int minLength = -1;
  private long minPrefix;
  private int maxAt;
  private int maxLength;
  private long maxPrefix;

  void clear() {
    minLength = -1;
  }

  /** Looks at one value of {@code data}; the same array must be given every time. */
  void add(byte[] data, int at, int length) {
    long prefix = prefix(data, at, length);
    if (minLength < 0) {
      setMin(at, length, prefix);
      setMax(at, length, prefix);
      return;
    }
    if (prefix <= minPrefix
        && (prefix < minPrefix || compare(data, at, length, minAt, minLength) < 0)) {
      setMin(at, length, prefix);
    }
    if (prefix >= maxPrefix
        && (prefix > maxPrefix || compare(data, at, length, maxAt, maxLength) > 0)) {
      setMax(at, length, prefix);
    }
  }

  private void setMin(int at, int length, long prefix) {
    minAt = at;
    minLength = length;
    minPrefix = prefix;
  }

  private void setMax(int at, int length, long prefix) {
    maxAt = at;
    maxLength = length;
    maxPrefix = prefix;
  }

  /** Null if nothing was added or there is no short upper bound. */
  @Nullable Bounds bounds(byte[] data, boolean text) {
    return minLength < 0 ? null : Truncation.bounds(data, minAt, minLength, maxAt, maxLength, text);
  }

  /** The first eight bytes in an order that signed comparison keeps; short values end in zeroes. */
  private static long prefix(byte[] data, int at, int length) {
    long word = (long) BIG_LONG.get(data, at);
    if (length < 8) {
      word = length == 0 ? 0 : word & -1L << (64 - 8 * length);
    }
    return word ^ Long.MIN_VALUE;
  }

  private static int compare(byte[] data, int a, int aLength, int b, int bLength) {
    return Arrays.compareUnsigned(data, a, a + aLength, data, b, b + bLength);
  }
}
