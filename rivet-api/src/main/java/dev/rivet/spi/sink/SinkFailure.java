package dev.rivet.spi.sink;

import static java.util.Objects.requireNonNull;

import dev.rivet.error.ErrorCode;
import java.time.Duration;

/**
 * A sink's verdict on a failure. Immutable.
 *
 * @param code {@code SINK_PERMISSION}, {@code SINK_FULL}, {@code SINK_PATH_UNSAFE}, {@code SINK_CHECKSUM_MISMATCH} or {@code SINK_FAILED}
 * @param isTransient whether trying again makes sense
 * @param retryAfter the store's own wish, zero if it has none
 * @param hint what the user can do, one sentence
 */
public record SinkFailure(ErrorCode code, boolean isTransient, Duration retryAfter, String hint) {
  /** Checks for null. */
  public SinkFailure {
    requireNonNull(code, "code");
    requireNonNull(retryAfter, "retryAfter");
    requireNonNull(hint, "hint");
  }
}
