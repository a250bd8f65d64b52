package dev.rivet.internal.retry;

import java.time.Duration;

/** Waits. Injected, so that tests do not and a cancelled run stops waiting. */
@FunctionalInterface
public interface Sleeper {
  /** Waits that long, or until the thread is interrupted. */
  void sleep(Duration duration) throws InterruptedException;

  /** Really waits. */
  static Sleeper system() {
    return duration -> Thread.sleep(duration.toMillis());
  }
}
