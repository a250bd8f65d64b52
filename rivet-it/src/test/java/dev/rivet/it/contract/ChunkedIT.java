package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Consistency;
import dev.rivet.it.support.Dialects;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.RecordingDialect;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.SourceTable;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Guard;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunStatus;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.FaultyDialect;
import dev.rivet.tck.fault.SimulatedCrash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks, checkpoints, attempts, resume: CH1–CH10, CP1–CP9, AR1, AR3, RT1, RT3. */
class ChunkedIT extends ItemsFixture {

  private static List<String> bounds(Plan plan) {
    return plan.slices().stream().map(s -> s.bounds().toString()).toList();
  }

  /** CH1: a table and a query give the same boundaries. */
  @Test
  void ch1_tableVersusQuery() {
    Export query =
        Export.query("q", "SELECT DISTINCT id, label FROM items WHERE qty IS NOT NULL")
            .extract(Chunked.by("id").count(3))
            .into(env.prefix())
            .build();
    assertThat(bounds(rivet().plan(chunked()))).containsExactly("[1..30]", "[31..60]", "[61..90]");
    assertThat(bounds(rivet().plan(query))).containsExactly("[1..30]", "[31..60]", "[61..89]");
    rivet().run(query);
    results()
        .assertConsistent()
        .assertRows(
            SourceTable.of("items", "id", "label"),
            SourceTable.of("items", "id", "label").rows(db, "qty IS NOT NULL"));
  }

  /** CH2, literal ranges. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1  | [1..90]",
        "2  | [1..45], [46..90]",
        "4  | [1..23], [24..46], [47..69], [70..90]",
        "89 | [1..2]"
      })
  void ch2_rangesAreAdjacentAndCoverEverything(int count, String expected) {
    List<String> ranges =
        bounds(rivet().plan(items().extract(Chunked.by("id").count(count)).build()));
    assertThat(String.join(", ", ranges)).startsWith(expected);
    rivet().run(items().extract(Chunked.by("id").count(count)).build());
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** CH2, at the ends of the number range. */
  @Test
  void ch2_extremeKeys() {
    db.execute(
        "CREATE TABLE far (id bigint PRIMARY KEY, v text)",
        "INSERT INTO far VALUES (-9223372036854775808, 'min'), (-1, 'a'), (0, 'b'), (1, 'c'),"
            + " (9223372036854775807, 'max')");
    Export far = env.export("far").extract(Chunked.by("id").count(4).parallel(2)).build();
    Plan plan = rivet().plan(far);
    assertThat(bounds(plan))
        .containsExactly(
            "[-9223372036854775808..-4611686018427387905]",
            "[-4611686018427387904..-1]",
            "[0..4611686018427387903]",
            "[4611686018427387904..9223372036854775807]");
    rivet().apply(Plan.fromJson(plan.toJson())).execute();
    results().assertConsistent().assertEquals(SourceTable.of("far", "id", "v"), db);
    db.execute("DROP TABLE far");
  }

  /** CH4 here: NULL keys are exported by a slice of their own, exactly once. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void ch4_nullKeysAreExportedOnce(int parallel) {
    db.execute(
        "CREATE TABLE loose (k integer, v text)",
        "INSERT INTO loose SELECT CASE WHEN g % 4 > 0 THEN g END, 'v' || g FROM generate_series(1,"
            + " 40) g",
        "INSERT INTO loose VALUES (NULL, NULL), (NULL, NULL), (7, 'v7')");
    Export loose = env.export("loose").extract(Chunked.by("k").count(3).parallel(parallel)).build();
    assertThat(bounds(rivet().plan(loose)))
        .containsExactly("[1..13]", "[14..26]", "[27..39]", "null k");
    rivet().run(loose);
    results().assertConsistent().assertEquals(SourceTable.of("loose", "k", "v"), db);
    db.execute("DELETE FROM loose WHERE k IS NOT NULL");
    rivet().run(loose);
    results().assertConsistent().assertEquals(SourceTable.of("loose", "k", "v"), db);
    db.execute("DROP TABLE loose");
  }

  /** CH5: a decimal, text or float key is refused, not read as 0..0. */
  @Test
  void ch5_keysThatAreNotIntegersRefused() {
    db.execute(
        "CREATE TABLE odd (n numeric(12,2), t text, f float8, b boolean, huge numeric(30), s"
            + " smallint, i integer, o oid)",
        "INSERT INTO odd VALUES (1.5, '1', 1, true, 123456789012345678901234567890, 1, 1, 1)");
    for (String column : List.of("n", "t", "f", "b", "huge")) {
      RivetException e =
          failure(
              ErrorCode.CHUNK_COLUMN_NOT_INTEGER,
              () -> rivet().plan(env.export("odd").extract(Chunked.by(column)).build()));
      assertThat(e)
          .hasMessageContaining("\"" + column + "\"")
          .hasMessageContaining("[s, i")
          .hasMessageContaining("Full");
    }
    assertThat(rivet().plan(env.export("odd").extract(Chunked.by("s")).build()).slices())
        .hasSize(1);
    failure(
        ErrorCode.COLUMN_NOT_FOUND,
        () -> rivet().plan(env.export("odd").extract(Chunked.by("nope")).build()));
    db.execute("DROP TABLE odd");
  }

