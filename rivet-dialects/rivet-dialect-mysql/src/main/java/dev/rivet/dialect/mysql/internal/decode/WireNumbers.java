package dev.rivet.dialect.mysql.internal.decode;

import dev.rivet.spi.dialect.support.LittleEndian;
import dev.rivet.spi.dialect.support.NumberReader;
import dev.rivet.spi.dialect.support.ScaledInteger;

/** Reads numbers of each wire form, for columns whose type was overridden. */
final class WireNumbers {
  private WireNumbers() {}

  static NumberReader of(Wire wire, boolean unsigned) {
    return switch (wire) {
      case TINY, SHORT, INT, BIGINT -> new Whole(wire.width(), !unsigned);
      case YEAR -> new Whole(2, false);
      case FLOAT, DOUBLE -> new Floating(wire.width());
      case DECIMAL -> new Digits();
      case BIT -> new Bits();
      case TEXT -> new NumberReader.Text();
      default -> throw new IllegalStateException(wire + " is no number");
    };
  }

  /** An integer of one to eight bytes. */
  static long whole(byte[] data, int at, int width, boolean unsigned) {
    return switch (width) {
      case 1 -> unsigned ? data[at] & 0xFFL : data[at];
      case 2 ->
          unsigned ? LittleEndian.getShort(data, at) & 0xFFFFL : LittleEndian.getShort(data, at);
      case 4 ->
          unsigned ? LittleEndian.getInt(data, at) & 0xFFFF_FFFFL : LittleEndian.getInt(data, at);
      default -> LittleEndian.getLong(data, at);
    };
  }

  /** Bits, most significant byte first. */
  static long bits(byte[] data, int at, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | data[at + i] & 0xFF;
    }
    return value;
  }

  private static final class Whole extends NumberReader.Whole {
    private final int width;
    private final boolean signed;

    Whole(int width, boolean signed) {
      super(width, signed);
      this.width = width;
      this.signed = signed;
    }

    @Override
    protected long value(byte[] data, int at, int length) {
      return whole(data, at, width, !signed);
    }
  }

  private static final class Bits extends NumberReader.Whole {
    Bits() {
      super(8, false);
    }

    @Override
    public boolean isMalformed(byte[] data, int at, int length) {
      return length == 0 || length > 8;
    }

    @Override
    protected long value(byte[] data, int at, int length) {
      return bits(data, at, length);
    }
  }

  private static final class Floating extends NumberReader.Floating {
    private final int width;

    Floating(int width) {
      super(width);
      this.width = width;
    }

    @Override
    protected double value(byte[] data, int at) {
      return width == 4
          ? Float.intBitsToFloat(LittleEndian.getInt(data, at))
          : Double.longBitsToDouble(LittleEndian.getLong(data, at));
    }
  }

  /** decimal: {@code -12.340}, always plain, always with all digits of its scale. */
  private static final class Digits extends NumberReader {
    private static final int[] POWERS = {
      1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    @Override
    public boolean isMalformed(byte[] data, int at, int length) {
      int digits = 0;
      boolean point = false;
      for (int i = data.length > at && length > 0 && data[at] == '-' ? 1 : 0; i < length; i++) {
        byte c = data[at + i];
        if (c == '.' && !point) {
          point = true;
        } else if (c < '0' || c > '9') {
          return true;
        } else {
          digits++;
        }
      }
      return digits == 0;
    }

    @Override
    public ScaledInteger.Outcome read(
        byte[] data,
        int at,
        int length,
        ScaledInteger into,
        int scale,
        int precision,
        boolean rounding) {
      int end = at + length;
      boolean negative = data[at] == '-';
      int first = negative ? at + 1 : at;
      while (first < end && data[first] == '0') {
        first++;
      }
      int point = first;
      while (point < end && data[point] != '.') {
        point++;
      }
      into.clear(negative);
      if (point - first + scale > precision) {
        return ScaledInteger.Outcome.TOO_MANY_DIGITS;
      }
      add(into, data, first, point);
      int fraction = Math.max(0, end - point - 1);
      int kept = Math.min(fraction, scale);
      add(into, data, point + 1, point + 1 + kept);
      for (int zeros = scale - kept; zeros > 0; zeros -= 9) {
        into.multiplyAdd(POWERS[Math.min(9, zeros)], 0);
      }
      for (int i = point + 1 + kept; i < end; i++) {
        if (data[i] != '0') {
          return rounded(data[point + 1 + kept], into, precision, rounding);
        }
      }
      return ScaledInteger.Outcome.EXACT;
    }

    private static void add(ScaledInteger into, byte[] data, int from, int to) {
      int i = from;
      while (i < to) {
        int n = Math.min(9, to - i);
        int group = 0;
        for (int k = 0; k < n; k++) {
          group = 10 * group + data[i++] - '0';
        }
        into.multiplyAdd(POWERS[n], group);
      }
    }

    private static ScaledInteger.Outcome rounded(
        byte next, ScaledInteger into, int precision, boolean rounding) {
      if (!rounding) {
        return ScaledInteger.Outcome.TOO_FINE;
      }
      if (next >= '5') {
        into.multiplyAdd(1, 1);
        if (into.exceeds(precision)) {
          return ScaledInteger.Outcome.TOO_MANY_DIGITS;
        }
      }
      return ScaledInteger.Outcome.ROUNDED;
    }
  }
}
