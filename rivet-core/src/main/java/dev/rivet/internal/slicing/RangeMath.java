package dev.rivet.internal.slicing;

import dev.rivet.plan.SliceBounds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Cuts an inclusive range of 64-bit keys; exact at both ends of the number range (CH2). */
final class RangeMath {
  private RangeMath() {}

  static BigInteger span(long min, long max) {
    return BigInteger.valueOf(max).subtract(BigInteger.valueOf(min)).add(BigInteger.ONE);
  }

  static BigInteger ceilDiv(BigInteger dividend, BigInteger divisor) {
    return dividend.add(divisor).subtract(BigInteger.ONE).divide(divisor);
  }

  /** Adjacent ranges of {@code width} keys that cover {@code [min, max]} exactly; the last may be shorter. */
  static List<SliceBounds> ranges(String column, long min, long max, BigInteger width) {
    List<SliceBounds> ranges = new ArrayList<>();
    BigInteger last = BigInteger.valueOf(max);
    BigInteger from = BigInteger.valueOf(min);
    while (from.compareTo(last) <= 0) {
      BigInteger to = from.add(width).subtract(BigInteger.ONE).min(last);
      ranges.add(new SliceBounds.Range(column, from.longValueExact(), to.longValueExact()));
      from = to.add(BigInteger.ONE);
    }
    return ranges;
  }
}
