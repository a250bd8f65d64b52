package dev.rivet.internal.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.internal.batch.TestBatch;
import dev.rivet.type.RivetType;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.Test;

/** Whether the cell hashes look random. Each lane alone must pass, though both are used together. */
class DigestStatisticsTest {
  private static final int BATCH = 10_000;
  private static final int VALUES = 5_000_000;

  @Test
  void noCollisionsAmongFiveMillionNearTexts() {
    assertNoCollisions(i -> "customer-" + i);
    assertNoCollisions(i -> Long.toString(i, 36));
    assertNoCollisions(i -> "a rather long text whose end differs only, number " + i);
    assertNoCollisions(i -> i + " is the only difference at the front of a rather long text");
  }

  private static void assertNoCollisions(LongFunction<String> text) {
    long[] allA = new long[VALUES];
    long[] allB = new long[VALUES];
    long[] a = new long[1_000];
    long[] b = new long[1_000];
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector vector = new VarCharVector("t", allocator)) {
      CellHasher hasher = CellHashers.of(vector.getField(), 0);
      for (int at = 0; at < VALUES; at += BATCH) {
        vector.reset();
        for (int i = 0; i < BATCH; i++) {
          vector.setSafe(i, text.apply(at + i).getBytes(US_ASCII));
        }
        vector.setValueCount(BATCH);
        for (int from = 0; from < BATCH; from += 1_000) {
          hasher.hash(vector, from, 1_000, a, b);
          System.arraycopy(a, 0, allA, at + from, 1_000);
          System.arraycopy(b, 0, allB, at + from, 1_000);
        }
      }
    }
    // 5 million values have 10^13 pairs, so one collision in 2^64 is not expected even once in a
    // million runs.
    assertThat(duplicates(allA)).isZero();
    assertThat(duplicates(allB)).isZero();
    assertUniform(allA);
    assertUniform(allB);
  }

  private static int duplicates(long[] values) {
    Arrays.sort(values);
    int duplicates = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] == values[i - 1]) {
        duplicates++;
      }
    }
    return duplicates;
  }

  /** Chi-squared over the upper and the lower eight bits; 255 degrees of freedom, so 400 is beyond 10^-8. */
  private static void assertUniform(long[] values) {
    int[] upper = new int[256];
    int[] lower = new int[256];
    for (long value : values) {
      upper[(int) (value >>> 56)]++;
      lower[(int) value & 255]++;
    }
    assertThat(chiSquared(upper, values.length)).isBetween(130.0, 400.0);
    assertThat(chiSquared(lower, values.length)).isBetween(130.0, 400.0);
  }

  private static double chiSquared(int[] counts, int total) {
    double expected = (double) total / counts.length;
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  /** Sums of pairs that a linear hash would confuse: (i, n - i) for all i. */
  @Test
  void sumsOfDifferentPairsDiffer() {
    int pairs = 1_000_000;
    Key key = Key.ofColumn(0);
    long[] sums = new long[pairs];
    for (int i = 0; i < pairs; i++) {
      sums[i] = Mix.a(i ^ key.a()) + Mix.a((3_000_000 - i) ^ key.a());
    }
    assertThat(duplicates(sums)).isZero();
    for (int i = 0; i < pairs; i++) {
      sums[i] = Mix.b(i ^ key.b()) + Mix.b((3_000_000 - i) ^ key.b());
    }
    assertThat(duplicates(sums)).isZero();
  }

  @Test
  void everyInputBitChangesHalfOfTheOutputBits() {
    SplittableRandom random = new SplittableRandom(5);
    for (int length : new int[] {1, 3, 4, 7, 8, 12, 16, 17, 40}) {
      int bits = length * 8;
      int[][] flips = new int[bits][128];
      int trials = 400;
      for (int trial = 0; trial < trials; trial++) {
        byte[] value = new byte[length];
        random.nextBytes(value);
        Object[] values = new Object[bits + 1];
        values[0] = value;
        for (int bit = 0; bit < bits; bit++) {
          byte[] flipped = value.clone();
          flipped[bit >>> 3] ^= (byte) (1 << (bit & 7));
          values[bit + 1] = flipped;
        }
        count(values, flips);
      }
      for (int[] outputs : flips) {
        for (int count : outputs) {
          assertThat((double) count / trials).isBetween(0.3, 0.7); // eight standard deviations
        }
      }
    }
  }

  private static void count(Object[] values, int[][] flips) {
    long[] a = new long[values.length];
    long[] b = new long[values.length];
    try (TestBatch batch = new TestBatch().column("c", RivetType.binary(), values)) {
      FieldVector vector = batch.root().getVector(0);
      CellHashers.of(vector.getField(), 3).hash(vector, 0, values.length, a, b);
    }
    for (int i = 1; i < values.length; i++) {
      for (int bit = 0; bit < 64; bit++) {
        flips[i - 1][bit] += (int) ((a[0] ^ a[i]) >>> bit & 1);
        flips[i - 1][64 + bit] += (int) ((b[0] ^ b[i]) >>> bit & 1);
      }
    }
  }
}
