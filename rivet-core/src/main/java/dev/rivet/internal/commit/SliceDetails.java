package dev.rivet.internal.commit;

import dev.rivet.internal.quality.BatchStatistics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a completed slice that the state store keeps as JSON beside rows and digest.
 *
 * @param statistics NULLs and longest values
 * @param policyChanges values changed by a policy, key {@code column:SPECIAL_VALUE}
 * @param epoch number of the shared snapshot it was read under, or null if it had one of its own
 */
public record SliceDetails(
    BatchStatistics statistics, Map<String, Long> policyChanges, @Nullable Integer epoch) {
  /** Copies the map. */
  public SliceDetails {
    policyChanges = Map.copyOf(policyChanges);
  }
}
