package dev.rivet.internal.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.inspect.Verdict;
import dev.rivet.plan.Recommendation;
import dev.rivet.plan.Recommendation.Cost;
import dev.rivet.plan.Recommendation.CursorQuality;
import dev.rivet.plan.Recommendation.Priority;
import dev.rivet.plan.Recommendation.Risk;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PR1–PR5: the table, one case per row, the clamp and the boundaries. */
class ScoreTableTest {
  private static final History NONE = History.of(List.of());

  private String strategy = "full";
  private OptionalLong rows = OptionalLong.of(5_000_000);
  private int slices = 1;
  private CursorQuality quality = CursorQuality.NONE;
  private Verdict verdict = Verdict.ACCEPTABLE;
  private boolean isSparse;
  private int warnings;
  private boolean isReconcileRequired;
  private int windowDays;
  private int wave;
  private History history = NONE;

  private Recommendation recommend() {
    return Scorer.recommend(
        new Scorer.Facts(
            strategy,
            rows,
            slices,
            quality,
            verdict,
            isSparse,
            warnings,
            isReconcileRequired,
            windowDays,
            "",
            wave,
            history));
  }

  private void expect(int score, Cost cost, Risk risk, String... reasons) {
    Recommendation r = recommend();
    assertThat(r.score()).isEqualTo(score);
    assertThat(r.cost()).isEqualTo(cost);
    assertThat(r.risk()).isEqualTo(risk);
    assertThat(r.reasons()).containsExactly(reasons);
  }

  @Test
  void rows() {
    rows = OptionalLong.of(99_999);
    expect(67, Cost.LOW, Risk.LOW, "small_table");
    rows = OptionalLong.of(100_000);
    expect(55, Cost.MEDIUM, Risk.LOW, "large_table");
    rows = OptionalLong.of(9_999_999);
    expect(55, Cost.MEDIUM, Risk.LOW, "large_table");
    rows = OptionalLong.of(10_000_000);
    expect(40, Cost.HIGH, Risk.LOW, "huge_table");
    slices = 8;
    expect(40, Cost.VERY_HIGH, Risk.LOW, "huge_table");
    rows = OptionalLong.empty();
    expect(52, Cost.MEDIUM, Risk.LOW, "low_confidence_metadata");
  }

  @ParameterizedTest
  @CsvSource({
    "STRONG_MONOTONIC, 68, strong_cursor",
    "WEAK_TIME, 42, weak_cursor",
    "WEAK_MULTI, 42, weak_cursor",
    "FALLBACK_ONLY, 36, weak_cursor",
    "NONE, 38, weak_cursor",
  })
  void cursor(CursorQuality cursor, int score, String reason) {
    strategy = "incremental";
    quality = cursor;
    expect(score, Cost.MEDIUM, Risk.LOW, "large_table", reason);
  }

  @Test
  void chunks() {
    strategy = "chunked";
    rows = OptionalLong.of(1_000_000);
    expect(50, Cost.MEDIUM, Risk.LOW, "large_table", "chunking_heavy");
    rows = OptionalLong.of(1_000_001);
    expect(40, Cost.MEDIUM, Risk.LOW, "large_table", "chunking_heavy");
    rows = OptionalLong.of(1_000_000);
    slices = 2;
    expect(40, Cost.MEDIUM, Risk.LOW, "large_table", "chunking_heavy");
    strategy = "keyset";
    expect(40, Cost.MEDIUM, Risk.LOW, "large_table", "chunking_heavy");
  }

  @Test
  void window() {
    strategy = "timewindow";
    windowDays = 8;
    expect(50, Cost.MEDIUM, Risk.LOW, "large_table", "no_time_cursor");
    windowDays = 7;
    expect(56, Cost.MEDIUM, Risk.LOW, "large_table", "no_time_cursor", "freshness_hint_recent");
  }

  @Test
  void sparseReconcileVerdictAndRisk() {
    isSparse = true;
    expect(37, Cost.MEDIUM, Risk.HIGH, "large_table", "sparse_range_risk");
    isSparse = false;
    isReconcileRequired = true;
    expect(43, Cost.MEDIUM, Risk.LOW, "large_table", "reconcile_required");
    isReconcileRequired = false;
    verdict = Verdict.UNSAFE;
    expect(30, Cost.MEDIUM, Risk.HIGH, "large_table");
    verdict = Verdict.DEGRADED;
    expect(39, Cost.MEDIUM, Risk.MEDIUM, "large_table");
    verdict = Verdict.EFFICIENT;
    expect(63, Cost.MEDIUM, Risk.LOW, "large_table");
    warnings = 4;
    expect(59, Cost.MEDIUM, Risk.MEDIUM, "large_table");
    warnings = 3;
    expect(63, Cost.MEDIUM, Risk.LOW, "large_table");
  }