  /** CH7: refused from the catalog alone, without allocating a list of windows. */
  @Test
  void ch7_sparseKeysRefusedWithoutAllocating() {
    db.execute(
        "CREATE TABLE snow (id bigint PRIMARY KEY, v text)",
        "INSERT INTO snow SELECT g * 4398046511104, 'v' FROM generate_series(1, 1000) g",
        "ANALYZE snow");
    RivetException e =
        failure(
            ErrorCode.CHUNK_KEY_SPARSE,
            () -> rivet().plan(env.export("snow").extract(Chunked.by("id").rows(1000)).build()));
    assertThat(e).hasMessageContaining("count(").hasMessageContaining("1000");
    failure(
        ErrorCode.CHUNK_KEY_SPARSE,
        () ->
            rivet()
                .plan(env.export("snow").extract(Chunked.by("id").rows(1).allowSparse()).build()));
    rivet().run(env.export("snow").extract(Chunked.by("id").count(5)).build());
    results().assertConsistent().assertEquals(SourceTable.of("snow", "id", "v"), db);
    db.execute("DROP TABLE snow");
  }

  /** CH9, NG6: with a shared snapshot all slices see one moment; without, a key that moves may appear twice. */
  @Test
  void ch9_sharedSnapshotIsConsistent() {
    Export snapshot =
        items().extract(Chunked.by("id").count(3)).consistency(Consistency.SNAPSHOT).build();
    List<List<String>> before = ITEMS.rows(db);
    FaultPlan afterFirstPart =
        FaultPlan.runAfter(
                1,
                () ->
                    db.execute(
                        "UPDATE items SET id = 91 WHERE id = 1",
                        "DELETE FROM items WHERE id = 50",
                        "UPDATE items SET label = 'x' WHERE id > 60"))
            .only(e -> e.operation().equals("Upload.commit"));
    env.faulty(afterFirstPart).run(snapshot);
    assertThat(afterFirstPart.hasFired()).isTrue();
    results().assertConsistent().assertRows(ITEMS, before);
    assertThat(results().manifest().path("source").path("consistency").asText())
        .isEqualTo("snapshot");
    assertThat(db.otherSessions()).isZero();
  }

  /** CH10: rows above the planned maximum are left, and reported by reconcile. */
  @Test
  void ch10_rowsAbovePlannedMaxAreLeft() {
    Plan plan = rivet().plan(chunked());
    List<List<String>> planned = ITEMS.rows(db);
    db.execute("INSERT INTO items VALUES (91, 'late', 1)");
    rivet().apply(plan).execute();
    results().assertConsistent().assertRows(ITEMS, planned);
    assertThat(rivet().reconcile(chunked()).execute().outOfRangeRows()).isEqualTo(1);
  }

  /** AR1, AR3. */
  @Test
  void ar1_ar3_autoTakesTheIntegerPrimaryKey_andSaysSo() {
    Plan plan = rivet().plan(items().extract(Chunked.auto().rows(45)).build());
    assertThat(bounds(plan)).containsExactly("[1..45]", "[46..90]");
    assertThat(plan.warnings()).anyMatch(w -> w.message().contains("\"id\""));
    assertThat(plan.facts().key()).hasValue("id");
    assertThat(rivet().plan(items().extract(Chunked.auto()).build()).slices()).hasSize(1);
    db.execute("CREATE TABLE keyless (id bigint, u uuid)");
    RivetException e =
        failure(
            ErrorCode.CHUNK_KEY_NOT_FOUND,
            () -> rivet().plan(env.export("keyless").extract(Chunked.auto()).build()));
    assertThat(e).hasMessageContaining("Chunked.by").hasMessageContaining("Full");
    db.execute("DROP TABLE keyless");
  }

  private Plan crashedAfterTwoSlices() {
    Plan plan = rivet().plan(chunked());
    FaultPlan crash = FaultPlan.crashBefore(3).only(e -> e.operation().equals("Upload.commit"));
    assertThatThrownBy(() -> env.faulty(crash).apply(plan).execute())
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    env.expireLeases();
    return plan;
  }

