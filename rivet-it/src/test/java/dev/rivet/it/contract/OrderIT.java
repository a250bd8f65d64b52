package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.Export;
import dev.rivet.error.ErrorCode;
import dev.rivet.extract.Chunked;
import dev.rivet.it.support.Dialects;
import dev.rivet.it.support.Results;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunStatus;
import dev.rivet.spi.state.RunMetric;
import dev.rivet.tck.fault.Effect;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.FaultyDialect;
import dev.rivet.tck.fault.SimulatedCrash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Order of one run and its invariants: contracts §3.1, I1–I12, CP1, CP8, TF3, TF4. */
class OrderIT extends ItemsFixture {

  private static List<String> names(FaultPlan recorder) {
    return recorder.effects().stream()
        .map(
            e ->
                e.operation().replaceAll(".*\\.", "")
                    + " "
                    + e.target().replaceAll("items_[0-9T.]+_[0-9a-f]{8}", "RUN"))
        .toList();
  }

  /** The whole order, literally: parts, seal, immutable manifest, manifest, marker, one state transaction, metric, journal. */
  @Test
  void theOrderOfOneRun() {
    FaultPlan recorder = FaultPlan.none();
    env.faulty(recorder).run(chunked());
    List<String> effects = new ArrayList<>(names(recorder));
    effects.removeIf(e -> e.startsWith("removeLeftovers") || e.startsWith("renewLease"));
    assertThat(effects)
        .containsExactly(
            "acquireLease default/items",
            "startRun RUN",
            "claimSlice RUN",
            "commit RUN_s00000_a01_p000.parquet",
            "completeSlice slice 0 [1..30]",
            "claimSlice RUN",
            "commit RUN_s00001_a01_p000.parquet",
            "completeSlice slice 1 [31..60]",
            "claimSlice RUN",
            "commit RUN_s00002_a01_p000.parquet",
            "completeSlice slice 2 [61..90]",
            "claimSlice RUN",
            "seal RUN",
            "put manifest-RUN.json",
            "put manifest.json",
            "put _SUCCESS",
            "commit RUN",
            "recordMetric RUN",
            "recordJournal RUN",
            "releaseLease default/items");
  }

  /** CP1: run and slices are recorded before the first row is read. */
  @Test
  void cp1_rowsExistBeforeTheFirstQuery() {
    FaultPlan firstBatch =
        FaultPlan.runBefore(
            1, () -> assertThat(env.number("SELECT count(*) FROM rivet_slice")).isEqualTo(3));
    env.rivet(b -> b.dialect(FaultyDialect.wrap(Dialects.postgres(), firstBatch))).run(chunked());
    assertThat(firstBatch.hasFired()).isTrue();
  }

  /** I1, DW1: before its commit a part is not visible. */
  @Test
  void i1_unfinishedPartIsInvisible() {
    FaultPlan first =
        FaultPlan.runBefore(1, () -> assertThat(results().partFiles()).isEmpty())
            .only(e -> e.operation().equals("Upload.commit"));
    env.faulty(first).run(chunked());
    assertThat(first.hasFired()).isTrue();
  }

  /** I2, M1: at the moment the manifest is put, everything it lists is there. */
  @Test
  void i2_m1_everyListedPartExistsAtWriteTime() {
    FaultPlan manifest =
        FaultPlan.runAfter(
                1,
                () -> {
                  String name = results().immutableManifests().get(0);
                  results()
                      .json(name)
                      .path("parts")
                      .forEach(
                          p ->
                              assertThat(
                                      Results.fingerprint(results().bytes(p.path("path").asText())))
                                  .isEqualTo(p.path("content_fingerprint").asText()));
                  assertThat(results().files()).doesNotContain("manifest.json", "_SUCCESS");
                })
            .only(e -> e.target().startsWith("manifest-"));
    env.faulty(manifest).run(chunked());
    assertThat(manifest.hasFired()).isTrue();
  }

  /** I2: a part whose upload failed is listed nowhere. */
  @Test
  void i2_failedUploadLeavesNoEntry() {
    FaultPlan faults =
        FaultPlan.failBefore(2).thenStayDown().only(e -> e.operation().equals("Upload.commit"));
    Export once =
        env.export("items")
            .tuning(dev.rivet.Tuning.fast().maxRetries(0))
            .extract(Chunked.by("id").count(3))
            .build();
    assertThatThrownBy(() -> env.faulty(faults).run(once)).isNotNull();
    assertThat(results().files()).doesNotContain("manifest.json", "_SUCCESS");
    assertThat(results().partFiles()).hasSize(1);
    assertThat(env.number("SELECT count(*) FROM rivet_part")).isEqualTo(1);
    results().assertNoLeftovers();
  }