  private static RunMetric run(String status, int seconds, int retries) {
    return new RunMetric(
        new ExportKey("default", "x"),
        "r" + seconds,
        Instant.EPOCH,
        Duration.ofSeconds(seconds),
        status,
        1,
        1,
        1,
        retries,
        null,
        null,
        "{}");
  }

  @Test
  void historyTerms() {
    history = History.of(List.of(run("failed", 1, 0)));
    expect(47, Cost.MEDIUM, Risk.LOW, "large_table", "recent_failure_history");
    history = History.of(List.of(run("success", 1, 1), run("success", 1, 0), run("success", 1, 0)));
    expect(50, Cost.MEDIUM, Risk.LOW, "large_table", "high_retry_rate_history");
    history = History.of(List.of(run("success", 1, 1), run("success", 1, 1)));
    expect(55, Cost.MEDIUM, Risk.LOW, "large_table");
    history =
        History.of(List.of(run("success", 300, 0), run("success", 300, 0), run("success", 300, 0)));
    expect(51, Cost.MEDIUM, Risk.LOW, "large_table", "slow_history");
    history =
        History.of(List.of(run("success", 300, 0), run("success", 300, 0), run("success", 299, 0)));
    expect(55, Cost.MEDIUM, Risk.LOW, "large_table");
  }

  /** PR5: what runs record is what the reader looks for; CA7: last success, else the longest failure, else 5 s. */
  @Test
  void successIsRecognised() {
    History seen =
        History.of(List.of(run("failed", 90, 0), run("success", 12, 0), run("success", 40, 0)));
    assertThat(seen.predicted()).isEqualTo(Duration.ofSeconds(12));
    assertThat(seen.isMeasured()).isTrue();
    assertThat(seen.isLastFailed()).isTrue();
    History failing = History.of(List.of(run("failed", 7, 0), run("failed", 90, 0)));
    assertThat(failing.predicted()).isEqualTo(Duration.ofSeconds(90));
    assertThat(failing.isMeasured()).isFalse();
    assertThat(History.of(List.of(run("failed", 1, 0))).predicted())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(NONE.predicted()).isEqualTo(Duration.ofSeconds(5));
    assertThat(NONE.isMeasured()).isFalse();
  }

  @Test
  void clampAndOverride() {
    strategy = "incremental";
    rows = OptionalLong.of(20_000_000);
    verdict = Verdict.UNSAFE;
    isSparse = true;
    isReconcileRequired = true;
    assertThat(recommend().score()).isZero();
    assertThat(recommend().wave()).isEqualTo(4);
    wave = 1;
    assertThat(recommend().wave()).isEqualTo(1);
    verdict = Verdict.EFFICIENT;
    rows = OptionalLong.of(1);
    quality = CursorQuality.STRONG_MONOTONIC;
    isSparse = false;
    isReconcileRequired = false;
    assertThat(recommend().score()).isEqualTo(88);
  }

  @ParameterizedTest
  @CsvSource({
    "0, LOW, 4", "34, LOW, 4", "35, LOW, 3", "39, LOW, 3", "40, MEDIUM, 3", "54, MEDIUM, 3",
    "55, MEDIUM, 2", "69, MEDIUM, 2", "70, HIGH, 2", "74, HIGH, 2", "75, HIGH, 1", "100, HIGH, 1",
  })
  void classAndWave(int score, Priority priority, int expectedWave) {
    assertThat(Scorer.priority(score)).isEqualTo(priority);
    assertThat(Scorer.wave(score)).isEqualTo(expectedWave);
  }

  /** PR4. */
  @ParameterizedTest
  @CsvSource({
    "incremental, false, true, true, STRONG_MONOTONIC",
    "incremental, true, true, true, WEAK_MULTI",
    "incremental, false, true, false, WEAK_TIME",
    "incremental, true, true, false, WEAK_TIME",
    "incremental, false, false, true, WEAK_MULTI",
    "incremental, false, false, false, NONE",
    "timewindow, false, true, true, WEAK_TIME",
    "timewindow, false, true, false, NONE",
  })
  void cursorQuality(
      String mode,
      boolean isCoalesced,
      boolean isIndexed,
      boolean isKnown,
      CursorQuality expected) {
    assertThat(Scorer.quality(mode, isCoalesced, isIndexed, isKnown)).isEqualTo(expected);
  }

  /** PR1, PR2: nothing but the facts counts. */
  @Test
  void sameFactsSameRecommendation() {
    assertThat(recommend()).isEqualTo(recommend());
  }
}
