package dev.rivet.internal.run;

import dev.rivet.Tuning;
import java.time.Duration;

/**
 * How fast a run may read: a pause in proportion to rows, whatever the batches (TU4), and a bound on bytes a second over all
 * slices. Thread-safe.
 */
final class Pace {
  private final double nanosPerRow;
  private final long bytesPerSecond;
  private long freeAt;

  Pace(Tuning tuning) {
    this.nanosPerRow = (double) tuning.throttle().toNanos() / tuning.batchRows();
    this.bytesPerSecond = tuning.budget().maxBytesPerSecond().bytes();
  }

  /**
   * How long to pause after a batch.
   *
   * @param rows rows of the batch
   * @param bytes what it took from the server
   * @param now {@code System.nanoTime()}
   */
  synchronized Duration after(int rows, long bytes, long now) {
    long throttle = (long) (nanosPerRow * rows);
    if (bytesPerSecond == 0) {
      return Duration.ofNanos(throttle);
    }
    if (freeAt == 0 || freeAt - now < 0) {
      freeAt = now;
    }
    freeAt += (long) (bytes * 1e9 / bytesPerSecond);
    return Duration.ofNanos(Math.max(throttle, freeAt - now));
  }
}
