package dev.rivet.dialect.postgres.internal.decode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number of some wire form as a scaled integer, for columns whose type was overridden. Exactness first; the common
 * pairs of source and target have decoders of their own.
 */
abstract class NumberReader {

  /** Reads the cell into {@code into} as {@code unscaled * 10^-scale}. */
  abstract Decimal.Outcome read(
      byte[] data, int at, int length, Decimal into, int scale, int precision, boolean rounding);

  /** Whether the cell is not of this form at all; asked before reading. */
  boolean isMalformed(byte[] data, int at, int length) {
    return false;
  }

  /** Whether the cell is text, which may be anything. */
  boolean isText() {
    return false;
  }

  /** bool and the integers. */
  static final class Whole extends NumberReader {
    private final int width;
    private final boolean signed;

    Whole(int width, boolean signed) {
      this.width = width;
      this.signed = signed;
    }

    @Override
    boolean isMalformed(byte[] data, int at, int length) {
      return length != width;
    }

    @Override
    Decimal.Outcome read(
        byte[] data, int at, int length, Decimal into, int scale, int precision, boolean rounding) {
      switch (width) {
        case 1 -> into.set(data[at]);
        case 2 -> into.set(Bytes.int16(data, at));
        case 4 -> into.set(signed ? Bytes.int32(data, at) : Bytes.int32(data, at) & 0xFFFF_FFFFL);
        default -> {
          if (signed) {
            into.set(Bytes.int64(data, at));
          } else {
            into.setUnsigned(Bytes.int64(data, at));
          }
        }
      }
      return into.isScaled(scale, precision)
          ? Decimal.Outcome.EXACT
          : Decimal.Outcome.TOO_MANY_DIGITS;
    }
  }

  /** numeric. */
  static final class Numeric extends NumberReader {
    @Override
    boolean isMalformed(byte[] data, int at, int length) {
      return length < 8;
    }

    @Override
    Decimal.Outcome read(
        byte[] data, int at, int length, Decimal into, int scale, int precision, boolean rounding) {
      return into.read(data, at, scale, precision, rounding);
    }
  }

  /** bit(n) and varbit(n) of at most 64 bits, as an unsigned number. */
  static final class Bits extends NumberReader {
    @Override
    boolean isMalformed(byte[] data, int at, int length) {
      return length < 4 || Bytes.int32(data, at) > 64 || Bytes.int32(data, at) > 8 * (length - 4);
    }

    @Override
    Decimal.Outcome read(
        byte[] data, int at, int length, Decimal into, int scale, int precision, boolean rounding) {
      int bits = Bytes.int32(data, at);
      long value = 0;
      for (int i = 0; i < bits; i++) {
        value = value << 1 | data[at + 4 + i / 8] >> (7 - i % 8) & 1;
      }
      into.setUnsigned(value);
      return into.isScaled(scale, precision)
          ? Decimal.Outcome.EXACT
          : Decimal.Outcome.TOO_MANY_DIGITS;
    }
  }

  /** Anything that goes through {@link BigDecimal}. */
  private abstract static class Big extends NumberReader {
    static Decimal.Outcome set(
        BigDecimal value, Decimal into, int scale, int precision, boolean rounding) {
      if (value.signum() != 0 && value.precision() - value.scale() > precision - scale) {
        into.set(value.signum());
        return Decimal.Outcome.TOO_MANY_DIGITS;
      }
      BigDecimal scaled = value.setScale(scale, RoundingMode.HALF_UP);
      into.set(scaled.unscaledValue());
      if (scaled.precision() > precision) {
        return Decimal.Outcome.TOO_MANY_DIGITS;
      }
      if (scaled.compareTo(value) == 0) {
        return Decimal.Outcome.EXACT;
      }
      return rounding ? Decimal.Outcome.ROUNDED : Decimal.Outcome.TOO_FINE;
    }
  }

  /** Digits in text, as {@code 12}, {@code -1.50}, {@code 1e3}. */
  static final class Text extends Big {
    private static final int LONGEST = 400;

    @Override
    boolean isText() {
      return true;
    }

    @Override
    boolean isMalformed(byte[] data, int at, int length) {
      return length > LONGEST || parse(data, at, length) == null;
    }

    @Override
    Decimal.Outcome read(
        byte[] data, int at, int length, Decimal into, int scale, int precision, boolean rounding) {
      BigDecimal value = parse(data, at, length);
      if (value == null) {
        throw new IllegalStateException("checked before");
      }
      return set(value, into, scale, precision, rounding);
    }

    private static @Nullable BigDecimal parse(byte[] data, int at, int length) {
      try {
        BigDecimal value =
            new BigDecimal(new String(data, at, length, StandardCharsets.UTF_8).trim());
        return Math.abs((long) value.scale()) > 2 * LONGEST ? null : value;
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }

  /** float4 and float8, by their shortest decimal form. */
  static final class Floating extends Big {
    private final int width;

    Floating(int width) {
      this.width = width;
    }

    @Override
    boolean isMalformed(byte[] data, int at, int length) {
      return length != width;
    }

    @Override
    Decimal.Outcome read(
        byte[] data, int at, int length, Decimal into, int scale, int precision, boolean rounding) {
      double value =
          width == 4
              ? Float.intBitsToFloat(Bytes.int32(data, at))
              : Double.longBitsToDouble(Bytes.int64(data, at));
      if (Double.isNaN(value)) {
        return Decimal.Outcome.NOT_A_NUMBER;
      }
      if (Double.isInfinite(value)) {
        into.set(value < 0 ? -1 : 1);
        return Decimal.Outcome.INFINITE;
      }
      String digits = width == 4 ? Float.toString((float) value) : Double.toString(value);
      return set(new BigDecimal(digits), into, scale, precision, rounding);
    }
  }
}
