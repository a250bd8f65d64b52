package dev.rivet.internal.digest;

import java.util.HexFormat;

/** A sum modulo 2^128. */
final class Sum128 {
  private static final long LOW_32 = 0xffff_ffffL;

  private long high;
  private long low;

  /** Adds {@code count} numbers, whose upper halves are in {@code a} and lower halves in {@code b}; fewer than 2^31. */
  void addAll(long[] a, long[] b, int count) {
    long upper = 0;
    long middle = 0;
    long lower = 0;
    // Three independent sums without carries, which the compiler turns into vector instructions.
    for (int i = 0; i < count; i++) {
      upper += a[i];
    }
    for (int i = 0; i < count; i++) {
      middle += b[i] >>> 32;
    }
    for (int i = 0; i < count; i++) {
      lower += b[i] & LOW_32;
    }
    add(upper, lower);
    add(middle >>> 32, middle << 32);
  }

  void add(long moreHigh, long moreLow) {
    low += moreLow;
    high += moreHigh + (Long.compareUnsigned(low, moreLow) < 0 ? 1 : 0);
  }

  void addHex(String hex) {
    add(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
  }

  String toHex() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
