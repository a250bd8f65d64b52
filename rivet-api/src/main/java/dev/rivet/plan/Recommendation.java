package dev.rivet.plan;

import static java.util.Objects.requireNonNull;

import dev.rivet.inspect.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * Where an export stands in a campaign, and why (contracts §5). Advice: it decides the order, never whether something runs (PR1).
 * Immutable.
 *
 * @param score 0 to 100, more is sooner (PR3)
 * @param priority class of the score
 * @param cost what it takes from the source
 * @param risk what may go wrong
 * @param cursorQuality how far its cursor can be trusted (PR4)
 * @param verdict how well it suits the source (CK1)
 * @param wave from 1; waves run one after the other
 * @param sourceGroup its source group, empty for none
 * @param isIsolated shares its source group with another heavy export (PR7)
 * @param isParallelSafe may run beside others (PR8)
 * @param predictedDuration how long it should take (CA7)
 * @param isPredictionMeasured whether that comes from an earlier run; otherwise it is a placeholder
 * @param reasons tags of the terms that made up the score
 */
public record Recommendation(
    int score,
    Priority priority,
    Cost cost,
    Risk risk,
    CursorQuality cursorQuality,
    Verdict verdict,
    int wave,
    String sourceGroup,
    boolean isIsolated,
    boolean isParallelSafe,
    Duration predictedDuration,
    boolean isPredictionMeasured,
    List<String> reasons) {

  /** Class of a score. */
  public enum Priority {
    /** 70 and more. */
    HIGH,
    /** 40 to 69. */
    MEDIUM,
    /** Less. */
    LOW
  }

  /** What an export takes from its source, by rows. */
  public enum Cost {
    /** Fewer than 100 000 rows. */
    LOW,
    /** Fewer than ten million, or unknown. */
    MEDIUM,
    /** More. */
    HIGH,
    /** More, in eight slices or more. */
    VERY_HIGH;

    /** High or very high. */
    public boolean isHeavy() {
      return compareTo(HIGH) >= 0;
    }
  }

  /** What may go wrong. */
  public enum Risk {
    /** Nothing known. */
    LOW,
    /** A degraded verdict, or more than three warnings. */
    MEDIUM,
    /** A sparse key, or an unsafe verdict. */
    HIGH
  }

  /** How far a cursor can be trusted (PR4). */
  public enum CursorQuality {
    /** Indexed, with known range, one column. */
    STRONG_MONOTONIC,
    /** Indexed, range unknown; or a time window. */
    WEAK_TIME,
    /** Of several columns, or not indexed. */
    WEAK_MULTI,
    /** Only the fallback can be used. */
    FALLBACK_ONLY,
    /** No cursor. */
    NONE
  }

  /** Copies the list. */
  public Recommendation {
    requireNonNull(priority, "priority");
    requireNonNull(cost, "cost");
    requireNonNull(risk, "risk");
    requireNonNull(cursorQuality, "cursorQuality");
    requireNonNull(verdict, "verdict");
    requireNonNull(sourceGroup, "sourceGroup");
    requireNonNull(predictedDuration, "predictedDuration");
    reasons = List.copyOf(reasons);
  }
}