  /** I11: a crash on either side of the put of the immutable manifest; the rows are in exactly one manifest. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void i11_crashOnEitherSideOfManifestPut_rowsAppearInExactlyOneManifest(boolean isPut) {
    Plan plan = rivet().plan(chunked());
    String at = isPut ? "manifest.json" : "manifest-";
    FaultPlan crash =
        FaultPlan.crashBefore(1)
            .only(
                e ->
                    e.operation().matches("Sink.put|ConditionalSink.replace")
                        && e.target().startsWith(at));
    assertThatThrownBy(() -> env.faulty(crash).apply(plan).execute())
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    assertThat(results().immutableManifests()).hasSize(isPut ? 1 : 0);
    env.expireLeases();
    // Another plan of the same export: it must finish what was sealed before it reads anything.
    ApplyResult next = rivet().apply(rivet().plan(chunked())).execute();
    assertThat(next.warnings()).anyMatch(w -> w.contains("ROLLED_FORWARD"));
    assertThat(env.committed("items")).hasSize(2);
    assertThat(results().immutableManifests()).hasSize(2);
    failure(ErrorCode.PLAN_ALREADY_APPLIED, () -> rivet().apply(plan).execute());
    results().assertConsistent().assertEquals(ITEMS, db);
    for (String manifest : results().immutableManifests()) {
      List<String> parts = new ArrayList<>();
      results().json(manifest).path("parts").forEach(p -> parts.add(p.path("path").asText()));
      Results.compare(ITEMS.rows(db), results().read(ITEMS, parts));
    }
  }

  /** I4: exactly one terminal metric per run, with the outcome the run had in the end. */
  @Test
  void i4_oneTerminalRowPerRunMatchingOutcome() {
    ApplyResult success = rivet().run(chunked());
    RunMetric metric = rivet().runs("items").get(0);
    assertThat(metric.runId()).isEqualTo(success.runId());
    assertThat(metric.status()).isEqualTo("success");
    assertThat(metric.rows()).isEqualTo(90);
    assertThat(metric.parts()).isEqualTo(3);
    assertThat(metric.errorCode()).isNull();
    Plan plan = rivet().plan(chunked());
    FaultPlan broken = FaultPlan.failBefore(2).only(e -> true);
    failure(
        ErrorCode.SOURCE_PERMISSION,
        () ->
            env.rivet(b -> b.dialect(FaultyDialect.wrap(Dialects.postgres(), broken, "42501")))
                .apply(plan)
                .execute());
    assertThat(rivet().runs("items")).hasSize(2);
    assertThat(rivet().runs("items").get(0).status()).isEqualTo("failed");
    assertThat(rivet().runs("items").get(0).errorCode()).isEqualTo("SOURCE_PERMISSION");
    rivet().apply(plan).execute();
    assertThat(rivet().runs("items")).as("one row per run, also for a resumed one").hasSize(2);
    assertThat(rivet().runs("items").get(0).status())
        .as("the outcome the run had in the end")
        .isEqualTo("success");
  }

  /** I7: statistics that cannot be recorded do not fail a run. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "StateStore.recordMetric",
        "StateStore.recordJournal",
        "DirectSink.removeLeftovers"
      })
  void i7_observabilityFailureIsAWarning(String operation) {
    FaultPlan faults = FaultPlan.failBefore(1).only(e -> e.operation().equals(operation));
    assertThat(env.faulty(faults).run(chunked()).status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(faults.hasFired()).isTrue();
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** I12: RunStarted first, RunCompleted last and once, a slice starts before it completes; the journal holds the same. */
  @Test
  void i12_eventOrder() throws Exception {
    List<RunEvent> events = new ArrayList<>();
    FaultPlan once = FaultPlan.failBefore(3);
    var rivet = env.rivet(b -> b.dialect(FaultyDialect.wrap(Dialects.postgres(), once)));
    ApplyResult result =
        rivet
            .apply(rivet.plan(items().extract(Chunked.by("id").count(3).parallel(2)).build()))
            .listener(events::add)
            .execute();
    assertThat(events.get(0)).isInstanceOf(RunEvent.RunStarted.class);
    assertThat(events.get(events.size() - 1)).isInstanceOf(RunEvent.RunCompleted.class);
    assertThat(events.stream().filter(e -> e instanceof RunEvent.RunStarted)).hasSize(1);
    assertThat(events.stream().filter(e -> e instanceof RunEvent.RunCompleted)).hasSize(1);
    for (int slice = 0; slice < 3; slice++) {
      int index = slice;
      List<String> life =
          events.stream()
              .map(
                  e ->
                      e instanceof RunEvent.SliceStarted s && s.slice().index() == index
                          ? "started"
                          : e instanceof RunEvent.SliceFailed f && f.slice().index() == index
                              ? "failed"
                              : e instanceof RunEvent.SliceCompleted c && c.slice().index() == index
                                  ? "completed"
                                  : "")
              .filter(s -> !s.isEmpty())
              .toList();
      assertThat(life)
          .isIn(
              List.of("started", "completed"),
              List.of("started", "failed", "started", "completed"));
    }
    assertThat(events.stream().filter(e -> e instanceof RunEvent.RetryAttempted)).hasSize(1);
    assertThat(result.retries()).isEqualTo(1);
    assertThat(
            events.stream()
                .filter(e -> e instanceof RunEvent.Progress)
                .mapToLong(e -> ((RunEvent.Progress) e).rows())
                .sum())
        .isGreaterThanOrEqualTo(90);
    String journal = env.store().journal(result.runId()).orElseThrow();
    assertThat(journal.lines().findFirst().orElseThrow()).contains("RunStarted");
    assertThat(journal.lines().reduce((a, b) -> b).orElseThrow()).contains("RunCompleted");
  }

