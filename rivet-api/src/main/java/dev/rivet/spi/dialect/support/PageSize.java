package dev.rivet.spi.dialect.support;

import java.time.Duration;

/** The size of the next page, such that it takes about as long as wanted. */
public final class PageSize {
  /** Aim below the target, so that the median meets it. */
  private static final double AIM = 0.85;

  private final double targetNanos;
  private final long smallest;
  private final long largest;
  private double size;

  /**
   * A size.
   *
   * @param target how long a page should take
   * @param first size of the first page
   * @param smallest never less
   * @param largest never more
   */
  public PageSize(Duration target, long first, long smallest, long largest) {
    this.targetNanos = AIM * target.toNanos();
    this.smallest = smallest;
    this.largest = largest;
    this.size = Math.max(smallest, Math.min(first, largest));
  }

  /** The size of the next page. */
  public long get() {
    return (long) size;
  }

  /** Learns from a full page: shrinks fast, grows at most twofold. */
  public void took(Duration elapsed) {
    double factor = targetNanos / Math.max(1, elapsed.toNanos());
    size *= Math.max(0.25, Math.min(2, factor));
    size = Math.max((double) smallest, Math.min(size, (double) largest));
  }
}
