package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Csv;
import dev.rivet.it.support.Dialects;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.RecordingDialect;
import dev.rivet.it.support.Results;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.RepairPlan;
import dev.rivet.run.RepairReport;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.FaultyDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Repair: RR1–RR9, and the walkthrough's story from a damaged part to a verified boundary. */
class RepairIT extends ItemsFixture {

  private ReconcileReport reconcile(Export export) {
    return rivet().reconcile(export).depth(Depth.CONTENT).execute();
  }

  /** Source rows changed in the first slice, the part of the last one is lost. */
  private ReconcileReport damaged() throws IOException {
    rivet().run(chunked());
    db.execute("UPDATE items SET label = 'changed' WHERE id = 7", "DELETE FROM items WHERE id = 8");
    Files.delete(part(2));
    ReconcileReport report = reconcile(chunked());
    assertThat(report.dirty()).extracting(p -> p.slice().index()).containsExactly(0, 2);
    return report;
  }

  /** RR1: another export's report, and one that a newer run has overtaken. */
  @Test
  void rr1_foreignOrOutdatedReportRefused() throws IOException {
    ReconcileReport report = damaged();
    rivet().run(chunked());
    RivetException e =
        failure(ErrorCode.REPAIR_REPORT_REFUSED, () -> rivet().repair(report).execute());
    assertThat(e).hasMessageContaining("Reconcile again");

    ReconcileReport foreign =
        ReconcileReport.fromJson(report.toJson().replace("\"items\"", "\"orders\""));
    assertThat(failure(ErrorCode.RUN_NOT_FOUND, () -> rivet().repair(foreign).execute()))
        .hasMessageContaining("orders");

    ReconcileReport moved = ReconcileReport.fromJson(reconcile(chunked()).toJson());
    assertThat(moved.isClean()).isTrue();
    assertThat(rivet().repair(moved).execute().results()).isEmpty();
  }

