package dev.rivet.internal.commit;

import dev.rivet.internal.quality.BatchStatistics;
import java.util.Map;

/**
 * Figures of a completed slice that the state store keeps as JSON beside rows and digest.
 *
 * @param statistics NULLs and longest values
 * @param policyChanges values changed by a policy, key {@code column:SPECIAL_VALUE}
 */
public record SliceDetails(BatchStatistics statistics, Map<String, Long> policyChanges) {
  /** Copies the map. */
  public SliceDetails {
    policyChanges = Map.copyOf(policyChanges);
  }
}