  /** TF3: the report is there for success, failure and skip, as object and JSON. */
  @Test
  void tf3_reportForSuccessFailureSkip() {
    ApplyResult r = rivet().apply(rivet().plan(chunked())).validate().execute();
    assertThat(r.status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(r.exportName()).isEqualTo("items");
    assertThat(r.sourceEngine()).isEqualTo("postgres");
    assertThat(r.sourceVersion()).startsWith("18");
    assertThat(r.pooler()).isEqualTo("direct");
    assertThat(r.format()).isEqualTo("parquet");
    assertThat(r.compression()).isEqualTo("zstd");
    assertThat(r.tuningProfile()).isEqualTo("fast");
    assertThat(r.slices()).isEqualTo(3);
    assertThat(r.slicesResumed()).isZero();
    assertThat(r.statements()).isGreaterThanOrEqualTo(3);
    assertThat(r.sourceBytes()).isPositive();
    assertThat(r.peakBatchMemory()).isPositive();
    assertThat(r.bytes())
        .isEqualTo(results().committed().stream().mapToLong(Results.Part::size).sum());
    assertThat(r.toJson()).contains("\"run_id\"", "\"validation_passed\": true", "\"rows\": 90");
    assertThat(r).asString().startsWith("items: 90 rows, 3 parts, ");
    String stored = rivet().runs("items").get(0).detailsJson();
    assertThat(stored).contains("\"rows\": 90");

    FaultPlan broken = FaultPlan.failBefore(2);
    failure(
        ErrorCode.SOURCE_PERMISSION,
        () ->
            env.rivet(b -> b.dialect(FaultyDialect.wrap(Dialects.postgres(), broken, "42501")))
                .run(chunked()));
    String failed = rivet().runs("items").get(0).detailsJson();
    assertThat(failed)
        .contains("\"status\": \"failed\"", "SOURCE_PERMISSION", "\"is_resumable\": true");

    db.execute("DELETE FROM items");
    rivet().resetChunks("items");
    rivet().run(items().onEmptyResult(dev.rivet.EmptyResult.SKIP).build());
    assertThat(rivet().runs("items").get(0).detailsJson())
        .contains("\"status\": \"skipped\"", "0 rows");
  }

  /** TF4: listeners cannot hurt a run. */
  @Test
  void tf4_throwingListenerHarmless() {
    ApplyResult r =
        rivet()
            .apply(rivet().plan(chunked()))
            .listener(
                event -> {
                  throw new IllegalStateException("listener bug");
                })
            .execute();
    assertThat(r.status()).isEqualTo(RunStatus.SUCCESS);
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** The recorder sees effects of repairs, too: same finisher, same order. */
  @Test
  void repairEndsInTheSameOrder() {
    rivet().run(chunked());
    db.execute("UPDATE items SET qty = 77 WHERE id = 1");
    var report = rivet().reconcile(chunked()).depth(dev.rivet.run.Depth.CONTENT).execute();
    FaultPlan recorder = FaultPlan.none();
    env.faulty(recorder).repair(report).execute();
    List<String> effects = names(recorder);
    assertThat(
            effects.subList(effects.indexOf("seal RUN"), effects.size()).stream()
                .filter(e -> !e.startsWith("record")))
        .containsExactly(
            "seal RUN",
            "put manifest-RUN.json",
            "renewLease default/items",
            "replace manifest.json",
            "renewLease default/items",
            "replace _SUCCESS",
            "commit RUN",
            "releaseLease default/items");
    assertThat(recorder.effects())
        .extracting(Effect::operation)
        .contains("StateStore.startRun", "Upload.commit");
  }
}
