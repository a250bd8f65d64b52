package dev.rivet.internal.retry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How threads of an operation wait for each other and for time to pass. Injected, so that tests need no time. Thread-safe. */
public interface Waiting {
  /** Waits until the latch is open, but not longer than this; true if it is open. */
  boolean await(CountDownLatch latch, Duration atMost) throws InterruptedException;

  /** A clock that only counts on, in nanoseconds. */
  long nanoTime();

  /** Really waits. */
  static Waiting system() {
    return new Waiting() {
      @Override
      public boolean await(CountDownLatch latch, Duration atMost) throws InterruptedException {
        return latch.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
      }

      @Override
      public long nanoTime() {
        return System.nanoTime();
      }
    };
  }
}
