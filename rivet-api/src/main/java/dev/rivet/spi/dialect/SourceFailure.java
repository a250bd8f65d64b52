package dev.rivet.spi.dialect;

import static java.util.Objects.requireNonNull;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Recovery;
import java.time.Duration;

/**
 * A dialect's verdict on a failure. Immutable.
 *
 * @param code stable code
 * @param recovery {@link Recovery#RETRY} for transient failures
 * @param reconnect whether a retry needs a new connection
 * @param extraDelay added to the backoff before a retry
 * @param hint what the user can do, one sentence; empty if there is nothing better than the code's meaning
 */
public record SourceFailure(
    ErrorCode code, Recovery recovery, boolean reconnect, Duration extraDelay, String hint) {
  /** Checks for null. */
  public SourceFailure {
    requireNonNull(code, "code");
    requireNonNull(recovery, "recovery");
    requireNonNull(extraDelay, "extraDelay");
    requireNonNull(hint, "hint");
  }

  /** Whether trying again makes sense. */
  public boolean isTransient() {
    return recovery == Recovery.RETRY;
  }
}
