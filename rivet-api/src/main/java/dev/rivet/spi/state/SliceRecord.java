package dev.rivet.spi.state;

import dev.rivet.plan.Slice;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A slice as stored. Immutable.
 *
 * @param runId the run
 * @param slice the slice
 * @param status its state
 * @param attempts claims so far
 * @param isPinned whether its failure is permanent
 * @param lastError message of the last failure, or null
 * @param completed figures once completed, or null
 * @param updatedAt last change
 */
public record SliceRecord(
    String runId,
    Slice slice,
    SliceStatus status,
    int attempts,
    boolean isPinned,
    @Nullable String lastError,
    @Nullable SliceOutcome completed,
    Instant updatedAt) {

  /** Figures once completed. */
  public Optional<SliceOutcome> outcome() {
    return Optional.ofNullable(completed);
  }
}
