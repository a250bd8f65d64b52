package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.InvalidExportException;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Keyset;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.SourceTable;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.SimulatedCrash;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Windows of a unique key: KS1–KS5, AR1, AR2, RC4, RR7. */
class KeysetIT extends ItemsFixture {

  private static List<String> bounds(Plan plan) {
    return plan.slices().stream().map(s -> s.bounds().toString()).toList();
  }

  /** KS2: every row once, by keys of every type, single and composite, also in parallel. */
  @Test
  void ks2_windowsCoverTheTableOnce() {
    String text =
        "CASE g % 5 WHEN 0 THEN 'é' WHEN 1 THEN 'E' WHEN 2 THEN 'e ' ELSE 'z''\\' END || g";
    for (String key :
        List.of(
            "bigint|g * 1000003 - 500000000",
            "numeric(20,5)|g * 3.25 - 100",
            "text|" + text,
            "varchar(20)|" + text,
            "uuid|md5(g::text)::uuid",
            "date|date '2024-02-28' + g::int",
            "timestamp|timestamp '2026-03-29 00:00' + g * interval '0.000001 second'",
            "timestamptz|timestamptz '2026-10-25 00:30+00' + g * interval '1 minute'",
            "bytea|decode(md5(g::text), 'hex')")) {
      String[] parts = key.split("\\|", 2);
      db.execute(
          "DROP TABLE IF EXISTS keyed",
          "CREATE TABLE keyed (k " + parts[0] + " NOT NULL UNIQUE, n integer)",
          "INSERT INTO keyed SELECT " + parts[1] + ", g FROM generate_series(1, 250) g");
      Export export =
          env.export("keyed")
              .named("keyed_" + parts[0].replaceAll("\\W.*", ""))
              .extract(Keyset.by("k").rows(60).parallel(2))
              .build();
      Plan plan = rivet().plan(export);
      assertThat(plan.slices()).as(key).hasSize(5);
      var unused = rivet().apply(Plan.fromJson(plan.toJson())).execute();
      SourceTable keyed = SourceTable.of("keyed", "n");
      results().assertConsistent().assertEquals(keyed, db);
      assertThat(results().committed()).extracting(Results.Part::rows).contains(60L, 10L);
    }
  }

  /** KS2 with several columns, of which the first alone is not unique. */
  @Test
  void ks2_compositeKey() {
    db.execute(
        "DROP TABLE IF EXISTS pairs",
        "CREATE TABLE pairs (region text COLLATE \"C\", no integer, at date, v text, PRIMARY KEY"
            + " (region, no, at))",
        "INSERT INTO pairs SELECT 'r' || g % 3, g / 7, date '2026-01-01' + (g % 7), 'v' || g FROM"
            + " generate_series(1, 200) g ON CONFLICT DO NOTHING");
    Export export = env.export("pairs").extract(Keyset.auto().rows(9).parallel(3)).build();
    Plan plan = rivet().plan(export);
    assertThat(plan.warnings()).anyMatch(w -> w.message().contains("[region, no, at]"));
    var unused = rivet().apply(plan).execute();
    results()
        .assertConsistent()
        .assertEquals(SourceTable.of("pairs", "region", "no", "at", "v"), db);
    for (Depth depth : Depth.values()) {
      assertThat(rivet().reconcile(export).depth(depth).execute().isClean()).isTrue();
    }
  }

  /** KS1, KS3: what is no such key is refused with the reason. */
  @Test
  void ks1_unsuitableKeysRefused() {
    db.execute(
        "DROP TABLE IF EXISTS unfit CASCADE",
        "CREATE TABLE unfit (a integer NOT NULL, b integer UNIQUE, c integer NOT NULL, d jsonb NOT"
            + " NULL UNIQUE, e float8 NOT NULL UNIQUE, f integer NOT NULL, g integer NOT NULL)",
        "CREATE UNIQUE INDEX ON unfit (c) WHERE c > 0",
        "CREATE UNIQUE INDEX ON unfit (f, g)",
        "CREATE VIEW seen AS SELECT * FROM unfit");
    for (Keyset mode :
        List.of(
            Keyset.by("a"),
            Keyset.by("b"),
            Keyset.by("c"),
            Keyset.by("e"),
            Keyset.by("g", "f"),
            Keyset.by("f"))) {
      failure(
          ErrorCode.KEYSET_KEY_UNSUITABLE,
          () -> rivet().plan(env.export("unfit").extract(mode).build()));
    }
    failure(
        ErrorCode.CURSOR_COLUMN_UNSUITABLE,
        () -> rivet().plan(env.export("unfit").extract(Keyset.by("d")).build()));
    failure(
        ErrorCode.KEYSET_KEY_UNSUITABLE,
        () -> rivet().plan(env.export("seen").extract(Keyset.auto()).build()));
    assertThat(rivet().plan(env.export("unfit").extract(Keyset.by("f", "g")).build()).slices())
        .isEmpty();
    assertThatThrownBy(
            () ->
                Export.query("q", "SELECT 1 AS a")
                    .extract(Keyset.by("a", "a"))
                    .into(env.prefix())
                    .build())
        .isInstanceOf(InvalidExportException.class)
        .hasMessageContaining("KS1")
        .hasMessageContaining("twice");
  }

