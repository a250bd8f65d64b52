package dev.rivet.internal.csv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;

/**
 * The shortest decimal that rounds to a given binary floating point value; among the shortest, the closest to it.
 *
 * <p>The JDK's {@code toString} is not always shortest before Java 19 ({@code 2.0E-3}, {@code 2^-44}), so files would depend on
 * the JVM. This follows Raffaello Giulietti, "The Schubfach way to render doubles": with the powers of ten as 126-bit numbers,
 * the value and the ends of its rounding interval are computed rounded to odd, which is enough to compare decimals with them.
 */
final class ShortestDecimal {
  private static final byte[] NAN = "NaN".getBytes(US_ASCII);
  private static final byte[] INFINITE = "inf".getBytes(US_ASCII);

  private static final int MIN_K = -324;
  private static final int MAX_K = 292;
  private static final long LOW_63 = Long.MAX_VALUE;

  /** Upper and lower 63 bits of floor(10^-k · 2^r) + 1, with r so that it has 126 bits. */
  private static final long[] HIGH = new long[MAX_K - MIN_K + 1];

  private static final long[] LOW = new long[MAX_K - MIN_K + 1];

  static {
    for (int k = MIN_K; k <= MAX_K; k++) {
      int shift = 125 - log2OfPowerOfTen(-k);
      BigInteger power = BigInteger.TEN.pow(Math.abs(k));
      BigInteger scaled =
          k > 0
              ? BigInteger.ONE.shiftLeft(shift).divide(power)
              : shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
      BigInteger g = scaled.add(BigInteger.ONE);
      HIGH[k - MIN_K] = g.shiftRight(63).longValueExact();
      LOW[k - MIN_K] = g.longValue() & LOW_63;
    }
  }

  private ShortestDecimal() {}

  static void append(double value, Utf8Buffer out) {
    long bits = Double.doubleToRawLongBits(value);
    append(bits < 0, (int) (bits >>> 52) & 0x7ff, bits & (1L << 52) - 1, 52, 0x7ff, out);
  }

  static void append(float value, Utf8Buffer out) {
    int bits = Float.floatToRawIntBits(value);
    append(bits < 0, (bits >>> 23) & 0xff, bits & (1 << 23) - 1, 23, 0xff, out);
  }

  private static void append(
      boolean isNegative,
      int exponent,
      long mantissa,
      int mantissaBits,
      int special,
      Utf8Buffer out) {
    if (exponent == special && mantissa != 0) {
      out.put(NAN);
      return;
    }
    if (isNegative) {
      out.put('-');
    }
    if (exponent == special) {
      out.put(INFINITE);
    } else if (exponent == 0 && mantissa == 0) {
      out.put('0');
    } else {
      // value = c · 2^q
      int minQ = 1 - (special >>> 1) - mantissaBits;
      int q = minQ + Math.max(exponent, 1) - 1;
      long c = exponent == 0 ? mantissa : mantissa | 1L << mantissaBits;
      finite(c, q, mantissa == 0 && exponent > 1, mantissaBits, out);
    }
  }

  private static void finite(
      long c, int q, boolean isPowerOfTwo, int mantissaBits, Utf8Buffer out) {
    if (q <= 0 && -q <= mantissaBits && (c >>> -q) << -q == c) {
      out.digits(c >>> -q);
    } else {
      shortest(c, q, isPowerOfTwo, out);
    }
  }

  private static void shortest(long c, int q, boolean isPowerOfTwo, Utf8Buffer out) {
    int odd = (int) c & 1; // an even value owns the ends of its rounding interval
    int k = isPowerOfTwo ? log10OfThreeQuartersOfPowerOfTwo(q) : log10OfPowerOfTwo(q);
    int h = q + log2OfPowerOfTen(-k) + 2;
    long high = HIGH[k - MIN_K];
    long low = LOW[k - MIN_K];
    long value = roundToOdd(high, low, (c << 2) << h);
    long lower = roundToOdd(high, low, ((c << 2) - (isPowerOfTwo ? 1 : 2)) << h) + odd;
    long upper = roundToOdd(high, low, ((c << 2) + 2) << h) - odd;
    long s = value >>> 2;
    if (s >= 10) {
      long tens = s / 10 * 10;
      boolean isDown = lower <= tens << 2;
      boolean isUp = (tens + 10) << 2 <= upper;
      if (isDown != isUp) {
        plain(isDown ? tens : tens + 10, k, out);
        return;
      }
    }
    boolean isDown = lower <= s << 2;
    boolean isUp = (s + 1) << 2 <= upper;
    if (isDown != isUp) {
      plain(isDown ? s : s + 1, k, out);
      return;
    }
    long toMiddle = value - ((s << 1) + 1 << 1);
    plain(toMiddle < 0 || toMiddle == 0 && (s & 1) == 0 ? s : s + 1, k, out);
  }

  private static long roundToOdd(long high, long low, long c) {
    long x = Math.multiplyHigh(low, c);
    long y = high * c;
    long z = (y >>> 1) + x;
    long w = Math.multiplyHigh(high, c) + (z >>> 63);
    return w | (z & LOW_63) + LOW_63 >>> 63;
  }

  /** Writes f · 10^e without exponent and without zeros that say nothing. */
  private static void plain(long digits, int exponent, Utf8Buffer out) {
    long f = digits;
    int e = exponent;
    while (e < 0 && f % 10 == 0) {
      f /= 10;
      e++;
    }
    if (e >= 0) {
      out.digits(f);
      out.fill('0', e);
      return;
    }
    int zeros = 1 - e - Utf8Buffer.length(f);
    if (zeros > 0) {
      out.fill('0', zeros);
    }
    out.digits(f);
    out.insert(out.size() + e, '.');
  }

  /** floor(log2(10^e)). */
  private static int log2OfPowerOfTen(int e) {
    return (int) (e * 913_124_641_741L >> 38);
  }

  /** floor(log10(2^e)). */
  private static int log10OfPowerOfTwo(int e) {
    return (int) (e * 661_971_961_083L >> 41);
  }

  /** floor(log10(3/4 · 2^e)). */
  private static int log10OfThreeQuartersOfPowerOfTwo(int e) {
    return (int) (e * 661_971_961_083L - 274_743_187_321L >> 41);
  }
}
