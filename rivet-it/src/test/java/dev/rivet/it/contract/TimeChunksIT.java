package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.Export;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.InvalidExportException;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.TimeWindow;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.SourceTable;
import dev.rivet.plan.Plan;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chunks of days and of equally many rows, time windows: CD1–CD3, TW1, TW2, RC4, RR7. */
class TimeChunksIT extends ItemsFixture {
  private static final SourceTable DAYS = SourceTable.of("days", "id");

  private static List<String> bounds(Plan plan) {
    return plan.slices().stream().map(s -> s.bounds().toString()).toList();
  }

  private void days(String type) {
    db.execute(
        "DROP TABLE IF EXISTS days",
        "CREATE TABLE days (id integer PRIMARY KEY, at " + type + ")",
        "CREATE INDEX ON days (at)",
        "INSERT INTO days SELECT g, timestamp '2026-03-28 23:59:59.999999' + (g - 1) * interval '12"
            + " hours' FROM generate_series(1, 20) g");
  }

  /** CD1: midnight belongs to its day, the last day is whole, NULLs have a slice; for every type of time. */
  @Test
  void cd1_midnightAndLastDayIncluded() {
    for (String type : List.of("date", "timestamp", "timestamptz")) {
      days(type);
      db.execute(
          "INSERT INTO days VALUES (100, '2026-03-30 00:00:00'), (101, NULL)",
          "SET timezone = 'UTC'");
      Export export =
          env.export("days")
              .named("days_" + type)
              .extract(Chunked.by("at").byDays(4).parallel(2))
              .build();
      Plan plan = rivet().plan(export);
      assertThat(plan.slices()).hasSize(4);
      if (type.equals("date")) {
        assertThat(bounds(plan))
            .containsExactly(
                "[2026-03-28..2026-04-01)",
                "[2026-04-01..2026-04-05)",
                "[2026-04-05..2026-04-08)",
                "null at");
      }
      var unused = rivet().apply(Plan.fromJson(plan.toJson())).execute();
      results().assertConsistent().assertEquals(DAYS, db);
      for (Depth depth : Depth.values()) {
        assertThat(rivet().reconcile(export).depth(depth).execute().isClean()).isTrue();
      }
      db.execute(
          "DELETE FROM days WHERE id = 3", "INSERT INTO days VALUES (102, '2026-05-01 00:00:00')");
      ReconcileReport report = rivet().reconcile(export).execute();
      assertThat(report.dirty()).hasSize(1);
      assertThat(report.outOfRangeRows()).isEqualTo(1);
      var unusedRepaired = rivet().repair(report).execute();
      db.execute("DELETE FROM days WHERE id = 102");
      results().assertConsistent().assertEquals(DAYS, db);
    }
    failure(
        ErrorCode.CURSOR_COLUMN_UNSUITABLE,
        () -> rivet().plan(items().extract(Chunked.by("id").byDays(1)).build()));
    assertThatThrownBy(() -> items().extract(Chunked.auto().byDays(1)).build())
        .isInstanceOf(InvalidExportException.class);
    assertThatThrownBy(() -> Chunked.by("at").byDays(1).dense())
        .isInstanceOf(IllegalStateException.class);
  }

  /** CD1: an infinite day is refused, not left out. */
  @Test
  void cd1_infinityRefused() {
    days("date");
    db.execute("INSERT INTO days VALUES (100, 'infinity')");
    failure(
        ErrorCode.CURSOR_COLUMN_UNSUITABLE,
        () -> rivet().plan(env.export("days").extract(Chunked.by("at").byDays(1)).build()));
  }

  /** CD2, CD3: sparse, tied, NULL and text keys; ties stay together; also of a query. */
  @Test
  void cd2_nullAndSparseKeysAllExported() {
    db.execute(
        "DROP TABLE IF EXISTS sparse",
        "CREATE TABLE sparse (k text, n integer)",
        "INSERT INTO sparse SELECT CASE WHEN g % 10 > 0 THEN 'k' || g * g / 30 END, g FROM"
            + " generate_series(1, 100) g");
    SourceTable sparse = SourceTable.of("sparse", "k", "n");
    Export export = env.export("sparse").extract(Chunked.by("k").dense(20).parallel(2)).build();
    Plan plan = rivet().plan(export);
    assertThat(plan.slices()).hasSizeBetween(5, 6);
    var unused = rivet().apply(plan).execute();
    results().assertConsistent().assertEquals(sparse, db);
    Export query =
        Export.query("q", "SELECT k, n FROM sparse WHERE n > 10")
            .extract(Chunked.by("k").dense(20))
            .into(env.prefix())
            .build();
    var unusedMore = rivet().run(query);
    results().assertConsistent().assertRows(sparse, sparse.rows(db, "n > 10"));
  }

  /** TW1: from UTC midnight, inclusive, without an end; runs overlap on purpose. */
  @Test
  void tw1_utcMidnightBoundaryInclusive() {
    days("timestamptz");
    db.execute(
        "INSERT INTO days VALUES (200, '2026-04-05 00:00:00+00'), (201, '2026-04-04"
            + " 23:59:59.999999+00'), (202, '2030-01-01'), (203, NULL)");
    Env.ManualClock clock = new Env.ManualClock(Instant.parse("2026-04-07T23:30:00Z"));
    Export export = env.export("days").extract(TimeWindow.lastDays("at", 2)).build();
    for (int i = 0; i < 2; i++) {
      var unused = env.rivet(b -> b.clock(clock)).run(export);
      results()
          .assertConsistent()
          .assertRows(DAYS, DAYS.rows(db, "at >= timestamptz '2026-04-05 00:00:00+00'"));
    }
    assertThat(rivet().reconcile(export).depth(Depth.CONTENT).execute().isClean()).isTrue();
    db.execute("DELETE FROM days WHERE id = 200");
    ReconcileReport report = rivet().reconcile(export).execute();
    assertThat(report.dirty()).hasSize(1);
    assertThat(report.outOfRangeRows()).isZero();
    var unusedRepaired = rivet().repair(report).execute();
    results()
        .assertConsistent()
        .assertRows(DAYS, DAYS.rows(db, "at >= timestamptz '2026-04-05 00:00:00+00'"));
  }

  /** TW2: a window longer than the calendar; seconds since 1970. */
  @Test
  void tw2_hugeWindowSaturates_andUnixSeconds() {
    days("timestamp");
    Export all = env.export("days").extract(TimeWindow.lastDays("at", Long.MAX_VALUE)).build();
    assertThat(rivet().run(all).rows()).isEqualTo(20);
    db.execute(
        "DROP TABLE IF EXISTS secs",
        "CREATE TABLE secs (id integer, s bigint)",
        "INSERT INTO secs VALUES (1, 1775347199), (2, 1775347200), (3, 1775347201)");
    Env.ManualClock clock = new Env.ManualClock(Instant.parse("2026-04-05T12:00:00Z"));
    Export unix = env.export("secs").extract(TimeWindow.lastDays("s", 0).unixSeconds()).build();
    assertThat(env.rivet(b -> b.clock(clock)).run(unix).rows()).isEqualTo(2);
    failure(
        ErrorCode.CURSOR_COLUMN_UNSUITABLE,
        () -> rivet().plan(env.export("secs").extract(TimeWindow.lastDays("s", 1)).build()));
    assertThat(Results.at(env.prefix()).manifest().path("source").path("strategy").asText())
        .isEqualTo("timewindow");
  }
}