  /** AR2: without an integer key the table's own unique key is taken, and the plan says so. */
  @Test
  void ar2_uuidPrimaryKeyUsesKeyset_andPlanSaysSo() {
    db.execute(
        "DROP TABLE IF EXISTS named",
        "CREATE TABLE named (u uuid PRIMARY KEY, v integer)",
        "INSERT INTO named SELECT md5(g::text)::uuid, g FROM generate_series(1, 100) g");
    Plan plan = rivet().plan(env.export("named").extract(Chunked.auto().rows(40)).build());
    assertThat(plan.slices()).hasSize(3);
    assertThat(plan.warnings()).anyMatch(w -> w.message().contains("cuts by the unique key [u]"));
    var unused = rivet().apply(plan).execute();
    results().assertConsistent().assertEquals(SourceTable.of("named", "u", "v"), db);
  }

  /** KS5: after a crash finished windows are kept, and the others are the planned ones. */
  @Test
  void ks5_crashAfterWindowsResumesWithoutDuplicates() {
    Export export = items().extract(Keyset.by("id").rows(20)).build();
    Plan plan = rivet().plan(export);
    assertThat(bounds(plan))
        .containsExactly("(..20]", "(20..40]", "(40..60]", "(60..80]", "(80..90]");
    FaultPlan crash = FaultPlan.crashBefore(3).only(e -> e.operation().equals("Upload.commit"));
    assertThatThrownBy(() -> env.faulty(crash).apply(plan).execute())
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    env.expireLeases();
    db.execute("INSERT INTO items VALUES (91, 'late', 1)");
    ApplyResult resumed = rivet().run(export);
    assertThat(resumed.slicesResumed()).isEqualTo(2);
    db.execute("DELETE FROM items WHERE id = 91");
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** KS5 append-only: the next run goes on after the last key. */
  @Test
  void ks5_appendOnlyContinues() {
    Export export = items().extract(Keyset.by("id").rows(50).appendOnly()).build();
    assertThat(rivet().run(export).rows()).isEqualTo(90);
    assertThat(rivet().run(export).rows()).isZero();
    db.execute("INSERT INTO items SELECT g, 'new', 1 FROM generate_series(91, 160) g");
    Plan plan = rivet().plan(export);
    assertThat(bounds(plan)).containsExactly("(90..140]", "(140..160]");
    assertThat(rivet().apply(plan).execute().rows()).isEqualTo(70);
    Results.compare(ITEMS.rows(db), results().rebuilt(ITEMS));
    failure(
        ErrorCode.CURSOR_POLICY_CHANGED,
        () -> rivet().plan(items().extract(dev.rivet.extract.Incremental.by("id")).build()));
  }

  /** RC4, RR7. */
  @Test
  void rc4_rr7_windowsAreReconciledAndRepaired() {
    Export export = items().extract(Keyset.by("id").rows(20).parallel(2)).build();
    var unused = rivet().run(export);
    db.execute(
        "UPDATE items SET label = 'x' WHERE id = 30",
        "DELETE FROM items WHERE id = 70",
        "INSERT INTO items VALUES (-5, 'below', 1), (95, 'above', 1)");
    ReconcileReport report = rivet().reconcile(export).depth(Depth.CONTENT).execute();
    assertThat(report.dirty()).extracting(p -> p.slice().index()).containsExactly(0, 1, 3);
    assertThat(report.outOfRangeRows()).isEqualTo(1);
    var unusedRepaired = rivet().repair(report).execute();
    assertThat(rivet().reconcile(export).depth(Depth.CONTENT).execute().isClean()).isTrue();
    db.execute("DELETE FROM items WHERE id = 95");
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** Parallel 4 with writers that insert, update and delete all the while: every row nobody touched, exactly once. */
  @Test
  void parallelWithConcurrentWriters() throws Exception {
    db.execute(
        "DROP TABLE IF EXISTS busy",
        "CREATE TABLE busy (k text PRIMARY KEY, still boolean, v integer)",
        "INSERT INTO busy SELECT md5(g::text), g % 2 = 0, g FROM generate_series(1, 20000) g");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Exception> failed = new AtomicReference<>();
    Thread writer =
        new Thread(
            () -> {
              Random random = new Random(3);
              try (Connection c = db.connect();
                  Statement s = c.createStatement()) {
                while (!stop.get()) {
                  int n = random.nextInt(20000);
                  s.execute(
                      switch (random.nextInt(3)) {
                        case 0 ->
                            "INSERT INTO busy VALUES (md5('new"
                                + n
                                + "'), false, 0) ON CONFLICT DO"
                                + " NOTHING";
                        case 1 ->
                            "UPDATE busy SET k = md5(k), v = v + 1 WHERE k = md5('"
                                + n
                                + "') AND"
                                + " NOT still";
                        default -> "DELETE FROM busy WHERE k = md5('" + n + "') AND NOT still";
                      });
                }
              } catch (SQLException e) {
                failed.set(e);
              }
            });
    writer.start();
    try (Rivet rivet = env.builder().build()) {
      Export export = env.export("busy").extract(Keyset.by("k").rows(1_000).parallel(4)).build();
      assertThat(rivet.plan(export).slices()).hasSizeGreaterThan(15);
      var unused = rivet.run(export);
    } finally {
      stop.set(true);
      writer.join();
    }
    assertThat(failed.get()).isNull();
    SourceTable busy = SourceTable.of("busy", "k", "still", "v");
    List<List<String>> exported =
        results()
            .read(busy, results().committed().stream().map(Results.Part::path).toList())
            .stream()
            .filter(r -> r.get(1).equals("true"))
            .toList();
    Results.compare(busy.rows(db, "still"), exported);
  }
}
