package dev.rivet.dialect.postgres.internal.decode;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * PostgreSQL's binary numeric as a scaled integer of up to 76 digits (256 bits), without {@code BigDecimal}. Reused.
 *
 * <p>Wire: int16 group count, weight of the first group, sign, display scale; then groups of four digits. Group {@code g} counts
 * {@code 10000^(weight - g)}.
 */
final class Decimal {
  /** What reading came to. */
  enum Outcome {
    EXACT,
    ROUNDED,
    TOO_MANY_DIGITS,
    TOO_FINE,
    NOT_A_NUMBER,
    INFINITE
  }

  private static final int[] POWERS_INT = {1, 10, 100, 1000, 10_000};
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
  }

  /** 10^n, n up to 4. */
  static int smallPower(int n) {
    return POWERS_INT[n];
  }

  /** 10^n, n up to 18. */
  static long power(int n) {
    return POWERS[n];
  }

  private static final int NAN = 0xC000;
  private static final int PLUS_INFINITY = 0xD000;
  private static final int MINUS_INFINITY = 0xF000;
  private static final int LIMBS = 8; // of 32 bits, unsigned, least significant first

  private final long[] limbs = new long[LIMBS];
  private boolean negative;

  static int digits(int group) {
    return group >= 1000 ? 4 : group >= 100 ? 3 : group >= 10 ? 2 : 1;
  }

  /** Reads the number at {@code at} as {@code unscaled * 10^-scale}; the digits are counted before anything is computed. */
  Outcome read(byte[] data, int at, int scale, int precision, boolean rounding) {
    int sign = Bytes.int16(data, at + 4) & 0xFFFF;
    if (sign == NAN) {
      return Outcome.NOT_A_NUMBER;
    }
    negative = sign != 0 && sign != PLUS_INFINITY;
    if (sign == PLUS_INFINITY || sign == MINUS_INFINITY) {
      return Outcome.INFINITE;
    }
    int groups = Bytes.int16(data, at);
    int weight = Bytes.int16(data, at + 2);
    Arrays.fill(limbs, 0);
    if (groups == 0) {
      negative = false;
      return Outcome.EXACT;
    }
    if (4 * weight + digits(Bytes.int16(data, at + 8)) + scale > precision) {
      return Outcome.TOO_MANY_DIGITS;
    }
    int exponent = 4 * weight + scale;
    int g = 0;
    for (; g < groups && exponent >= 0; g++, exponent -= 4) {
      multiplyAdd(10_000, Bytes.int16(data, at + 8 + 2 * g));
    }
    for (int e = exponent + 4; g == groups && e > 0; e -= 4) {
      multiplyAdd(POWERS_INT[Math.min(4, e)], 0);
    }
    return g == groups
        ? Outcome.EXACT
        : fraction(data, at + 8 + 2 * g, groups - g, exponent, precision, rounding);
  }

  /** The groups that reach below the last digit of the target. */
  private Outcome fraction(
      byte[] data, int at, int groups, int exponent, int precision, boolean rounding) {
    int group = Bytes.int16(data, at);
    int next; // first digit cut off
    boolean exact;
    if (exponent > -4) {
      int cut = POWERS_INT[-exponent];
      multiplyAdd(POWERS_INT[4 + exponent], group / cut);
      next = group % cut / (cut / 10);
      exact = groups == 1 && group % cut == 0;
    } else {
      next = exponent == -4 ? group / 1000 : 0;
      exact = false; // the server strips groups of zeros from the end
    }
    if (exact) {
      return Outcome.EXACT;
    }
    if (!rounding) {
      return Outcome.TOO_FINE;
    }
    if (next >= 5) {
      multiplyAdd(1, 1);
      if (exceeds(precision)) {
        return Outcome.TOO_MANY_DIGITS;
      }
    }
    return Outcome.ROUNDED;
  }

  private void multiplyAdd(int factor, int summand) {
    long carry = summand;
    for (int i = 0; i < LIMBS; i++) {
      long product = limbs[i] * factor + carry;
      limbs[i] = product & 0xFFFF_FFFFL;
      carry = product >>> 32;
    }
  }

  /** Whether this is 10^precision or more; only a carry can bring that about. */
  private boolean exceeds(int precision) {
    Decimal limit = new Decimal();
    limit.limbs[0] = 1;
    for (int i = 0; i < precision; i++) {
      limit.multiplyAdd(10, 0);
    }
    for (int i = LIMBS - 1; i >= 0; i--) {
      if (limbs[i] != limit.limbs[i]) {
        return limbs[i] > limit.limbs[i];
      }
    }
    return true;
  }

  /** The largest magnitude of a precision, with the sign of the number read last. */
  void setNines(int precision) {
    Arrays.fill(limbs, 0);
    for (int i = 0; i < precision; i++) {
      multiplyAdd(10, 9);
    }
  }

  /** Sets a 64-bit value. */
  void set(long value) {
    Arrays.fill(limbs, 0);
    negative = value < 0;
    long magnitude = negative ? -value : value;
    limbs[0] = magnitude & 0xFFFF_FFFFL;
    limbs[1] = magnitude >>> 32;
  }

  /** Sets a 64-bit value without sign. */
  void setUnsigned(long value) {
    Arrays.fill(limbs, 0);
    negative = false;
    limbs[0] = value & 0xFFFF_FFFFL;
    limbs[1] = value >>> 32;
  }

  /** Sets a value of at most 256 bits. */
  void set(BigInteger value) {
    negative = value.signum() < 0;
    BigInteger magnitude = value.abs();
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = magnitude.shiftRight(32 * i).longValue() & 0xFFFF_FFFFL;
    }
  }

  /** Multiplies by a power of ten and says whether the result has at most so many digits. */
  boolean isScaled(int scale, int precision) {
    for (int i = 0; i < scale; i++) {
      multiplyAdd(10, 0);
    }
    return !exceeds(precision);
  }

  boolean isNegative() {
    return negative;
  }

  /** The magnitude's low 64 bits, if it has no others; check with {@link #fitsUnsignedLong}. */
  long magnitude() {
    return limbs[0] | limbs[1] << 32;
  }

  boolean fitsUnsignedLong() {
    for (int i = 2; i < LIMBS; i++) {
      if (limbs[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes two's complement, little-endian. */
  void store(byte[] to, int at, int width) {
    long carry = 1;
    for (int i = 0; i < width / 4; i++) {
      long limb = limbs[i];
      if (negative) {
        limb = (~limb & 0xFFFF_FFFFL) + carry;
        carry = limb >>> 32;
      }
      Bytes.putLittle(to, at + 4 * i, (int) limb);
    }
  }
}
