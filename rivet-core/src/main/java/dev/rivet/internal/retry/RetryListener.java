package dev.rivet.internal.retry;

import dev.rivet.spi.sink.SinkFailure;
import java.io.IOException;
import java.time.Duration;

/** Told of every retry before the wait. */
@FunctionalInterface
public interface RetryListener {
  /**
   * An operation failed and will be tried again.
   *
   * @param operation name of the operation, for example {@code put}
   * @param retry 1 for the first retry
   * @param failure what was thrown
   * @param verdict what the sink says about it
   * @param delay how long to wait
   */
  void retrying(
      String operation, int retry, IOException failure, SinkFailure verdict, Duration delay);
}
