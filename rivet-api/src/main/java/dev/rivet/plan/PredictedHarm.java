package dev.rivet.plan;

import static java.util.Objects.requireNonNull;

import dev.rivet.Budget;
import dev.rivet.Tuning;
import dev.rivet.extract.Consistency;
import java.time.Duration;

/**
 * What applying a plan should do to its source, derived from the plan alone. Compare with {@code ApplyResult.harm()}. Immutable.
 *
 * @param longestStatement what statements aim at; zero if one statement reads a whole slice, however long that takes
 * @param oldestSnapshot how long a snapshot should stay open; zero if unknown
 * @param connections most connections at once
 * @param bytesPerSecond the bound, zero if there is none
 */
public record PredictedHarm(
    Duration longestStatement, Duration oldestSnapshot, int connections, long bytesPerSecond) {
  /** Bytes a second one reader takes where no bound says less. */
  private static final long ASSUMED_RATE = 50L << 20;

  /** Checks for null. */
  public PredictedHarm {
    requireNonNull(longestStatement, "longestStatement");
    requireNonNull(oldestSnapshot, "oldestSnapshot");
  }

  static PredictedHarm of(Plan plan) {
    Tuning tuning = plan.export().tuning();
    Budget budget = tuning.budget();
    int slices = plan.slices().size();
    boolean isShared = plan.export().consistency() == Consistency.SNAPSHOT && slices > 1;
    int others = (budget.isSet() ? 1 : 0) + (isShared ? 1 : 0);
    int workers =
        budget.parallel(
            Math.min(Math.max(1, slices), plan.export().extraction().parallel()), others);
    return new PredictedHarm(
        budget.statementTarget(tuning.statementTarget()),
        snapshot(plan, isShared ? 1 : Math.max(1, slices), workers),
        workers + others,
        budget.maxBytesPerSecond().bytes());
  }

  /** A slice is one transaction; a shared snapshot lasts the whole run. */
  private static Duration snapshot(Plan plan, int slices, int workers) {
    Long rows = plan.facts().rowEstimate();
    Long rowBytes = plan.facts().averageRowBytes();
    if (rows == null || rowBytes == null) {
      return Duration.ZERO;
    }
    Tuning tuning = plan.export().tuning();
    long bound = tuning.budget().maxBytesPerSecond().bytes();
    double rate = bound == 0 ? ASSUMED_RATE : (double) bound / (slices == 1 ? 1 : workers);
    double sliceRows = (double) rows / slices;
    double reading = sliceRows * rowBytes / rate;
    double pauses = sliceRows / tuning.batchRows() * tuning.throttle().toMillis() / 1000.0;
    return Duration.ofMillis((long) ((reading + pauses) * 1000));
  }
}
