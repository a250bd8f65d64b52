package dev.rivet;

import static java.util.Objects.requireNonNull;

import dev.rivet.unit.DataSize;
import java.time.Duration;

/**
 * The most harm a run may do to its source: the plan predicts it, the run keeps it, and the report states what was measured.
 * Immutable. Default: {@link #none()}, which sets no bound and measures nothing on the server.
 *
 * <p>With any bound a run holds one connection more, which reads the server's own counters every 1.5 seconds.
 *
 * @param maxStatement longest a statement may run; the server ends a longer one, and statements aim at half of it. Zero: no bound
 * @param maxSnapshotAge longest a snapshot may be open, so that vacuum is not held back; a slice that takes longer fails with
 *     {@code BUDGET_EXCEEDED}. Zero: no bound
 * @param maxConnections most connections of a run, the one that watches included, at least 2. Zero: no bound
 * @param maxBytesPerSecond most bytes a second that a run takes from the server, over all slices. Zero bytes: no bound
 * @param isYielding whether a run makes way while the server's own pressure counters rise: one slice at a time fewer, down to
 *     one, which then pauses
 */
public record Budget(
    Duration maxStatement,
    Duration maxSnapshotAge,
    int maxConnections,
    DataSize maxBytesPerSecond,
    boolean isYielding) {

  /** Checks the bounds. */
  public Budget {
    requireNonNull(maxBytesPerSecond, "maxBytesPerSecond");
    if (maxStatement.isNegative() || maxSnapshotAge.isNegative()) {
      throw new IllegalArgumentException("durations must not be negative");
    }
    if (maxConnections < 0 || maxConnections == 1) {
      throw new IllegalArgumentException(
          "maxConnections must be at least 2, one to read and one to watch: " + maxConnections);
    }
  }

  /** No bound. */
  public static Budget none() {
    return new Budget(Duration.ZERO, Duration.ZERO, 0, DataSize.ofBytes(0), false);
  }

  /** Longest a statement may run. */
  public Budget maxStatement(Duration limit) {
    return new Budget(limit, maxSnapshotAge, maxConnections, maxBytesPerSecond, isYielding);
  }

  /** Longest a snapshot may be open. */
  public Budget maxSnapshotAge(Duration limit) {
    return new Budget(maxStatement, limit, maxConnections, maxBytesPerSecond, isYielding);
  }

  /** Most connections of a run, the one that watches included. */
  public Budget maxConnections(int limit) {
    return new Budget(maxStatement, maxSnapshotAge, limit, maxBytesPerSecond, isYielding);
  }

  /** Most bytes a second, over all slices. */
  public Budget maxBytesPerSecond(DataSize limit) {
    return new Budget(maxStatement, maxSnapshotAge, maxConnections, limit, isYielding);
  }

  /** Makes way while the server is under pressure. */
  public Budget yielding() {
    return new Budget(maxStatement, maxSnapshotAge, maxConnections, maxBytesPerSecond, true);
  }

  /** Whether anything is bounded. */
  public boolean isSet() {
    return !equals(none());
  }

  /** What statements aim at: half of the longest allowed, so that a slow one stays within it. */
  public Duration statementTarget(Duration configured) {
    Duration half = maxStatement.dividedBy(2);
    return half.isZero() || !configured.isZero() && configured.compareTo(half) < 0
        ? configured
        : half;
  }

  /** When the server ends a statement. */
  public Duration statementTimeout(Duration configured) {
    return maxStatement.isZero() || !configured.isZero() && configured.compareTo(maxStatement) < 0
        ? configured
        : maxStatement;
  }

  /** Slices at a time that the connections suffice for, besides the ones that watch or hold a snapshot. */
  public int parallel(int wanted, int others) {
    return maxConnections == 0 ? wanted : Math.max(1, Math.min(wanted, maxConnections - others));
  }
}
