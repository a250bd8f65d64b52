package dev.rivet.spi.dialect;

import java.time.Duration;
import java.util.Map;

/**
 * What a read cost and changed. Immutable.
 *
 * @param rows rows handed over
 * @param bytes bytes of the source protocol
 * @param statements statements sent
 * @param longestStatement longest of them, from sending to its last row
 * @param policyChanges values changed by a {@link dev.rivet.type.ValuePolicy}: key {@code column:SPECIAL_VALUE}
 */
public record ReadStatistics(
    long rows,
    long bytes,
    int statements,
    Duration longestStatement,
    Map<String, Long> policyChanges) {
  /** Copies the map. */
  public ReadStatistics {
    policyChanges = Map.copyOf(policyChanges);
  }
}
