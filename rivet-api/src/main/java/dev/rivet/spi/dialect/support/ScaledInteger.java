package dev.rivet.spi.dialect.support;

import java.math.BigInteger;
import java.util.Arrays;

/** A scaled integer of up to 76 digits (256 bits), for decimals without {@code BigDecimal}. Reused; one thread at a time. */
public final class ScaledInteger {
  /** What reading came to. */
  public enum Outcome {
    /** As it was. */
    EXACT,
    /** Surplus fraction digits were rounded half up. */
    ROUNDED,
    /** More digits before the point than the precision has. */
    TOO_MANY_DIGITS,
    /** More digits after the point than the scale has. */
    TOO_FINE,
    /** NaN. */
    NOT_A_NUMBER,
    /** Infinite. */
    INFINITE
  }

  /** Digits that always fit. */
  public static final int MAX_DIGITS = 76;

  private static final int LIMBS = 8; // of 32 bits, unsigned, least significant first

  private final long[] limbs = new long[LIMBS];
  private boolean negative;

  /** Zero, with a sign for what is added next. */
  public void clear(boolean isNegative) {
    Arrays.fill(limbs, 0);
    negative = isNegative;
  }

  /** Makes this {@code this * factor + summand}, in magnitude; both at most 10<sup>9</sup>. */
  public void multiplyAdd(int factor, int summand) {
    long carry = summand;
    for (int i = 0; i < LIMBS; i++) {
      long product = limbs[i] * factor + carry;
      limbs[i] = product & 0xFFFF_FFFFL;
      carry = product >>> 32;
    }
  }

  /** Whether the magnitude is 10^precision or more. */
  public boolean exceeds(int precision) {
    ScaledInteger limit = new ScaledInteger();
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
  public void setNines(int precision) {
    Arrays.fill(limbs, 0);
    for (int i = 0; i < precision; i++) {
      multiplyAdd(10, 9);
    }
  }

  /** Sets a 64-bit value. */
  public void set(long value) {
    Arrays.fill(limbs, 0);
    negative = value < 0;
    long magnitude = negative ? -value : value;
    limbs[0] = magnitude & 0xFFFF_FFFFL;
    limbs[1] = magnitude >>> 32;
  }

  /** Sets a 64-bit value without sign. */
  public void setUnsigned(long value) {
    Arrays.fill(limbs, 0);
    negative = false;
    limbs[0] = value & 0xFFFF_FFFFL;
    limbs[1] = value >>> 32;
  }

  /** Sets a value of at most 256 bits. */
  public void set(BigInteger value) {
    negative = value.signum() < 0;
    BigInteger magnitude = value.abs();
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = magnitude.shiftRight(32 * i).longValue() & 0xFFFF_FFFFL;
    }
  }

  /** Multiplies by a power of ten and says whether the result has at most so many digits. */
  public boolean isScaled(int scale, int precision) {
    for (int i = 0; i < scale; i++) {
      multiplyAdd(10, 0);
    }
    return !exceeds(precision);
  }

  /** Whether there is a minus. */
  public boolean isNegative() {
    return negative;
  }

  /** The magnitude's low 64 bits, if it has no others; check with {@link #fitsUnsignedLong}. */
  public long magnitude() {
    return limbs[0] | limbs[1] << 32;
  }

  /** Whether the magnitude has at most 64 bits. */
  public boolean fitsUnsignedLong() {
    for (int i = 2; i < LIMBS; i++) {
      if (limbs[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes two's complement, little-endian. */
  public void store(byte[] to, int at, int width) {
    long carry = 1;
    for (int i = 0; i < width / 4; i++) {
      long limb = limbs[i];
      if (negative) {
        limb = (~limb & 0xFFFF_FFFFL) + carry;
        carry = limb >>> 32;
      }
      LittleEndian.putInt(to, at + 4 * i, (int) limb);
    }
  }
}
