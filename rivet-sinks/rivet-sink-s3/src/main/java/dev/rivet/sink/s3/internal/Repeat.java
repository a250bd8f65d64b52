package dev.rivet.sink.s3.internal;

import static java.util.Objects.requireNonNull;

import dev.rivet.spi.sink.SinkFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what the engine's retry layer cannot repeat, because it does not have the bytes any more: a piece of an upload, its
 * end, the rest of a stream. Five retries from 200 ms up to 10 s, with jitter, later if the store says so (RT5).
 */
public final class Repeat {
  /** Waits. */
  @FunctionalInterface
  public interface Sleeper {
    /** For about this long. */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** What is repeated. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Repeat.class);
  private static final int RETRIES = 5;
  private static final long FIRST = 200;
  private static final long LONGEST = 10_000;

  private final Sleeper sleeper;

  /** With another way to wait. */
  public Repeat(Sleeper sleeper) {
    this.sleeper = requireNonNull(sleeper, "sleeper");
  }

  <T> T run(Step<T> step) throws IOException {
    return run(RETRIES, step);
  }

  <T> T run(int retries, Step<T> step) throws IOException {
    for (int retry = 1; ; retry++) {
      try {
        return step.run();
      } catch (IOException e) {
        SinkFailure verdict = Failures.classify(e);
        boolean mayHelp = !(e instanceof S3SinkException s3 && s3.isNoSuchUpload());
        if (!verdict.isTransient() || !mayHelp || retry > retries) {
          throw e;
        }
        Duration pause = pause(retry, verdict.retryAfter());
        LOG.warn("{}; retry {} in {} ms", e.getMessage(), retry, pause.toMillis());
        sleep(pause, e);
      }
    }
  }

  private static Duration pause(int retry, Duration atLeast) {
    long exponential = Math.min(LONGEST, FIRST << (retry - 1));
    long jittered = exponential / 2 + ThreadLocalRandom.current().nextLong(exponential / 2 + 1);
    Duration own = Duration.ofMillis(jittered);
    return own.compareTo(atLeast) > 0 ? own : atLeast;
  }

  private void sleep(Duration pause, IOException reason) throws InterruptedIOException {
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped =
          new InterruptedIOException("interrupted while waiting to try again");
      stopped.addSuppressed(reason);
      throw stopped;
    }
  }
}
