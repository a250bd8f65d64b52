package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.EmptyResult;
import dev.rivet.Export;
import dev.rivet.Quality;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.it.support.Dialects;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Results;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.RunStatus;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.FaultyDialect;
import dev.rivet.tck.fault.SimulatedCrash;
import dev.rivet.unit.DataSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Destination writes, names, manifest, marker: DN1, M1–M11, MF1–MF3. */
class ManifestIT extends ItemsFixture {
  /** Every field of the wire contract, with its literal value where the test knows it. */
  @Test
  void theManifestIsTheWireContract() {
    Env.ManualClock clock = new Env.ManualClock(Instant.parse("2026-11-23T10:15:00.123456Z"));
    env.rivet(b -> b.clock(clock)).run(chunked());
    JsonNode m = results().manifest();
    Set<String> names = new TreeSet<>();
    m.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .contains(
            "manifest_version",
            "run_id",
            "kind",
            "export_name",
            "started_at",
            "finished_at",
            "status",
            "source",
            "destination",
            "format",
            "compression",
            "writer_profile",
            "schema_fingerprint",
            "columns",
            "row_count",
            "part_count",
            "parts",
            "column_checksums",
            "content_digest",
            "supersedes");
    assertThat(m.path("manifest_version").asInt()).isEqualTo(1);
    assertThat(m.path("run_id").asText()).matches("items_20261123T101500\\.123_[0-9a-f]{8}");
    assertThat(m.path("kind").asText()).isEqualTo("export");
    assertThat(m.path("export_name").asText()).isEqualTo("items");
    assertThat(m.path("started_at").asText()).isEqualTo("2026-11-23T10:15:00.123456Z");
    assertThat(m.path("status").asText()).isEqualTo("success");
    assertThat(m.path("source").path("engine").asText()).isEqualTo("postgres");
    assertThat(m.path("source").path("database").asText()).isEqualTo(db.name());
    assertThat(m.path("source").path("relation").asText()).isEqualTo("items");
    assertThat(m.path("source").path("strategy").asText()).isEqualTo("chunked");
    assertThat(m.path("source").path("consistency").asText()).isEqualTo("per_slice");
    assertThat(m.path("format").asText()).isEqualTo("parquet");
    assertThat(m.path("compression").asText()).isEqualTo("zstd");
    assertThat(m.path("row_count").asLong()).isEqualTo(90);
    assertThat(m.path("part_count").asInt()).isEqualTo(3);
    assertThat(
            StreamSupport.stream(m.path("columns").spliterator(), false)
                .map(c -> c.path("name").asText()))
        .containsExactly("id", "label", "qty");
    assertThat(
            StreamSupport.stream(m.path("columns").spliterator(), false)
                .map(c -> c.path("nullable").asBoolean()))
        .containsExactly(false, true, true);
    assertThat(
            StreamSupport.stream(m.path("column_checksums").spliterator(), false)
                .map(c -> c.path("checksum").asText()))
        .hasSize(3)
        .allMatch(c -> c.matches("[0-9a-f]{32}"));
    assertThat(results().committed()).extracting(Results.Part::rows).containsExactly(30L, 30L, 30L);
    assertThat(results().committed()).allMatch(p -> p.fingerprint().matches("xxh3:[0-9a-f]{16}"));
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** DN1: run, slice, attempt and sequence are in the name; two runs of one millisecond do not meet. */
  @Test
  void dn1_twoRunsSameMillisecondDistinct_partNamesTellSliceAndAttempt() {
    Env.ManualClock clock = new Env.ManualClock(Instant.parse("2026-11-23T10:15:00.123Z"));
    Rivet rivet = env.rivet(b -> b.clock(clock));
    ApplyResult first = rivet.run(chunked());
    ApplyResult second = rivet.run(chunked());
    assertThat(first.runId()).startsWith("items_20261123T101500.123_").isNotEqualTo(second.runId());
    assertThat(results().partFiles()).hasSize(6);
    assertThat(results().committed())
        .extracting(Results.Part::path)
        .containsExactly(
            second.runId() + "_s00000_a01_p000.parquet",
            second.runId() + "_s00001_a01_p000.parquet",
            second.runId() + "_s00002_a01_p000.parquet");
  }

  /** DN1: a retry writes under its own name, so it can never touch what an earlier attempt left. */
  @Test
  void dn1_aRetryHasItsOwnName() {
    FaultPlan reads = FaultPlan.failBefore(2); // after the first batch of the first slice
    env.rivet(b -> b.dialect(FaultyDialect.wrap(Dialects.postgres(), reads))).run(chunked());
    assertThat(results().committed().get(0).path()).endsWith("_s00000_a02_p000.parquet");
    assertThat(results().partFiles()).hasSize(3);
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** M3: same rows, same bytes, across runs, batch sizes and parallelism. */
  @Test
  void m3_sameRowsSameBytes() {
    for (var format : List.of(Parquet.zstd(), Csv.rfc4180())) {
      Export plain = items().as(format).extract(Chunked.by("id").count(3)).build();
      rivet().run(plain);
      List<String> first = results().committed().stream().map(Results.Part::fingerprint).toList();
      Export other =
          env.export("items")
              .as(format)
              .tuning(dev.rivet.Tuning.balanced().batchRows(7))
              .extract(Chunked.by("id").count(3).parallel(3))
              .build();
      rivet().run(other);
      assertThat(results().committed()).extracting(Results.Part::fingerprint).isEqualTo(first);
    }
  }

  /** M4, M11: one immutable manifest per run, chained; a re-run warns and keeps the old parts. */
  @Test
  void m4_m11_twoRunsTwoImmutableManifests_warningAndOldPartsKept() {
    ApplyResult first = rivet().run(chunked());
    assertThat(first.warnings()).noneMatch(w -> w.contains("PREFIX_COMPLETE"));
    Map<String, String> before = results().snapshot();
    ApplyResult second = rivet().run(chunked());
    assertThat(second.warnings()).anyMatch(w -> w.contains("PREFIX_COMPLETE"));
    assertThat(results().immutableManifests())
        .containsExactlyInAnyOrder(
            "manifest-" + first.runId() + ".json", "manifest-" + second.runId() + ".json");
    assertThat(results().manifest().path("previous_run_id").asText()).isEqualTo(first.runId());
    Map<String, String> after = results().snapshot();
    before.forEach(
        (name, bytes) -> {
          if (!name.equals("manifest.json") && !name.equals("_SUCCESS")) {
            assertThat(after).containsEntry(name, bytes);
          }
        });
  }

  /** M7: whoever reads manifest.json while runs replace it sees a whole one, old or new. */
  @Test
  void m7_manifestReaderSeesOldOrNew() throws Exception {
    rivet().run(chunked());
    Path manifest = env.prefix().resolve("manifest.json");
    var stop = new java.util.concurrent.atomic.AtomicBoolean();
    var runs = new TreeSet<String>();
    var reader =
        java.util.concurrent.CompletableFuture.runAsync(
            () -> {
              while (!stop.get()) {
                try {
                  runs.add(
                      new com.fasterxml.jackson.databind.ObjectMapper()
                          .readTree(Files.readAllBytes(manifest))
                          .path("run_id")
                          .asText());
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }
            });
    for (int i = 0; i < 5; i++) {
      rivet().run(chunked());
    }
    stop.set(true);
    reader.get();
    assertThat(runs).hasSizeGreaterThan(1).doesNotContain("");
  }

  /** M8: what a resume does with the parts of completed slices. */
  @Test
  void m8_resumeKeepsWhatIsThere_exportsAgainWhatIsLostOrAltered_setsStrangersOfTheRunAside()
      throws IOException {
    Plan plan = rivet().plan(items().extract(Chunked.by("id").count(3)).build());
    assertThatThrownBy(
            () ->
                env.faulty(
                        FaultPlan.crashBefore(1).only(e -> e.operation().equals("StateStore.seal")))
                    .apply(plan)
                    .execute())
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    env.expireLeases();
    List<String> parts = List.copyOf(results().partFiles());
    assertThat(parts).hasSize(3);
    String runId = env.unfinished("default", "items").get(0).runId();
    Files.delete(env.prefix().resolve(parts.get(0))); // lost
    Files.write(env.prefix().resolve(parts.get(1)), new byte[] {1, 2, 3}); // another size
    Files.writeString(env.prefix().resolve(runId + "_s00001_a77_p000.parquet"), "untracked");
    Files.writeString(env.prefix().resolve("items_notes.txt"), "somebody else's");
    Files.writeString(
        env.prefix().resolve("other_20261123T101500.123_00000000_s00000_a01_p000.parquet"),
        "another export's");
    String kept = Results.fingerprint(results().bytes(parts.get(2)));

    ApplyResult result = rivet().apply(plan).execute();

    assertThat(result.slicesResumed()).isEqualTo(1);
    assertThat(result.runId()).isEqualTo(runId);
    assertThat(result.warnings()).filteredOn(w -> w.contains("PART_DAMAGED")).hasSize(2);
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(Results.fingerprint(results().bytes(parts.get(2)))).isEqualTo(kept);
    assertThat(results().committed().get(2).path()).isEqualTo(parts.get(2));
    // M9: moved, not deleted, and only what this export named.
    assertThat(results().files())
        .contains("items_notes.txt", "other_20261123T101500.123_00000000_s00000_a01_p000.parquet")
        .contains("_quarantine/" + runId + "/" + runId + "_s00001_a77_p000.parquet");
    assertThat(rivet().validate(plan.export()).execute().isPassed()).isTrue();
  }

  /** M8: a part that kept its size but lost its bytes must not be published as if it were sound. */
  @Test
  void m8_sameSizeOtherBytes() throws IOException {
    Plan plan = rivet().plan(items().extract(Chunked.by("id").count(3)).build());
    assertThatThrownBy(
            () ->
                env.faulty(
                        FaultPlan.crashBefore(1).only(e -> e.operation().equals("StateStore.seal")))
                    .apply(plan)
                    .execute())
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    env.expireLeases();
    Path part = env.prefix().resolve(results().partFiles().iterator().next());
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 3] ^= 1;
    Files.write(part, bytes);
    rivet().apply(plan).execute();
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** M9: a failed move is a warning. */
  @Test
  void m9_moveFailureNonFatal() throws IOException {
    Plan plan = rivet().plan(chunked());
    assertThatThrownBy(
            () ->
                env.faulty(
                        FaultPlan.crashBefore(1).only(e -> e.operation().equals("StateStore.seal")))
                    .apply(plan)
                    .execute())
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    env.expireLeases();
    String runId = env.unfinished("default", "items").get(0).runId();
    Files.writeString(env.prefix().resolve(runId + "_s00001_a77_p000.parquet"), "untracked");
    FaultPlan onlyMoves =
        FaultPlan.failBefore(1).only(e -> e.operation().equals("MovingSink.move"));
    ApplyResult result = env.faulty(onlyMoves).apply(plan).execute();
    assertThat(onlyMoves.hasFired()).isTrue();
    assertThat(result.status()).isEqualTo(RunStatus.SUCCESS);
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** M10: no manifest, no success; the boundary stays, and the same plan finishes the run. */
  @Test
  void m10_manifestPutFailure_runFails_boundaryUnchanged() {
    for (String object : List.of("manifest-", "manifest.json", "_SUCCESS")) {
      Plan plan = rivet().plan(chunked());
      var before = rivet().progression("items");
      FaultPlan faults =
          FaultPlan.failBefore(1)
              .thenStayDown()
              .only(
                  e ->
                      e.operation().matches("Sink.put|ConditionalSink.replace")
                          && e.target().startsWith(object));
      RivetException e =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              RivetException.class, () -> env.faulty(faults).apply(plan).execute());
      assertThat(e).as(object).isNotNull();
      assertThat(e.code()).isIn(ErrorCode.OUTCOME_UNKNOWN, ErrorCode.SINK_FAILED);
      assertThat(e).hasMessageContaining("same plan again");
      assertThat(rivet().progression("items")).isEqualTo(before);
      env.expireLeases();
      assertThat(rivet().apply(plan).execute().status()).isEqualTo(RunStatus.SUCCESS);
      results().assertConsistent().assertEquals(ITEMS, db);
      assertThat(rivet().progression("items").orElseThrow().committed().orElseThrow().runId())
          .isEqualTo(results().runId());
    }
  }

  /** MF1, MI9: a full run keeps no cursor. */
  @Test
  void mf1_fullWritesAllRowsAndNoCursorRow() {
    assertThat(rivet().run(full()).rows()).isEqualTo(90);
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(env.number("SELECT count(*) FROM rivet_export_state")).isZero();
  }

  /** MF2, MF3, CH6. */
  @Test
  void mf2_emptyTable_skipVsSuccessVsQualityFailure() {
    db.execute("DELETE FROM items");
    for (var extraction : List.of(dev.rivet.extract.Full.scan(), Chunked.by("id").rows(10))) {
      ApplyResult success = rivet().run(items().extract(extraction).build());
      assertThat(success.status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(success.parts()).isZero();
      results().assertConsistent();
      assertThat(results().manifest().path("row_count").asLong()).isZero();
      assertThat(results().manifest().path("parts")).isEmpty();
      Map<String, String> before = results().snapshot();

      ApplyResult skipped =
          rivet().run(items().extract(extraction).onEmptyResult(EmptyResult.SKIP).build());
      assertThat(skipped.status()).isEqualTo(RunStatus.SKIPPED);
      assertThat(skipped.warnings()).anyMatch(w -> w.contains("the source returned 0 rows"));
      assertThat(results().snapshot()).as("MF3: byte-identical").isEqualTo(before);

      failure(
          ErrorCode.QUALITY_FAILED,
          () ->
              rivet()
                  .run(
                      items()
                          .extract(extraction)
                          .onEmptyResult(EmptyResult.SKIP)
                          .quality(Quality.none().rowCountAtLeast(1))
                          .build()));
      assertThat(results().snapshot()).isEqualTo(before);

      for (var format : List.of(Parquet.zstd(), Csv.rfc4180())) {
        ApplyResult file =
            rivet()
                .run(
                    items()
                        .extract(extraction)
                        .as(format)
                        .onEmptyResult(EmptyResult.EMPTY_FILE)
                        .build());
        assertThat(file.parts()).as(extraction + " " + format.name()).isEqualTo(1);
        results().assertConsistent().assertEquals(ITEMS, db);
      }
    }
  }

  /** PV2: rotation keeps every row exactly once. */
  @Test
  void pv2_sumOfRotatedPartsEqualsRows() {
    db.execute(
        "INSERT INTO items SELECT g, repeat(md5(g::text), 20), 1 FROM generate_series(91, 6000) g");
    Export csv = items().as(Csv.rfc4180().maxFileSize(DataSize.ofKibibytes(256))).build();
    assertThat(rivet().run(csv).parts()).isGreaterThan(5);
    results().assertConsistent().assertEquals(ITEMS, db);
    Export parquet =
        items()
            .as(Parquet.uncompressed().rowGroupRows(1000).maxFileSize(DataSize.ofKibibytes(512)))
            .extract(Chunked.by("id").count(2))
            .build();
    assertThat(rivet().run(parquet).parts()).isGreaterThan(3);
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(rivet().validate(parquet).execute().orThrow().rows()).isEqualTo(6000);
    assertThat(new String(results().bytes("_SUCCESS"), StandardCharsets.UTF_8)).startsWith("xxh3:");
  }
}
