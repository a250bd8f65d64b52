package dev.rivet.spi.dialect.support;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number of some wire form as a scaled integer, for columns whose type was overridden. Exactness first; the common
 * pairs of source and target have decoders of their own.
 */
public abstract class NumberReader {

  /** Reads the cell into {@code into} as {@code unscaled * 10^-scale}. */
  public abstract ScaledInteger.Outcome read(
      byte[] data,
      int at,
      int length,
      ScaledInteger into,
      int scale,
      int precision,
      boolean rounding);

  /** Whether the cell is not of this form at all; asked before reading. */
  public boolean isMalformed(byte[] data, int at, int length) {
    return false;
  }

  /** Integers of at most 64 bits. */
  public abstract static class Whole extends NumberReader {
    private final int width;
    private final boolean signed;

    /**
     * A reader.
     *
     * @param width bytes of a cell
     * @param signed whether the top bit is a sign
     */
    protected Whole(int width, boolean signed) {
      this.width = width;
      this.signed = signed;
    }

    /** The number; sign-extended if signed. */
    protected abstract long value(byte[] data, int at, int length);

    @Override
    public boolean isMalformed(byte[] data, int at, int length) {
      return length != width;
    }

    @Override
    public final ScaledInteger.Outcome read(
        byte[] data,
        int at,
        int length,
        ScaledInteger into,
        int scale,
        int precision,
        boolean rounding) {
      if (signed) {
        into.set(value(data, at, length));
      } else {
        into.setUnsigned(value(data, at, length));
      }
      return into.isScaled(scale, precision)
          ? ScaledInteger.Outcome.EXACT
          : ScaledInteger.Outcome.TOO_MANY_DIGITS;
    }
  }

  /** Anything that goes through {@link BigDecimal}. */
  abstract static class Big extends NumberReader {
    static ScaledInteger.Outcome set(
        BigDecimal value, ScaledInteger into, int scale, int precision, boolean rounding) {
      if (value.precision() - value.scale() > precision - scale) {
        into.set(value.signum());
        return ScaledInteger.Outcome.TOO_MANY_DIGITS;
      }
      BigDecimal scaled = value.setScale(scale, RoundingMode.HALF_UP);
      into.set(scaled.unscaledValue());
      if (scaled.precision() > precision) {
        return ScaledInteger.Outcome.TOO_MANY_DIGITS;
      }
      if (scaled.compareTo(value) == 0) {
        return ScaledInteger.Outcome.EXACT;
      }
      return rounding ? ScaledInteger.Outcome.ROUNDED : ScaledInteger.Outcome.TOO_FINE;
    }
  }

  /** Digits in text, as {@code 12}, {@code -1.50}, {@code 1e3}. */
  public static final class Text extends Big {
    private static final int LONGEST = 400;

    @Override
    public boolean isMalformed(byte[] data, int at, int length) {
      return length > LONGEST || parse(data, at, length) == null;
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

  /** Binary floating point, by its shortest decimal form. */
  public abstract static class Floating extends Big {
    private final int width;

    /**
     * A reader.
     *
     * @param width 4 or 8 bytes
     */
    protected Floating(int width) {
      this.width = width;
    }

    /** The number; exact also for four bytes. */
    protected abstract double value(byte[] data, int at);

    @Override
    public boolean isMalformed(byte[] data, int at, int length) {
      return length != width;
    }

    @Override
    public final ScaledInteger.Outcome read(
        byte[] data,
        int at,
        int length,
        ScaledInteger into,
        int scale,
        int precision,
        boolean rounding) {
      double value = value(data, at);
      if (Double.isNaN(value)) {
        return ScaledInteger.Outcome.NOT_A_NUMBER;
      }
      if (Double.isInfinite(value)) {
        into.set(value < 0 ? -1 : 1);
        return ScaledInteger.Outcome.INFINITE;
      }
      String digits = width == 4 ? Float.toString((float) value) : Double.toString(value);
      return set(new BigDecimal(digits), into, scale, precision, rounding);
    }
  }
}
