package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.EmptyResult;
import dev.rivet.Export;
import dev.rivet.error.ErrorCode;
import dev.rivet.extract.Incremental;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.LateWriters;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.SourceTable;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.RunStatus;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.SimulatedCrash;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Incremental exports: MI1–MI9, MC1, CC4–CC10, NG3, RC4, RR7. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncrementalIT {
  private static final SourceTable FEED =
      new SourceTable(
          "feed",
          List.of(
              new SourceTable.Column("id", SourceTable.Kind.PLAIN),
              new SourceTable.Column("at", SourceTable.Kind.TIMESTAMP),
              new SourceTable.Column("v", SourceTable.Kind.PLAIN)));

  @TempDir Path dir;
  private Postgres db;
  private Env env;
  private int tests;

  @BeforeAll
  void createDatabase() throws SQLException {
    db = Postgres.newDatabase();
  }

  @BeforeEach
  void create() {
    db.execute(
        "DROP TABLE IF EXISTS feed",
        "CREATE TABLE feed (id bigint PRIMARY KEY, at timestamptz, v text)",
        "CREATE INDEX ON feed (at)",
        insert(1, 100));
    env = Env.sqlite(db, dir.resolve("t" + tests++));
  }

  @AfterEach
  void close() {
    env.close();
  }

  /** A second each, two rows share one. */
  private static String insert(int from, int to) {
    return "INSERT INTO feed SELECT g, timestamptz '2026-01-01 00:00:00.5+00' + g / 2 * interval '1"
        + " second', 'v' || g FROM generate_series("
        + from
        + ", "
        + to
        + ") g";
  }

  private Export export(Incremental mode) {
    return env.export("feed").extract(mode).build();
  }

  private ApplyResult run(Incremental mode) {
    return env.rivet().run(export(mode));
  }

  /** What the immutable manifests of all runs hold is the table as it is now. */
  private void assertUnionIsSource() {
    Results.compare(FEED.rows(db), env.results().assertConsistent().rebuilt(FEED));
  }

  private String cursor() throws Exception {
    return env.store().cursor(new ExportKey("default", "feed")).orElse("");
  }

  /** MI1, MI6, MI7, CC4: only what is greater, up to an end fixed before reading; the cursor is the largest exported. */
  @Test
  void mi1_secondRunReadsOnlyGreaterRows() throws Exception {
    assertThat(run(Incremental.by("at")).rows()).isEqualTo(100);
    assertThat(cursor()).contains("\"2026-01-01T00:00:50.500000Z\",\"100\"");
    assertThat(env.rivet().progression("feed").orElseThrow().committed().orElseThrow().cursor())
        .isEqualTo("2026-01-01T00:00:50.500000Z");
    db.execute(insert(101, 120));
    Plan plan = env.rivet().plan(export(Incremental.by("at")));
    db.execute(insert(121, 130)); // after the end was fixed
    assertThat(env.rivet().apply(Plan.fromJson(plan.toJson())).execute().rows()).isEqualTo(20);
    assertThat(run(Incremental.by("at")).rows()).isEqualTo(10);
    assertUnionIsSource();
    String before = cursor();
    ApplyResult nothing =
        env.rivet()
            .run(
                env.export("feed")
                    .extract(Incremental.by("at"))
                    .onEmptyResult(EmptyResult.SKIP)
                    .build());
    assertThat(nothing.status()).isEqualTo(RunStatus.SKIPPED);
    assertThat(nothing.warnings()).contains("SKIPPED: no new rows since cursor \"at\"");
    assertThat(cursor()).isEqualTo(before);
  }

  /** MI8: documented, not promised. */
  @Test
  void mi8_deleteIsInvisible() {
    var unused = run(Incremental.by("at"));
    db.execute("DELETE FROM feed WHERE id = 7", insert(101, 102));
    assertThat(run(Incremental.by("at")).rows()).isEqualTo(2);
    assertThat(env.results().rebuilt(FEED)).hasSize(102);
  }

  /** MI9, I3: before the commit the cursor stays; after it nothing is read twice. */
  @ParameterizedTest
  @CsvSource({
    "Upload.commit, false",
    "StateStore.seal, false",
    "Sink.put, false",
    "StateStore.commit, true"
  })
  void mi9_cursorMovesWithTheCommitOnly(String operation, boolean isPublished) throws Exception {
    var unused = run(Incremental.by("at").overlap(Duration.ofSeconds(10)));
    String before = cursor();
    db.execute(insert(101, 130));
    FaultPlan crash =
        FaultPlan.crashBefore(1)
            .only(e -> e.operation().endsWith(operation.replaceAll(".*\\.", "")));
    assertThatThrownBy(
            () ->
                env.faulty(crash).run(export(Incremental.by("at").overlap(Duration.ofSeconds(10)))))
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    assertThat(crash.hasFired()).isTrue();
    assertThat(cursor()).isEqualTo(before);
    env.expireLeases();
    db.execute(insert(131, 140));
    var unusedAfter = run(Incremental.by("at").overlap(Duration.ofSeconds(10)));
    var unusedMore = run(Incremental.by("at").overlap(Duration.ofSeconds(10)));
    assertThat(cursor()).isNotEqualTo(before);
    assertUnionIsSource();
    assertThat(isPublished).isEqualTo(operation.equals("StateStore.commit"));
  }

  /** MI4: a NULL is exported once, freezes nothing, and is counted. */
  @Test
  void mi4_oneNullRowDoesNotFreezeTheCursor() throws Exception {
    db.execute("INSERT INTO feed VALUES (1000, NULL, 'null')");
    assertThat(run(Incremental.by("at")).rows()).isEqualTo(101);
    assertThat(cursor()).contains("2026-01-01T00:00:50.500000Z");
    assertUnionIsSource();
    db.execute(insert(101, 104), "INSERT INTO feed VALUES (1001, NULL, 'later')");
    Plan plan = env.rivet().plan(export(Incremental.by("at")));
    assertThat(plan.warnings())
        .anyMatch(
            w ->
                w.code() == ErrorCode.CURSOR_UNSAFE && w.message().startsWith("2 rows have no at"));
    assertThat(env.rivet().apply(plan).execute().rows()).isEqualTo(4);
  }

  /** A table of NULLs only is exported once, not by every run. */
  @Test
  void mi4_onlyNulls() {
    db.execute("TRUNCATE feed", "INSERT INTO feed VALUES (1, NULL, 'a'), (2, NULL, 'b')");
    assertThat(run(Incremental.by("at")).rows()).isEqualTo(2);
    assertThat(run(Incremental.by("at")).rows()).isZero();
    db.execute(insert(3, 5));
    assertThat(run(Incremental.by("at")).rows()).isEqualTo(3);
    assertUnionIsSource();
  }

  /** MC1, CC5, CC6: rows without the first column count by the second. */
  @Test
  void cc5_coalesceTakesTheFirstThatIsNotNull() throws Exception {
    db.execute(
        "CREATE TABLE two (id integer PRIMARY KEY, \"up\"\"dated\" timestamp, made timestamp NOT"
            + " NULL)",
        "INSERT INTO two SELECT g, CASE WHEN g % 3 > 0 THEN timestamp '2026-02-01' + g * interval"
            + " '1 minute' END, timestamp '2026-01-01' + g * interval '1 minute' FROM"
            + " generate_series(1, 60) g");
    Export export =
        env.export("two").extract(Incremental.coalesce("up\"dated", "made").rows(13)).build();
    assertThat(env.rivet().run(export).rows()).isEqualTo(60);
    SourceTable two = SourceTable.of("two", "id");
    Results.compare(two.rows(db), env.results().rebuilt(two));
    assertThat(env.results().manifest().path("columns")).hasSize(3);
    db.execute(
        "INSERT INTO two VALUES (61, NULL, '2026-03-01'), (62, '2026-03-02', '2026-01-01'), (63,"
            + " NULL, '2026-01-05')");
    assertThat(env.rivet().run(export).rows()).isEqualTo(2);
    assertThat(env.store().cursor(new ExportKey("default", "two")).orElseThrow())
        .contains("2026-03-02T00:00:00.000000");
  }

  /** CC2, CC3: the plan's text alone says how the cursor is made, and where it stood. */
  @Test
  void cc2_cc3_planCarriesThePolicy() throws Exception {
    db.execute(
        "CREATE TABLE kept (id integer PRIMARY KEY, changed timestamp, made timestamp NOT NULL)",
        "INSERT INTO kept VALUES (1, NULL, '2026-01-01'), (2, '2026-03-01', '2026-01-02')");
    Export export = env.export("kept").extract(Incremental.coalesce("changed", "made")).build();
    String json = env.rivet().plan(export).toJson();
    assertThat(json).contains("\"changed\"").contains("\"made\"").contains("2026-03-01T00:00:00");
    db.execute("INSERT INTO kept VALUES (3, NULL, '2026-02-01'), (4, '2026-04-01', '2026-01-03')");
    assertThat(env.rivet().apply(Plan.fromJson(json)).execute().rows())
        .as("up to the plan's bound, by the plan's columns")
        .isEqualTo(3);
    assertThat(env.store().cursor(new ExportKey("default", "kept")).orElseThrow())
        .contains("2026-03-01T00:00:00.000000");
  }

  /** MI5, NG3: a late tie is found by its key; without a key it is lost, and found with an overlap. */
  @Test
  void mi5_lateTie() {
    Export plain =
        Export.query("feed", "SELECT id, at, v FROM feed")
            .extract(Incremental.by("at"))
            .into(env.prefix())
            .build();
    assertThat(env.rivet().plan(plain).warnings())
        .anyMatch(w -> w.message().contains("no key to tell rows with equal at apart"));
    var unusedFirst = env.rivet().run(plain);
    db.execute("INSERT INTO feed SELECT 101, at, 'tie' FROM feed WHERE id = 100");
    assertThat(env.rivet().run(plain).rows()).as("lost without a key").isZero();
    assertThat(env.results().rebuilt(FEED)).hasSize(100);
    env.rivet().resetCursor("feed");
    try (Env keyed = Env.sqlite(db, dir.resolve("keyed" + tests))) {
      db.execute("DELETE FROM feed WHERE id = 101");
      Export export = keyed.export("feed").extract(Incremental.by("at")).build();
      var unused = keyed.rivet().run(export);
      db.execute("INSERT INTO feed SELECT 101, at, 'tie' FROM feed WHERE id = 100");
      assertThat(keyed.rivet().run(export).rows()).isEqualTo(1);
      Results.compare(FEED.rows(db), keyed.results().rebuilt(FEED));
      // Smaller than the last key: only an overlap finds it.
      db.execute("INSERT INTO feed SELECT 0, at, 'tie' FROM feed WHERE id = 101");
      assertThat(keyed.rivet().run(export).rows()).isZero();
    }
    try (Env overlapping = Env.sqlite(db, dir.resolve("overlap" + tests))) {
      db.execute("DELETE FROM feed WHERE id = 0");
      Export export =
          overlapping
              .export("feed")
              .extract(Incremental.by("at").overlap(Duration.ofSeconds(1)))
              .build();
      var unused = overlapping.rivet().run(export);
      db.execute("INSERT INTO feed SELECT 0, at, 'tie' FROM feed WHERE id = 101");
      var unusedMore = overlapping.rivet().run(export);
      Results.compare(FEED.rows(db), overlapping.results().rebuilt(FEED));
    }
  }

  /** NG3: a transaction that commits after a younger one is passed over, unless a horizon waits for it. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "open transactions", "lag", "overlap"})
  void ng3_lateCommit(String means) throws Exception {
    Incremental mode =
        switch (means) {
          case "open transactions" -> Incremental.by("at").behindOpenTransactions();
          case "lag" -> Incremental.by("at").safetyLag(Duration.ofMillis(1_500));
          case "overlap" -> Incremental.by("at").overlap(Duration.ofMinutes(1));
          default -> Incremental.by("at");
        };
    try (Connection late = db.connect()) {
      late.setAutoCommit(false);
      try (Statement statement = late.createStatement()) {
        statement.execute("INSERT INTO feed VALUES (2000, now(), 'late')");
        Thread.sleep(20); // now() is the time at which the transaction began
        db.execute("INSERT INTO feed VALUES (2001, now(), 'early')");
        var unused = run(mode);
        late.commit();
      }
    }
    boolean waits = means.equals("open transactions") || means.equals("lag");
    Thread.sleep(waits ? 1_700 : 0); // until both are older than the horizon
    var unused = run(mode);
    if (means.equals("none")) {
      assertThat(env.results().rebuilt(FEED)).as("the late row is lost").hasSize(101);
    } else {
      assertUnionIsSource();
    }
  }

  /** NG3: a row whose time lies in the past is lost, unless the overlap reaches it; reconcile reports it. */
  @Test
  void ng3_backdatedRow() {
    var unused = run(Incremental.by("at").overlap(Duration.ofSeconds(20)));
    db.execute(
        "INSERT INTO feed VALUES (500, '2026-01-01 00:00:45+00', 'backdated')",
        "UPDATE feed SET v = 'changed in place' WHERE id = 90");
    var unusedSecond = run(Incremental.by("at").overlap(Duration.ofSeconds(20)));
    assertUnionIsSource();
    assertThat(env.results().manifest().path("supersedes")).hasSize(1);
    try (Env plain = Env.sqlite(db, dir.resolve("plain" + tests))) {
      Export export = plain.export("feed").extract(Incremental.by("at")).build();
      var unusedFirst = plain.rivet().run(export);
      db.execute("INSERT INTO feed VALUES (501, '2026-01-01 00:00:44+00', 'backdated')");
      ReconcileReport report = plain.rivet().reconcile(export).execute();
      assertThat(report.dirty()).as("RC4").hasSize(1);
      assertThat(plain.rivet().run(export).rows()).isZero();
      assertThat(plain.results().rebuilt(FEED)).hasSize(101);
    }
  }

  /** MI7 with an overlap: what is read again and found unchanged is not published again. */
  @Test
  void mi7_unchangedTailIsNotPublishedAgain() {
    Export export = export(Incremental.by("at").overlap(Duration.ofSeconds(20)));
    var unused = env.rivet().run(export);
    var files = env.results().snapshot();
    assertThat(env.rivet().run(export).status()).isEqualTo(RunStatus.SKIPPED);
    assertThat(env.results().snapshot()).isEqualTo(files);
  }

  /** RC4, RR4, RR7: the windows of the last run, at every depth; a repair leaves the cursor alone. */
  @ParameterizedTest
  @EnumSource(Depth.class)
  void rc4_rr7_reconcileAndRepair(Depth depth) throws Exception {
    Incremental mode = Incremental.by("at").overlap(Duration.ofSeconds(5)).rows(20).parallel(2);
    var unused = run(mode);
    db.execute(insert(101, 150));
    var unusedSecond = run(mode);
    ReconcileReport clean = env.rivet().reconcile(export(mode)).depth(depth).execute();
    assertThat(clean.isClean()).isTrue();
    assertThat(clean.outOfRangeRows()).isZero();
    assertThat(env.rivet().progression("feed").orElseThrow().isVerified()).isTrue();
    String before = cursor();
    db.execute("DELETE FROM feed WHERE id = 120", insert(152, 153));
    ReconcileReport report = env.rivet().reconcile(export(mode)).depth(depth).execute();
    assertThat(report.dirty()).hasSize(1);
    assertThat(report.outOfRangeRows()).as("newer rows").isEqualTo(2);
    var unusedRepaired = env.rivet().repair(report).execute();
    assertThat(env.rivet().reconcile(export(mode)).depth(depth).execute().isClean()).isTrue();
    assertThat(cursor()).isEqualTo(before);
    var unusedThird = run(mode);
    assertUnionIsSource();
  }

  /** CC8: another column, mode or key is refused until the cursor is reset. */
  @Test
  void cc8_switchingColumnWithStoredCursorRefused() {
    var unused = run(Incremental.by("at"));
    failure(ErrorCode.CURSOR_POLICY_CHANGED, () -> env.rivet().plan(export(Incremental.by("id"))));
    Plan old = env.rivet().plan(export(Incremental.by("at")));
    env.rivet().resetCursor("feed");
    failure(ErrorCode.PLAN_CURSOR_MOVED, () -> env.rivet().apply(old).execute());
    assertThat(env.rivet().run(export(Incremental.by("id"))).rows()).isEqualTo(100);
  }

  /** MI3: what cannot be ordered or calculated with is refused at plan time, every problem at once. */
  @Test
  void mi3_unsupportedCursorsRefused() {
    db.execute(
        "CREATE TABLE odd (id integer PRIMARY KEY, j jsonb, b boolean, l integer[], t text, n"
            + " numeric(9,2), d date, i timestamptz)",
        "INSERT INTO odd VALUES (1, '{}', true, '{1}', 't', 1.5, '2026-01-01', 'infinity')",
        "CREATE VIEW even AS SELECT id, n FROM odd");
    for (String column : List.of("j", "b", "l", "i")) {
      failure(
          ErrorCode.CURSOR_COLUMN_UNSUITABLE,
          () -> env.rivet().plan(env.export("odd").extract(Incremental.by(column)).build()));
    }
    failure(
        ErrorCode.CURSOR_COLUMN_UNSUITABLE,
        () ->
            env.rivet()
                .plan(
                    env.export("odd")
                        .extract(Incremental.by("t").overlap(Duration.ofDays(1)))
                        .build()));
    failure(
        ErrorCode.CURSOR_COLUMN_UNSUITABLE,
        () -> env.rivet().plan(env.export("odd").extract(Incremental.coalesce("t", "d")).build()));
    failure(
        ErrorCode.CURSOR_HORIZON_UNAVAILABLE,
        () ->
            env.rivet()
                .plan(
                    env.export("odd")
                        .extract(Incremental.by("id").behindOpenTransactions())
                        .build()));
    failure(
        ErrorCode.COLUMN_NOT_FOUND,
        () -> env.rivet().plan(env.export("odd").extract(Incremental.by("nope")).build()));
    assertThat(env.rivet().run(env.export("even").extract(Incremental.by("n")).build()).rows())
        .isEqualTo(1);
  }

  /** MI2, CC10, SQ2: values of every type come back through the condition exactly, whatever they hold. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "smallint                 | -32768 | 7 | 32767",
        "bigint                   | -9223372036854775808 | 0 | 9223372036854775807",
        "numeric                  | -1.5 | 0.000000000000000001 | 123456789012345678901234567890",
        "numeric(12,2)            | -1.50 | 0 | 1000000000.99",
        "real                     | -1.1 | 0.1 | 16777217",
        "double precision         | -1e300 | 0.1 | 1.7976931348623157e308",
        "text                     | 'a' | O'Re\\illy \" ; -- żółć | ŝ 😀",
        "varchar(8)               | A | a | b",
        "char(5)                  | a | ab | abc",
        "uuid                     | 00000000-0000-0000-0000-000000000001 |"
            + " 7fffffff-0000-0000-0000-000000000000 | ffffffff-ffff-ffff-ffff-ffffffffffff",
        "date                     | 0001-01-01 | 2024-02-29 | 9999-12-31",
        "timestamp                | 0001-01-01 00:00:00 | 2026-01-01 10:00:00.000001 |"
            + " 9999-12-31 23:59:59.999999",
        "timestamp(3)             | 1969-12-31 23:59:59.999 | 2026-01-01 10:00:00.001 |"
            + " 2026-01-01 10:00:00.002",
        "timestamptz              | 1969-12-31 23:59:59.999999+00 | 2026-10-25 01:30:00+00 |"
            + " 2026-10-25 02:30:00+00:30"
      })
  void mi2_everyTypeRoundTrips(String type, String low, String middle, String high) {
    db.execute(
        "DROP TABLE IF EXISTS cur",
        "CREATE TABLE cur (c " + type + " NOT NULL, n integer)",
        "INSERT INTO cur VALUES ($q$" + low + "$q$, 1), ($q$" + middle + "$q$, 2)");
    Export export =
        Export.query("cur", "SELECT c, n FROM cur")
            .unboundedNumeric(dev.rivet.type.RivetType.decimal(38, 18))
            .column("n", dev.rivet.type.RivetType.int32())
            .extract(Incremental.by("c").rows(1))
            .into(env.prefix())
            .build();
    if (type.equals("numeric")) {
      high = "12345678901234567890";
    }
    assertThat(env.rivet().run(export).rows()).isEqualTo(2);
    assertThat(env.rivet().run(export).rows()).isZero();
    db.execute("INSERT INTO cur VALUES ($q$" + high + "$q$, 3)");
    assertThat(env.rivet().run(export).rows()).isEqualTo(1);
    assertThat(env.rivet().run(export).rows()).isZero();
    assertThat(env.rivet().reconcile(export).execute().isClean()).isTrue();
  }

  /** SQ4, MC1: an account that does not see the transactions of others is told so, not served wrongly. */
  @Test
  void openTransactionsMustBeVisible() throws Exception {
    db.execute(
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'blind') THEN CREATE"
            + " ROLE blind LOGIN PASSWORD 'blind'; END IF; END $$",
        "GRANT SELECT ON feed TO blind");
    org.postgresql.ds.PGSimpleDataSource blind = new org.postgresql.ds.PGSimpleDataSource();
    blind.setUrl(db.url());
    blind.setUser("blind");
    blind.setPassword("blind");
    try (Connection other = db.connect();
        Statement statement = other.createStatement();
        Env poor = Env.sqlite(blind, dir.resolve("blind"))) {
      other.setAutoCommit(false);
      statement.execute("INSERT INTO feed VALUES (3000, now(), 'open')");
      failure(
          ErrorCode.CURSOR_HORIZON_UNAVAILABLE,
          () ->
              poor.rivet()
                  .plan(
                      poor.export("feed")
                          .extract(Incremental.by("at").behindOpenTransactions())
                          .build()));
      other.rollback();
    }
  }

  /** The gap test: writers that commit out of order, ties, 20 runs; the union of the manifests is the source. */
  @ParameterizedTest
  @ValueSource(strings = {"open transactions", "overlap", "lag and overlap"})
  void gap_twentyRuns(String means) throws Exception {
    Incremental mode =
        switch (means) {
          case "open transactions" ->
              Incremental.by("at").behindOpenTransactions().rows(40).parallel(2);
          case "overlap" -> Incremental.by("at").overlap(Duration.ofSeconds(5));
          default ->
              Incremental.by("at")
                  .safetyLag(Duration.ofMillis(50))
                  .overlap(Duration.ofSeconds(5))
                  .rows(50);
        };
    db.execute("TRUNCATE feed");
    int runs = 0;
    try (LateWriters writers =
        new LateWriters(
            db.dataSource(),
            4,
            "INSERT INTO feed VALUES (?, date_trunc('milliseconds', now()), ?)",
            null,
            42)) {
      for (; runs < 18; runs++) {
        var unused = run(mode);
        Thread.sleep(60); // several commits per run
      }
      assertThat(writers.rows()).isGreaterThan(100);
    }
    for (; runs < 20; runs++) {
      Thread.sleep(1_100); // until all is older than the horizon
      var unused = run(mode);
    }
    assertUnionIsSource();
    assertThat(env.committed("feed").size()).isGreaterThan(10);
  }
}
