package dev.rivet.internal.parquet;

/**
 * Smallest and largest value of a page or chunk, PLAIN bytes. Long ones are cut: then the pair is
 * still a lower and an upper bound, but not exact.
 */
final class Bounds {
  private final byte[] min;
  private final boolean minExact;
  private final byte[] max;
  private final boolean maxExact;

  Bounds(byte[] min, boolean minExact, byte[] max, boolean maxExact) {
    this.min = min;
    this.minExact = minExact;
    this.max = max;
    this.maxExact = maxExact;
  }

  static Bounds exact(byte[] min, byte[] max) {
    return new Bounds(min, true, max, true);
  }

  Bounds merge(Bounds other, ValueOrder order) {
    int byMin = order.compare(min, other.min);
    int byMax = order.compare(max, other.max);
    // If a cut bound equals an exact one, the exact one is the true extreme.
    boolean takeMin = byMin > 0 || byMin == 0 && other.minExact;
    boolean takeMax = byMax < 0 || byMax == 0 && other.maxExact;
    return new Bounds(
        takeMin ? other.min : min,
        takeMin ? other.minExact : minExact,
        takeMax ? other.max : max,
        takeMax ? other.maxExact : maxExact);
  }

  byte[] min() {
    return min;
  }

  boolean minExact() {
    return minExact;
  }

  byte[] max() {
    return max;
  }

  boolean maxExact() {
    return maxExact;
  }
}
