package dev.rivet.spi.sink.objectstore;

import static java.util.Objects.requireNonNull;

import dev.rivet.spi.sink.SinkFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * How often a single request inside an upload is repeated, and how long to wait between (RT5). The library repeats whole calls of a
 * sink; the blocks of an {@link dev.rivet.spi.sink.Upload} it cannot repeat, because it no longer has the bytes. Immutable.
 *
 * @param maxRetries how often a request is repeated after its first failure
 * @param firstWait wait before the first repetition, doubled each time, ±20 %
 * @param longestWait upper bound of our own waits; the store's wish may be longer
 * @param random where the jitter comes from; thread-safe
 */
public record Attempts(
    int maxRetries, Duration firstWait, Duration longestWait, RandomGenerator random) {
  /** A store may ask for more than we would wait, but not for any time at all. */
  private static final Duration LONGEST_WISH = Duration.ofMinutes(5);

  private static final double JITTER = 0.2;

  /** One request. */
  @FunctionalInterface
  public interface Request<T> {
    /**
     * Sends it.
     *
     * @param attempt 0 for the first time; from 1 on, an earlier attempt may have been carried out all the same
     */
    T send(int attempt) throws IOException;
  }

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Waits that long.
     *
     * @return false if nobody wants the result any more
     */
    boolean pause(Duration time) throws InterruptedException;
  }

  /** Checks the values. */
  public Attempts {
    requireNonNull(random, "random");
    if (maxRetries < 0 || firstWait.isNegative() || longestWait.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException(
          "attempts: " + maxRetries + " retries after " + firstWait + " to " + longestWait);
    }
  }

  /** Five retries, 200 ms to 10 s. */
  public static Attempts standard(RandomGenerator random) {
    return new Attempts(5, Duration.ofMillis(200), Duration.ofSeconds(10), random);
  }

  /** For calls that the library repeats as a whole. */
  public Attempts once() {
    return new Attempts(0, firstWait, longestWait, random);
  }

  /**
   * Sends a request until it succeeds, fails for good, or was repeated often enough.
   *
   * @param classify the sink's verdict on a failure
   * @param pause waits between attempts
   */
  public <T> T run(Request<T> request, Function<IOException, SinkFailure> classify, Pause pause)
      throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return request.send(attempt);
      } catch (IOException e) {
        SinkFailure verdict = classify.apply(e);
        if (!verdict.isTransient() || attempt >= maxRetries) {
          throw e;
        }
        try {
          if (!pause.pause(delay(attempt, verdict.retryAfter()))) {
            throw e;
          }
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          InterruptedIOException stopped =
              new InterruptedIOException("interrupted while waiting to try again");
          stopped.addSuppressed(e);
          throw stopped;
        }
      }
    }
  }

  private Duration delay(int attempt, Duration wish) {
    long planned = Math.min(longestWait.toMillis(), firstWait.toMillis() << Math.min(attempt, 20));
    Duration own =
        Duration.ofMillis(Math.round(planned * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    Duration bounded = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    return own.compareTo(bounded) > 0 ? own : bounded;
  }
}