  /** RR1: after a repair the same report is used up. */
  @Test
  void rr1_aReportRepairsOnce() throws IOException {
    ReconcileReport report = damaged();
    rivet().repair(report).execute();
    failure(ErrorCode.REPAIR_REPORT_REFUSED, () -> rivet().repair(report).execute());
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** RR1: bounds that are not those of the run. */
  @Test
  void rr1_inventedSliceRefused() throws IOException {
    String json = damaged().toJson();
    ReconcileReport invented =
        ReconcileReport.fromJson(json.replaceFirst("\"to\"\\s*:\\s*30", "\"to\": 31"));
    failure(ErrorCode.REPAIR_REPORT_REFUSED, () -> rivet().repair(invented).execute());
  }

  /** RR2. */
  @Test
  void rr2_dryRunTouchesNothing() throws IOException {
    ReconcileReport report = damaged();
    Map<String, String> before = results().snapshot();
    FaultPlan recorder = FaultPlan.none();
    RecordingDialect dialect = new RecordingDialect(Dialects.postgres());
    RepairPlan plan = env.faulty(recorder, b -> b.dialect(dialect.dialect())).repair(report).plan();
    assertThat(plan.actions())
        .extracting(a -> a.slice().toString())
        .containsExactly("slice 0 [1..30]", "slice 2 [61..90]");
    assertThat(plan.toString()).contains("2 slices to export again").contains("slice 0 [1..30]");
    assertThat(plan.toJson()).contains("\"reconciled_run_id\"").contains("\"actions\"");
    assertThat(recorder.effects()).isEmpty();
    assertThat(dialect.calls()).isEmpty();
    assertThat(results().snapshot()).isEqualTo(before);
  }

  /** RR3: repair reads what extraction reads, for exactly the damaged slices. */
  @Test
  void rr3_readsExactlyTheDamagedSlices() throws IOException {
    ReconcileReport report = damaged();
    RecordingDialect dialect = new RecordingDialect(Dialects.postgres());
    RepairReport repaired = env.rivet(b -> b.dialect(dialect.dialect())).repair(report).execute();
    assertThat(dialect.calls().stream().filter("SourceRelation.read"::equals)).hasSize(2);
    assertThat(repaired.results())
        .extracting(r -> r.slice().index() + ":" + r.rows())
        .containsExactly("0:29", "2:30");
    assertThat(repaired.rows()).isEqualTo(59);
  }

  /** RR4. */
  @Test
  void rr4_committedBoundaryUntouched_verifiedMovesWithTheNextReconcileOnly() throws IOException {
    ReconcileReport report = damaged();
    var before = rivet().progression("items").orElseThrow().committed().orElseThrow();
    rivet().repair(report).execute();
    assertThat(rivet().progression("items").orElseThrow().committed()).contains(before);
    assertThat(rivet().progression("items").orElseThrow().verified()).isEmpty();
    reconcile(chunked()).orThrow();
    assertThat(rivet().progression("items").orElseThrow().committed()).contains(before);
    assertThat(rivet().progression("items").orElseThrow().isVerified()).isTrue();
  }

  /** RR5: additive files, superseded parts named, totals exact, marker re-stamped, both immutable manifests kept. */
  @Test
  void rr5_manifestRowsEqualSourceAfterRepair_andValidatePasses() throws IOException {
    ReconcileReport report = damaged();
    String exportRun = results().runId();
    List<Results.Part> old = results().committed();
    Set<String> filesBefore = results().files();
    byte[] manifestBefore = results().bytes("manifest-" + exportRun + ".json");

    RepairReport repaired = rivet().repair(report).execute();

    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(results().runId()).isEqualTo(repaired.repairRunId()).isNotEqualTo(exportRun);
    assertThat(results().files()).containsAll(filesBefore);
    assertThat(results().bytes("manifest-" + exportRun + ".json")).isEqualTo(manifestBefore);
    assertThat(results().parts("superseded"))
        .extracting(Results.Part::path)
        .containsExactlyInAnyOrder(old.get(0).path(), old.get(2).path());
    assertThat(repaired.supersededParts())
        .containsExactlyInAnyOrder(old.get(0).path(), old.get(2).path());
    JsonNode manifest = results().manifest();
    assertThat(manifest.path("kind").asText()).isEqualTo("repair");
    assertThat(manifest.path("previous_run_id").asText()).isEqualTo(exportRun);
    assertThat(manifest.path("row_count").asLong()).isEqualTo(89);
    assertThat(manifest.path("part_count").asInt()).isEqualTo(3);
    assertThat(manifest.path("supersedes")).hasSize(2);
    assertThat(manifest.path("supersedes").get(0).path("run_id").asText()).isEqualTo(exportRun);
    assertThat(rivet().validate(chunked()).execute().orThrow().partsVerified()).isEqualTo(3);
    Results.compare(ITEMS.rows(db), results().rebuilt(ITEMS));
    assertThat(reconcile(chunked()).orThrow().isClean()).isTrue();
  }

  /** RR5 over several generations: only the newest counts, every row once. */
  @Test
  void rr5_repairOfARepair() throws IOException {
    rivet().repair(damaged()).execute();
    db.execute("UPDATE items SET qty = 99 WHERE id IN (3, 33)");
    rivet().repair(reconcile(chunked())).execute();
    db.execute("UPDATE items SET qty = 100 WHERE id IN (3, 63)");
    ReconcileReport third = reconcile(chunked());
    assertThat(third.dirty()).extracting(p -> p.slice().index()).containsExactly(0, 2);
    rivet().repair(third).execute();
    results().assertConsistent().assertEquals(ITEMS, db);
    Results.compare(ITEMS.rows(db), results().rebuilt(ITEMS));
    assertThat(results().immutableManifests()).hasSize(4);
    assertThat(results().parts("superseded")).hasSize(6);
    assertThat(reconcile(chunked()).orThrow().isClean()).isTrue();
    assertThat(rivet().validate(chunked()).execute().orThrow().advisories()).isEmpty();
  }

  /** RR7: every mode that can be reconciled. */
  @Test
  void rr7_fullIsRepaired() {
    rivet().run(full());
    db.execute(
        "UPDATE items SET label = NULL WHERE id = 50",
        "INSERT INTO items VALUES (1000, 'late', 1)");
    rivet().repair(reconcile(full())).execute();
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(reconcile(full()).orThrow().isClean()).isTrue();
  }

  /** RR7: and CSV, and a slice that became empty. */
  @Test
  void rr7_csvAndASliceThatBecameEmpty() {
    Export csv = items().as(Csv.rfc4180()).extract(Chunked.by("id").count(3).parallel(3)).build();
    rivet().run(csv);
    db.execute(
        "DELETE FROM items WHERE id BETWEEN 31 AND 60", "UPDATE items SET label = '' WHERE id = 1");
    rivet().repair(reconcile(csv)).execute();
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(reconcile(csv).orThrow().partitions().get(1).recordedRows()).isZero();
  }

  /** RR8. */
  @Test
  void rr8_reportAsJson() throws IOException {
    RepairReport repaired = rivet().repair(damaged()).execute();
    assertThat(repaired.toJson())
        .contains("\"repair_run_id\"", "\"results\"", "\"superseded_parts\"", "\"rows\": 59");
  }

  /** RR9: a slice that fails changes nothing for readers; the code says so; the next repair is exact. */
  @Test
  void rr9_oneFailingSlice_readersSeeWhatTheySaw() throws IOException {
    ReconcileReport report = damaged();
    Map<String, String> before = results().snapshot();
    FaultPlan reads = FaultPlan.failBefore(1).only(e -> e.target().equals("[61..90]"));
    RivetException e =
        failure(
            ErrorCode.REPAIR_FAILED,
            () ->
                env.rivet(b -> b.dialect(FaultyDialect.wrap(Dialects.postgres(), reads, "42501")))
                    .repair(report)
                    .execute());
    assertThat(e).hasMessageContaining("readers still see");
    assertThat(e.problems()).extracting(p -> p.code()).containsExactly(ErrorCode.SOURCE_PERMISSION);
    assertThat(results().snapshot()).containsAllEntriesOf(before);
    assertThat(env.unfinished("default", "items")).isEmpty();
    rivet().repair(report).execute();
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** RR9: a transient failure is retried like in an export. */
  @Test
  void rr9_transientFailureIsRetried() throws IOException {
    ReconcileReport report = damaged();
    FaultPlan reads = FaultPlan.failBefore(1);
    env.rivet(b -> b.dialect(FaultyDialect.wrap(Dialects.postgres(), reads)))
        .repair(report)
        .execute();
    assertThat(reads.hasFired()).isTrue();
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** RR9, CP9: the prefix is the run's, also on another day. */
  @Test
  void rr9_repairNextDayUsesOriginalPrefix() {
    Env.ManualClock clock = new Env.ManualClock(Instant.parse("2026-11-23T23:59:00Z"));
    Path daily = env.prefix().resolve("{date}");
    Export export = Export.table("items").extract(Chunked.by("id").count(3)).into(daily).build();
    Rivet rivet = env.rivet(b -> b.clock(clock));
    rivet.run(export);
    db.execute("UPDATE items SET qty = 55 WHERE id = 40");
    clock.set(Instant.parse("2026-11-24T08:00:00Z"));
    rivet.repair(rivet.reconcile(export).depth(Depth.CONTENT).execute()).execute();
    Results.at(env.prefix().resolve("2026-11-23")).assertConsistent().assertEquals(ITEMS, db);
    assertThat(env.prefix().resolve("2026-11-24")).doesNotExist();
    assertThat(rivet.validate(export).execute().isPassed()).isTrue();
  }
}
