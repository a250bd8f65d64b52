package dev.rivet.internal.slicing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.SliceBounds;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** CH2: ranges cover the key space exactly once, whatever the ends. */
class ChunkMathPropertyTest {

  @Test
  void coverNoGapNoOverlap() {
    Random random = new Random(20261123);
    for (int i = 0; i < 2_000; i++) {
      long a = edge(random);
      long b = edge(random);
      long min = Math.min(a, b);
      long max = Math.max(a, b);
      BigInteger span = RangeMath.span(min, max);
      BigInteger width = RangeMath.ceilDiv(span, BigInteger.valueOf(1 + random.nextInt(50)));
      assertCovers(RangeMath.ranges("id", min, max, width), min, max, width);
    }
  }

  private static long edge(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Long.MIN_VALUE + random.nextInt(3);
      case 1 -> Long.MAX_VALUE - random.nextInt(3);
      case 2 -> random.nextInt(20) - 10L;
      case 3 -> random.nextInt();
      default -> random.nextLong();
    };
  }

  private static void assertCovers(List<SliceBounds> bounds, long min, long max, BigInteger width) {
    BigInteger next = BigInteger.valueOf(min);
    for (SliceBounds b : bounds) {
      SliceBounds.Range range = (SliceBounds.Range) b;
      assertThat(BigInteger.valueOf(range.from())).isEqualTo(next);
      assertThat(RangeMath.span(range.from(), range.to())).isLessThanOrEqualTo(width);
      next = BigInteger.valueOf(range.to()).add(BigInteger.ONE);
    }
    assertThat(next).isEqualTo(BigInteger.valueOf(max).add(BigInteger.ONE));
  }

  @Test
  void literals() {
    assertThat(RangeMath.ranges("id", 1, 10, BigInteger.valueOf(4)))
        .containsExactly(
            new SliceBounds.Range("id", 1, 4),
            new SliceBounds.Range("id", 5, 8),
            new SliceBounds.Range("id", 9, 10));
    assertThat(RangeMath.ranges("id", Long.MIN_VALUE, Long.MAX_VALUE, BigInteger.ONE.shiftLeft(63)))
        .containsExactly(
            new SliceBounds.Range("id", Long.MIN_VALUE, -1),
            new SliceBounds.Range("id", 0, Long.MAX_VALUE));
    assertThat(RangeMath.ranges("id", 7, 7, BigInteger.TEN))
        .containsExactly(new SliceBounds.Range("id", 7, 7));
  }
}