  /** CP2: a fresh plan is refused while a checkpointed run is unfinished; both ways out work. */
  @Test
  void cp2_secondPlanRefusedWhileARunIsUnfinished() {
    Plan first = crashedAfterTwoSlices();
    Plan second = rivet().plan(chunked());
    RivetException e = failure(ErrorCode.RUN_UNFINISHED, () -> rivet().apply(second).execute());
    assertThat(e).hasMessageContaining(first.planId()).hasMessageContaining("force");
    assertThat(rivet().unfinishedPlan("items")).contains(first);
    ApplyResult forced = rivet().apply(second).force().execute();
    assertThat(forced.forceBypassed()).containsExactly(Guard.UNFINISHED_RUN);
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(results().committed()).allMatch(p -> p.runId().equals(forced.runId()));
    assertThat(env.unfinished("default", "items")).isEmpty();
    assertThat(rivet().validate(chunked()).execute().advisories()).isEmpty();
  }

  /** CP2: or reset. */
  @Test
  void cp2_resetForgetsTheUnfinishedRun() {
    crashedAfterTwoSlices();
    rivet().resetChunks("items");
    assertThat(rivet().unfinishedPlan("items")).isEmpty();
    rivet().run(chunked());
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** CP3: run() continues an unfinished run of the same definition and refuses for a changed one. */
  @Test
  void cp3_runContinuesTheSameDefinitionOnly() {
    crashedAfterTwoSlices();
    Export changed = items().extract(Chunked.by("id").count(5)).build();
    failure(ErrorCode.RUN_UNFINISHED, () -> rivet().run(changed));
    ApplyResult result = rivet().run(chunked());
    assertThat(result.slicesResumed()).isEqualTo(2);
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** CP5: a permanent failure is claimed once; a resume tries it again after the fix. */
  @Test
  void cp5_permanentErrorClaimedOnce_resumeRetriesAfterFix() {
    Plan plan = rivet().plan(chunked());
    FaultPlan broken = FaultPlan.failBefore(1).only(e -> e.target().equals("[31..60]"));
    List<RunEvent> events = new ArrayList<>();
    RivetException e =
        failure(
            ErrorCode.SOURCE_PERMISSION,
            () ->
                env.rivet(b -> b.dialect(FaultyDialect.wrap(Dialects.postgres(), broken, "42501")))
                    .apply(plan)
                    .listener(events::add)
                    .execute());
    assertThat(e).hasMessageContaining("slice '1'");
    assertThat(
            events.stream()
                .filter(x -> x instanceof RunEvent.SliceStarted s && s.slice().index() == 1))
        .hasSize(1);
    // CP6, CP7: the siblings are done, the run stays and can go on.
    assertThat(env.unfinished("default", "items")).hasSize(1);
    ApplyResult resumed = rivet().apply(plan).execute();
    assertThat(resumed.slicesResumed()).isEqualTo(2);
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(results().committed().get(1).path()).contains("_s00001_a02_");
  }

  /** CP5, RT1: the cap of attempts, literally. */
  @ParameterizedTest
  @CsvSource({"0, 0, 1", "2, 0, 3", "2, 5, 5", "2, 1, 1"})
  void cp5_attemptsAreCapped(int retries, int maxAttempts, int expected) {
    Chunked mode = Chunked.by("id").count(1);
    Export export =
        env.export("items")
            .tuning(Tuning.fast().maxRetries(retries).retryBackoff(Duration.ofMillis(1)))
            .extract(maxAttempts == 0 ? mode : mode.maxAttempts(maxAttempts))
            .build();
    List<RunEvent> events = new ArrayList<>();
    RecordingDialect recorder = new RecordingDialect(alwaysFailing("40001"));
    var rivet = env.rivet(b -> b.dialect(recorder.dialect()));
    failure(
        ErrorCode.SOURCE_CONFLICT,
        () -> rivet.apply(rivet.plan(export)).listener(events::add).execute());
    assertThat(events.stream().filter(e -> e instanceof RunEvent.SliceStarted)).hasSize(expected);
    assertThat(events.stream().filter(e -> e instanceof RunEvent.RetryAttempted))
        .hasSize(expected - 1);
    // RT3: a conflict is retried over the same connection: one to plan, one to check the source,
    // one to work with.
    assertThat(recorder.calls().stream().filter("Dialect.open"::equals)).hasSize(3);
  }

  private static dev.rivet.spi.dialect.Dialect alwaysFailing(String sqlState) {
    return FaultyDialect.wrap(
        Dialects.postgres(), FaultPlan.failBefore(1).thenStayDown(), sqlState);
  }

  /** RT3: a lost connection is replaced. */
  @Test
  void rt3_lostConnectionIsReplaced() {
    RecordingDialect recorder =
        new RecordingDialect(
            FaultyDialect.wrap(Dialects.postgres(), FaultPlan.failBefore(2), "08006"));
    var rivet = env.rivet(b -> b.dialect(recorder.dialect()));
    ApplyResult result = rivet.run(chunked());
    assertThat(result.retries()).isEqualTo(1);
    assertThat(recorder.calls().stream().filter("Dialect.open"::equals)).hasSize(4);
    assertThat(recorder.calls().stream().filter("SourceSession.close"::equals)).hasSize(4);
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** CP7, TU8: a failing slice does not stop its siblings, and all causes are told. */
  @Test
  void cp7_failureIsolatedAndReported() {
    db.execute("UPDATE items SET label = repeat('x', 5000) WHERE id = 31");
    Export export =
        env.export("items")
            .tuning(Tuning.fast().maxValue(dev.rivet.unit.DataSize.ofBytes(1000)))
            .extract(Chunked.by("id").count(3).parallel(3))
            .build();
    RivetException e = failure(ErrorCode.VALUE_TOO_LARGE, () -> rivet().run(export));
    assertThat(e).hasMessageContaining("label").hasMessageContaining("slice '1'");
    assertThat(e.getMessage()).doesNotContain("xxxx");
    assertThat(results().partFiles()).hasSize(2);
    assertThat(results().files()).doesNotContain("_SUCCESS");
    db.execute("UPDATE items SET label = 'short' WHERE id = 31");
    assertThat(rivet().run(export).slicesResumed()).isEqualTo(2);
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** CP7 [J]: the same retries without checkpoint. */
  @Test
  void cp7_transientRetriedWithoutCheckpoint() {
    Export export =
        items().extract(Chunked.by("id").count(3).parallel(2).withoutCheckpoint()).build();
    FaultPlan once = FaultPlan.failBefore(2);
    assertThat(
            env.rivet(b -> b.dialect(FaultyDialect.wrap(Dialects.postgres(), once)))
                .run(export)
                .retries())
        .isEqualTo(1);
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** Without checkpoint nothing is resumed: the next plan starts over and nothing is in its way. */
  @Test
  void withoutCheckpointStartsOver() {
    Export export = items().extract(Chunked.by("id").count(3).withoutCheckpoint()).build();
    FaultPlan crash = FaultPlan.crashBefore(3).only(e -> e.operation().equals("Upload.commit"));
    assertThatThrownBy(() -> env.faulty(crash).run(export))
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    env.expireLeases();
    ApplyResult result = rivet().run(export);
    assertThat(result.slicesResumed()).isZero();
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(env.unfinished("default", "items")).isEmpty();
  }

  /** CP9: ranges and prefix are the run's, also after midnight and after new rows. */
  @Test
  void cp9_resumeUsesThePlannedRangesAndTheOriginalPrefix() {
    Env.ManualClock clock = new Env.ManualClock(Instant.parse("2026-11-23T23:58:00Z"));
    Export export =
        Export.table("items")
            .extract(Chunked.by("id").count(3))
            .into(env.prefix().resolve("{date}"))
            .build();
    Plan plan = env.rivet(b -> b.clock(clock)).plan(export);
    List<List<String>> planned = ITEMS.rows(db);
    FaultPlan crash = FaultPlan.crashBefore(2).only(e -> e.operation().equals("Upload.commit"));
    assertThatThrownBy(() -> env.faulty(crash, b -> b.clock(clock)).apply(plan).execute())
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    env.expireLeases();
    clock.set(Instant.parse("2026-11-24T00:30:00Z"));
    db.execute("INSERT INTO items VALUES (500, 'later', 1)");
    RecordingDialect recorder = new RecordingDialect(Dialects.postgres());
    ApplyResult result =
        env.rivet(b -> b.clock(clock).dialect(recorder.dialect())).apply(plan).execute();
    assertThat(result.slicesResumed()).isEqualTo(1);
    assertThat(recorder.calls()).doesNotContain("SourceRelation.keyRange");
    assertThat(result.destination()).endsWith("/2026-11-23");
    Results.at(env.prefix().resolve("2026-11-23")).assertConsistent().assertRows(ITEMS, planned);
    assertThat(env.prefix().resolve("2026-11-24")).doesNotExist();
    assertThat(result.status()).isEqualTo(RunStatus.SUCCESS);
  }
}
