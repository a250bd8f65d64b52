package dev.rivet.internal.quality;

import static dev.rivet.internal.batch.TestBatch.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Quality;
import dev.rivet.internal.batch.TestBatch;
import dev.rivet.internal.quality.QualityGate.Verdict;
import dev.rivet.type.RivetType;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QualityTest {

  /** QG1. */
  @Test
  void unknownColumnFails() {
    Quality rules = Quality.none().nullRatioAtMost("emial", 0.1).unique("id", "Id");
    try (TestBatch batch =
        new TestBatch().column("id", RivetType.int32()).column("email", RivetType.text())) {
      assertThat(QualityGate.unknownColumns(rules, batch.schema()))
          .containsExactly(
              "quality rule on column 'emial', which the output does not have; it has [id, email]",
              "quality rule on column 'Id', which the output does not have; it has [id, email]");
      assertThat(QualityGate.unknownColumns(Quality.none().unique("id"), batch.schema())).isEmpty();
    }
  }

  /** QG2. */
  @Test
  void nullRatioBoundary() {
    Quality rules = Quality.none().nullRatioAtMost("c", 0.25);
    assertThat(verdict(rules, 1, 2, 3, null).isPassed()).isTrue();
    assertThat(verdict(rules, 1, 2, null, null).failures())
        .containsExactly("column 'c': null ratio 0.5 (2 of 4 rows) is above 0.25");
    assertThat(verdict(Quality.none().nullRatioAtMost("c", 0)).isPassed()).isTrue();
    assertThat(verdict(Quality.none().nullRatioAtMost("c", 0), 1, null).isPassed()).isFalse();
    assertThat(verdict(Quality.none().nullRatioAtMost("c", 1), null, null).isPassed()).isTrue();
  }

  @Test
  void rowCountBoundaries() {
    Quality rules = Quality.none().rowCountAtLeast(2).rowCountAtMost(3);
    assertThat(verdict(rules, 1).failures()).containsExactly("row count 1 is below the minimum 2");
    assertThat(verdict(rules, 1, 2).isPassed()).isTrue();
    assertThat(verdict(rules, 1, 2, 3).isPassed()).isTrue();
    assertThat(verdict(rules, 1, 2, 3, 4).failures())
        .containsExactly("row count 4 is above the maximum 3");
    assertThat(verdict(Quality.none().rowCountAtLeast(1)).isPassed()).isFalse();
  }

  /** QG3. */
  @Test
  void duplicatesFail_nullsIgnored_capWarns() {
    Quality rules = Quality.none().unique("c");
    assertThat(verdict(rules, 1, 2, 3)).isEqualTo(new Verdict(List.of(), List.of()));
    assertThat(verdict(rules, null, 1, null, null)).isEqualTo(new Verdict(List.of(), List.of()));
    assertThat(verdict(rules, 1, 2, 1, 1, null).failures())
        .containsExactly("column 'c': 2 duplicates among 4 values that must be unique");
    assertThat(verdict(rules.uniqueLimit(3), 1, 2, 3).warnings()).isEmpty();
    Verdict full = verdict(rules.uniqueLimit(3), 1, 1, 2, 3, 4);
    assertThat(full.isPassed()).isTrue();
    assertThat(full.warnings())
        .containsExactly(
            "column 'c': uniqueness was not checked to the end, because there are more than 3"
                + " distinct values; raise Quality.uniqueLimit");
  }

  /** QG5: gates over several slices. */
  @Test
  void slicesAddUp() {
    Quality rules = Quality.none().unique("c").nullRatioAtMost("c", 0.2);
    try (TestBatch one = column(1, 2, null);
        TestBatch two = column(3, 2, 4)) {
      StatisticsCollector first = collect(one, rules);
      StatisticsCollector second = collect(two, rules);
      DistinctHashes merged = new DistinctHashes(rules.uniqueLimit());
      merged.addAll(first.distinct().get("c"));
      merged.addAll(second.distinct().get("c"));
      BatchStatistics figures =
          first.statistics().plus(second.statistics()).plus(BatchStatistics.empty());
      assertThat(figures).isEqualTo(new BatchStatistics(6, Map.of("c", 1L), Map.of()));
      assertThat(QualityGate.evaluate(rules, figures, Map.of("c", merged)).failures())
          .containsExactly("column 'c': 1 duplicates among 5 values that must be unique");
    }
  }

  @Test
  void rulesThatCouldNotBeCheckedAreSaid() {
    Verdict verdict =
        QualityGate.evaluate(Quality.none().unique("c"), BatchStatistics.empty(), Map.of());
    assertThat(verdict.isPassed()).isTrue();
    assertThat(verdict.warnings())
        .containsExactly(
            "column 'c': uniqueness was not checked, because not all rows of the run were seen");
  }

  @Test
  void nullsAndLongestValues() {
    try (TestBatch batch =
        new TestBatch()
            .column("n", RivetType.int32(), 1, null, null, 4)
            .column("t", RivetType.text(), "äö", null, "", "x")
            .column("j", RivetType.json(), "{}", "[1]", null, null)
            .column("b", RivetType.binary(), null, null, null, bytes(1, 2, 3, 4, 5))
            .column(
                "l", RivetType.list(RivetType.text()), List.of("long"), List.of(), null, null)) {
      BatchStatistics figures = collect(batch, Quality.none()).statistics();
      assertThat(figures.rows()).isEqualTo(4);
      assertThat(figures.nulls()).isEqualTo(Map.of("n", 2L, "t", 1L, "j", 2L, "b", 3L, "l", 2L));
      assertThat(figures.maxBytes()).isEqualTo(Map.of("t", 4L, "j", 3L, "b", 5L));
      StatisticsCollector part = new StatisticsCollector(batch.schema(), Quality.none());
      part.add(batch.root(), 1, 2);
      assertThat(part.statistics())
          .isEqualTo(
              new BatchStatistics(
                  2,
                  Map.of("n", 2L, "t", 1L, "j", 1L, "b", 2L, "l", 1L),
                  Map.of("t", 0L, "j", 3L, "b", 0L)));
    }
  }

  @Test
  void bytesOfNullsDoNotCount() {
    try (TestBatch batch = new TestBatch().column("t", RivetType.text(), "long value", "x")) {
      batch.root().getVector(0).getValidityBuffer().setByte(0, 2);
      assertThat(collect(batch, Quality.none()).statistics().maxBytes()).containsEntry("t", 1L);
    }
  }

  @Test
  void manyRowsAndRanges() {
    Object[] values = new Object[10_000];
    int nulls = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 7 == 3 ? null : i / 2;
      nulls += values[i] == null ? 1 : 0;
    }
    try (TestBatch batch = column(values)) {
      StatisticsCollector parts =
          new StatisticsCollector(batch.schema(), Quality.none().unique("c"));
      for (int from = 0; from < values.length; from += 37) {
        parts.add(batch.root(), from, Math.min(37, values.length - from));
      }
      StatisticsCollector whole = collect(batch, Quality.none().unique("c"));
      assertThat(parts.statistics()).isEqualTo(whole.statistics());
      assertThat(whole.statistics().nulls()).containsEntry("c", (long) nulls);
      assertThat(parts.distinct().get("c").duplicates())
          .isEqualTo(whole.distinct().get("c").duplicates())
          .isEqualTo(3_571);
    }
  }

  @Test
  void distinctHashesAgreeWithASet() {
    SplittableRandom random = new SplittableRandom(3);
    DistinctHashes hashes = new DistinctHashes(Long.MAX_VALUE);
    Set<List<Long>> set = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      // Few values in each half, the extremes among them, so that places collide.
      long a =
          random.nextInt(4) == 0
              ? random.nextInt(3) - 1
              : random.nextInt(50_000) * 0x9e37_79b9_7f4a_7c15L;
      long b = random.nextInt(3) - 1L;
      hashes.add(a, b);
      set.add(List.of(a == 0 && b == 0 ? 1 : a, b));
    }
    assertThat(hashes.values()).isEqualTo(200_000);
    assertThat(hashes.duplicates()).isEqualTo(200_000 - set.size());
  }

  @Test
  void aFullSetStaysFullWhenMerged() {
    DistinctHashes full = new DistinctHashes(1);
    full.add(1, 1);
    full.add(2, 2);
    assertThat(full.isFull()).isTrue();
    full.add(3, 3);
    DistinctHashes other = new DistinctHashes(100);
    other.add(5, 5);
    other.addAll(full);
    assertThat(other.isFull()).isTrue();
    full.addAll(new DistinctHashes(1));
    assertThat(full.isFull()).isTrue();
  }

  private static Verdict verdict(Quality rules, Object... values) {
    try (TestBatch batch = column(values)) {
      StatisticsCollector collector = collect(batch, rules);
      return QualityGate.evaluate(rules, collector.statistics(), collector.distinct());
    }
  }

  private static StatisticsCollector collect(TestBatch batch, Quality rules) {
    StatisticsCollector collector = new StatisticsCollector(batch.schema(), rules);
    collector.add(batch.root(), 0, batch.root().getRowCount());
    return collector;
  }

  private static TestBatch column(Object... values) {
    return new TestBatch()
        .column(
            "c",
            RivetType.int32(),
            values.length == 0 ? Collections.emptyList().toArray() : values);
  }
}
