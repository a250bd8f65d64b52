package dev.rivet.spi.state;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Committed and verified boundary of an export; advisory, nothing is gated on it (PG7). Immutable.
 *
 * @param key the export
 * @param committedBoundary durable at the destination and in a manifest, or null
 * @param verifiedBoundary also found equal to the source, or null
 */
public record Progression(
    ExportKey key, @Nullable Boundary committedBoundary, @Nullable Boundary verifiedBoundary) {

  /** Durable at the destination and in a manifest. */
  public Optional<Boundary> committed() {
    return Optional.ofNullable(committedBoundary);
  }

  /** Also found equal to the source. */
  public Optional<Boundary> verified() {
    return Optional.ofNullable(verifiedBoundary);
  }

  /** Whether everything committed is also verified. */
  public boolean isVerified() {
    return committedBoundary != null
        && verifiedBoundary != null
        && committedBoundary.runId().equals(verifiedBoundary.runId());
  }
}
