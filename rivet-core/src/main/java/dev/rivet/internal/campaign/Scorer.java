package dev.rivet.internal.campaign;

import dev.rivet.inspect.Verdict;
import dev.rivet.plan.Recommendation;
import dev.rivet.plan.Recommendation.Cost;
import dev.rivet.plan.Recommendation.CursorQuality;
import dev.rivet.plan.Recommendation.Priority;
import dev.rivet.plan.Recommendation.Risk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The table of PR3 and PR4. Pure: the same facts give the same figures (PR1). */
final class Scorer {
  private static final Duration SLOW = Duration.ofMinutes(5);
  private static final int ENOUGH_RUNS = 3;

  /**
   * What is known of an export (PR2).
   *
   * @param strategy its mode
   * @param rows the catalog's estimate
   * @param slices slices of its plan
   * @param quality of its cursor
   * @param verdict of the check
   * @param isSparse whether its key has far more values than rows
   * @param warnings how many the plan and the check have
   * @param isReconcileRequired asked for
   * @param windowDays of a time window, 0 for other modes
   * @param sourceGroup its group
   * @param wave the wave asked for, 0 for none
   * @param history its last runs
   */
  record Facts(
      String strategy,
      OptionalLong rows,
      int slices,
      CursorQuality quality,
      Verdict verdict,
      boolean isSparse,
      int warnings,
      boolean isReconcileRequired,
      int windowDays,
      String sourceGroup,
      int wave,
      History history) {}

  private final Facts facts;
  private final List<String> reasons = new ArrayList<>();
  private int score = 50;

  private Scorer(Facts facts) {
    this.facts = facts;
  }

  static Recommendation recommend(Facts facts) {
    return new Scorer(facts).recommend();
  }

  /** PR4. */
  static CursorQuality quality(
      String strategy, boolean isCoalesced, boolean isIndexed, boolean isRangeKnown) {
    if (strategy.equals("timewindow")) {
      return isRangeKnown ? CursorQuality.WEAK_TIME : CursorQuality.NONE;
    }
    if (isIndexed && isRangeKnown) {
      return isCoalesced ? CursorQuality.WEAK_MULTI : CursorQuality.STRONG_MONOTONIC;
    }
    return isIndexed
        ? CursorQuality.WEAK_TIME
        : isRangeKnown ? CursorQuality.WEAK_MULTI : CursorQuality.NONE;
  }

  private Recommendation recommend() {
    Cost cost = size();
    mode();
    Risk risk = risk();
    history();
    int bounded = Math.max(0, Math.min(100, score));
    return new Recommendation(
        bounded,
        priority(bounded),
        cost,
        risk,
        facts.quality(),
        facts.verdict(),
        facts.wave() > 0 ? facts.wave() : wave(bounded),
        facts.sourceGroup(),
        false,
        cost == Cost.LOW,
        facts.history().predicted(),
        facts.history().isMeasured(),
        reasons);
  }

  static Priority priority(int score) {
    return score >= 70 ? Priority.HIGH : score >= 40 ? Priority.MEDIUM : Priority.LOW;
  }

  static int wave(int score) {
    return score >= 75 ? 1 : score >= 55 ? 2 : score >= 35 ? 3 : 4;
  }

  private Cost size() {
    if (facts.rows().isEmpty()) {
      add(-3, "low_confidence_metadata");
      return Cost.MEDIUM;
    }
    long rows = facts.rows().getAsLong();
    if (rows < 100_000) {
      add(12, "small_table");
      return Cost.LOW;
    }
    if (rows < 10_000_000) {
      add(0, "large_table");
      return Cost.MEDIUM;
    }
    add(-15, "huge_table");
    return facts.slices() >= 8 ? Cost.VERY_HIGH : Cost.HIGH;
  }

  private void mode() {
    switch (facts.strategy()) {
      case "full" -> score += 5;
      case "incremental" -> cursor();
      case "timewindow" -> {
        add(0, "no_time_cursor");
        if (facts.windowDays() > 0 && facts.windowDays() <= 7) {
          add(6, "freshness_hint_recent");
        }
      }
      default -> {
        boolean isHeavy = facts.slices() > 1 || facts.rows().orElse(0) > 1_000_000;
        add(isHeavy ? -10 : 0, "chunking_heavy");
      }
    }
    if (facts.isSparse()) {
      add(-18, "sparse_range_risk");
    }
    if (facts.isReconcileRequired()) {
      add(-12, "reconcile_required");
    }
  }

  private void cursor() {
    switch (facts.quality()) {
      case STRONG_MONOTONIC -> add(18, "strong_cursor");
      case WEAK_TIME, WEAK_MULTI -> add(-8, "weak_cursor");
      case FALLBACK_ONLY -> add(-14, "weak_cursor");
      case NONE -> add(-12, "weak_cursor");
    }
  }

  private Risk risk() {
    switch (facts.verdict()) {
      case UNSAFE -> score -= 25;
      case DEGRADED -> score -= 12;
      case EFFICIENT -> score += 8;
      case ACCEPTABLE -> {}
    }
    if (facts.isSparse() || facts.verdict() == Verdict.UNSAFE) {
      return Risk.HIGH;
    }
    if (facts.verdict() == Verdict.DEGRADED || facts.warnings() > 3) {
      score -= 4;
      return Risk.MEDIUM;
    }
    return Risk.LOW;
  }

  private void history() {
    History history = facts.history();
    if (history.isLastFailed()) {
      add(-8, "recent_failure_history");
    }
    if (history.runs() >= ENOUGH_RUNS && history.retryRate() > 0.3) {
      add(-5, "high_retry_rate_history");
    }
    if (history.runs() >= ENOUGH_RUNS && history.average().compareTo(SLOW) >= 0) {
      add(-4, "slow_history");
    }
  }

  private void add(int points, String reason) {
    score += points;
    reasons.add(reason);
  }
}
