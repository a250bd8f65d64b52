package dev.rivet.spi.sink.objectstore;

import static java.util.Objects.requireNonNull;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.SinkFailure;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A failure of a store whose meaning was found out where it happened, while status and headers were at hand (RT5). */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient SinkFailure verdict;

  /**
   * With a verdict.
   *
   * @param message what was attempted, on which object, and what the store answered; no secret
   */
  public StoreException(String message, SinkFailure verdict, @Nullable Throwable cause) {
    super(message, cause);
    this.verdict = requireNonNull(verdict, "verdict");
  }

  /** A failure that the user has to do something about; trying again is useless. */
  public static StoreException permanent(String message, String hint, @Nullable Throwable cause) {
    return new StoreException(
        message, new SinkFailure(ErrorCode.SINK_PERMISSION, false, Duration.ZERO, hint), cause);
  }

  /** A failure that may be gone the next time. */
  public static StoreException temporary(
      String message, Duration retryAfter, String hint, @Nullable Throwable cause) {
    return new StoreException(
        message, new SinkFailure(ErrorCode.SINK_FAILED, true, retryAfter, hint), cause);
  }

  /** What the failure means. */
  public SinkFailure verdict() {
    return verdict;
  }
}
