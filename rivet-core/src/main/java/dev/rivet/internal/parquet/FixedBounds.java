package dev.rivet.internal.parquet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Smallest and largest of fixed-width values that lie back to back as PLAIN bytes. */
final class FixedBounds {
  private FixedBounds() {}

  /**
   * Null if there is no value, or a NaN: some readers take NaN for the largest number (PostgreSQL and DuckDB do), and would skip
   * a page for {@code x > 5} if bounds that leave NaN out told them to.
   */
  static @Nullable Bounds of(ValueOrder order, byte[] values, int width, int count) {
    if (count == 0) {
      return null;
    }
    return switch (order) {
      case INT32 -> ints(values, count);
      case INT64 -> longs(values, count, 0);
      case UINT64 -> longs(values, count, Long.MIN_VALUE);
      case FLOAT -> floats(values, count);
      case DOUBLE -> doubles(values, count);
      case SIGNED_BYTES, UNSIGNED_BYTES -> bytes(order, values, width, count);
      case BOOLEAN -> throw new IllegalArgumentException("booleans are bits");
    };
  }

  private static Bounds ints(byte[] values, int count) {
    int min = Integer.MAX_VALUE;
    int max = Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      int value = LittleEndian.getInt(values, i << 2);
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return Bounds.exact(LittleEndian.ofInt(min), LittleEndian.ofInt(max));
  }

  /** Flipping the top bit turns unsigned into signed order. */
  private static Bounds longs(byte[] values, int count, long flip) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      long value = LittleEndian.getLong(values, i << 3) ^ flip;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return Bounds.exact(LittleEndian.ofLong(min ^ flip), LittleEndian.ofLong(max ^ flip));
  }

  private static @Nullable Bounds floats(byte[] values, int count) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    boolean ordered = true;
    for (int i = 0; i < count; i++) {
      float value = Float.intBitsToFloat(LittleEndian.getInt(values, i << 2));
      ordered &= !Float.isNaN(value);
      min = value < min ? value : min;
      max = value > max ? value : max;
    }
    // Zero has two signs that readers may or may not tell apart, so the bounds include both.
    return ordered
        ? Bounds.exact(
            LittleEndian.ofInt(Float.floatToRawIntBits(min == 0 ? -0.0f : min)),
            LittleEndian.ofInt(Float.floatToRawIntBits(max == 0 ? 0.0f : max)))
        : null;
  }

  private static @Nullable Bounds doubles(byte[] values, int count) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    boolean ordered = true;
    for (int i = 0; i < count; i++) {
      double value = Double.longBitsToDouble(LittleEndian.getLong(values, i << 3));
      ordered &= !Double.isNaN(value);
      min = value < min ? value : min;
      max = value > max ? value : max;
    }
    return ordered
        ? Bounds.exact(
            LittleEndian.ofLong(Double.doubleToRawLongBits(min == 0 ? -0.0 : min)),
            LittleEndian.ofLong(Double.doubleToRawLongBits(max == 0 ? 0.0 : max)))
        : null;
  }

  private static Bounds bytes(ValueOrder order, byte[] values, int width, int count) {
    // In signed order only the first byte differs; flipping its top bit makes it unsigned.
    int flip = order == ValueOrder.SIGNED_BYTES ? 0x80 : 0;
    if (width >= Long.BYTES) {
      return longBytes(values, width, count, flip == 0 ? Long.MIN_VALUE : 0);
    }
    int min = 0;
    int max = 0;
    for (int at = width; at < count * width; at += width) {
      if (compare(values, at, min, width, flip) < 0) {
        min = at;
      } else if (compare(values, at, max, width, flip) > 0) {
        max = at;
      }
    }
    return Bounds.exact(
        Arrays.copyOfRange(values, min, min + width), Arrays.copyOfRange(values, max, max + width));
  }

  /**
   * Nearly all comparisons are decided by the first eight bytes.
   *
   * @param flip makes the first eight bytes, as a signed number, ordered like the values
   */
  private static Bounds longBytes(byte[] values, int width, int count, long flip) {
    int min = 0;
    int max = 0;
    long minPrefix = Long.reverseBytes(LittleEndian.getLong(values, 0)) ^ flip;
    long maxPrefix = minPrefix;
    for (int at = width; at < count * width; at += width) {
      long prefix = Long.reverseBytes(LittleEndian.getLong(values, at)) ^ flip;
      if (prefix <= minPrefix && (prefix < minPrefix || compareTails(values, at, min, width) < 0)) {
        min = at;
        minPrefix = prefix;
      }
      if (prefix >= maxPrefix && (prefix > maxPrefix || compareTails(values, at, max, width) > 0)) {
        max = at;
        maxPrefix = prefix;
      }
    }
    return Bounds.exact(
        Arrays.copyOfRange(values, min, min + width), Arrays.copyOfRange(values, max, max + width));
  }

  private static int compareTails(byte[] values, int a, int b, int width) {
    return Arrays.compareUnsigned(
        values, a + Long.BYTES, a + width, values, b + Long.BYTES, b + width);
  }

  private static int compare(byte[] values, int a, int b, int width, int flip) {
    int first = (values[a] & 0xFF ^ flip) - (values[b] & 0xFF ^ flip);
    if (first != 0) {
      return first;
    }
    return Arrays.compareUnsigned(values, a, a + width, values, b, b + width);
  }
}
