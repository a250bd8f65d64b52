package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Recovery;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.it.support.Dialects;
import dev.rivet.it.support.RecordingDialect;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.ReconcileReport.Partition;
import dev.rivet.run.ReconcileReport.Status;
import dev.rivet.tck.fault.Effect;
import dev.rivet.tck.fault.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reconcile: RC1–RC9. */
class ReconcileIT extends ItemsFixture {
  private ReconcileReport reconcile(Export export, Depth depth) {
    return rivet().reconcile(export).depth(depth).execute();
  }

  /** RC1. */
  @Test
  void rc1_withoutACommittedRunRefused() {
    RivetException e = failure(ErrorCode.RUN_NOT_FOUND, () -> reconcile(chunked(), Depth.COUNTS));
    assertThat(e).hasMessageContaining("Run the export first");
    assertThat(e.recovery()).isEqualTo(Recovery.FIX_INPUT);
  }

  /** RC2: figures of one definition are never compared with those of another. */
  @Test
  void rc2_changedDefinitionRefused() {
    rivet().run(chunked());
    failure(
        ErrorCode.RECONCILE_DEFINITION_CHANGED,
        () -> reconcile(items().extract(Chunked.by("id").count(4)).build(), Depth.COUNTS));
    failure(ErrorCode.RECONCILE_DEFINITION_CHANGED, () -> reconcile(full(), Depth.COUNTS));
    Export query =
        Export.query("items", "SELECT * FROM items WHERE qty > 3")
            .extract(Chunked.by("id").count(3))
            .into(env.prefix())
            .build();
    failure(ErrorCode.RECONCILE_DEFINITION_CHANGED, () -> reconcile(query, Depth.COUNTS));
    db.execute("ALTER TABLE items ADD COLUMN more text");
    failure(ErrorCode.PLAN_COLUMNS_CHANGED, () -> reconcile(chunked(), Depth.COUNTS));
  }

  /** RC3, literal figures per slice. */
  @Test
  void rc3_classification() {
    rivet().run(chunked());
    db.execute(
        "DELETE FROM items WHERE id = 5",
        "INSERT INTO items VALUES (0, 'below', 1), (91, 'above', 1)");
    ReconcileReport report = reconcile(chunked(), Depth.COUNTS);
    assertThat(report.partitions())
        .extracting(Partition::sourceRows, Partition::recordedRows, Partition::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(29L, 30L, Status.MISMATCH),
            org.assertj.core.groups.Tuple.tuple(30L, 30L, Status.MATCH),
            org.assertj.core.groups.Tuple.tuple(30L, 30L, Status.MATCH));
    assertThat(report.partitions().get(0).note()).contains("29").contains("30");
    assertThat(report.partitions().get(0).slice()).hasToString("slice 0 [1..30]");
    assertThat(report.count(Status.MATCH)).isEqualTo(2);
    assertThat(report.outOfRangeRows()).isEqualTo(2);
    assertThat(report.isClean()).isFalse();
    assertThat(report.exportName()).isEqualTo("items");
    assertThat(report.strategy()).isEqualTo("chunked");
    assertThat(report.depth()).isEqualTo(Depth.COUNTS);
  }

  /** RC4: full exports too. */
  @ParameterizedTest
  @EnumSource(Depth.class)
  void rc4_fullIsReconciledAsOnePartition(Depth depth) {
    rivet().run(full());
    ReconcileReport clean = reconcile(full(), depth);
    assertThat(clean.isClean()).isTrue();
    assertThat(clean.partitions()).hasSize(1);
    db.execute("INSERT INTO items VALUES (91, 'late', 1)");
    ReconcileReport dirty = reconcile(full(), depth);
    assertThat(dirty.dirty())
        .extracting(Partition::sourceRows, Partition::recordedRows)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(91L, 90L));
  }

  /** RC5: fields are only added. */
  @Test
  void rc5_reportsSurviveJson_alsoWithUnknownFields() {
    rivet().run(chunked());
    db.execute("DELETE FROM items WHERE id = 5");
    ReconcileReport report = reconcile(chunked(), Depth.CONTENT);
    assertThat(ReconcileReport.fromJson(report.toJson())).isEqualTo(report);
    String newer = report.toJson().replaceFirst("\\{", "{\"added_later\": {\"a\": [1]},");
    assertThat(ReconcileReport.fromJson(newer)).isEqualTo(report);
    assertThat(report.toJson())
        .contains(
            "\"export_name\"",
            "\"run_id\"",
            "\"partitions\"",
            "\"source_rows\"",
            "\"recorded_rows\"",
            "\"out_of_range_rows\"");
  }

  /** RC7: the report always comes back; only orThrow makes it an exception of the right class. */
  @Test
  void rc7_mismatchIsDataIntegrity() {
    rivet().run(chunked());
    db.execute("DELETE FROM items WHERE id IN (5, 65)");
    ReconcileReport report = reconcile(chunked(), Depth.COUNTS);
    RivetException e = failure(ErrorCode.RECONCILE_MISMATCH, report::orThrow);
    assertThat(e).isInstanceOf(dev.rivet.error.DataIntegrityException.class);
    assertThat(e.recovery()).isEqualTo(Recovery.INVESTIGATE);
    assertThat(e.problems())
        .extracting(p -> p.subject())
        .containsExactly("slice 0 [1..30]", "slice 2 [61..90]");
  }

  /** RC8: what each depth sees, and what it does not. */
  @ParameterizedTest
  @CsvSource({
    "delete a row,        MISMATCH, MISMATCH, MISMATCH",
    "insert and delete,   MATCH,    MATCH,    MISMATCH",
    "update one value,    MATCH,    MATCH,    MISMATCH",
    "swap two values,     MATCH,    MATCH,    MISMATCH",
    "null becomes empty,  MATCH,    MATCH,    MISMATCH",
    "delete the part,     MATCH,    MISMATCH, MISMATCH",
    "truncate the part,   MATCH,    MISMATCH, MISMATCH",
    "flip one bit,        MATCH,    MISMATCH, MISMATCH",
    "rewrite unchanged,   MATCH,    MATCH,    MATCH"
  })
  void rc8_depths(String damage, Status counts, Status parts, Status content) throws IOException {
    rivet().run(chunked());
    switch (damage) {
      case "delete a row" -> db.execute("DELETE FROM items WHERE id = 35");
      case "insert and delete" ->
          db.execute(
              "DELETE FROM items WHERE id = 35",
              "ALTER TABLE items DROP CONSTRAINT items_pkey",
              "INSERT INTO items VALUES (36, 'item 35', 0)");
      case "update one value" -> db.execute("UPDATE items SET label = 'item 3S' WHERE id = 35");
      case "swap two values" ->
          db.execute(
              "UPDATE items SET label = CASE id WHEN 35 THEN 'item 36' ELSE 'item 35' END WHERE id"
                  + " IN (35, 36)");
      case "null becomes empty" -> db.execute("UPDATE items SET qty = 0 WHERE id = 40");
      case "delete the part" -> Files.delete(part(1));
      case "truncate the part" ->
          Files.write(part(1), java.util.Arrays.copyOf(Files.readAllBytes(part(1)), 100));
      case "flip one bit" -> {
        byte[] bytes = Files.readAllBytes(part(1));
        bytes[40] ^= 4;
        Files.write(part(1), bytes);
      }
      default -> db.execute("UPDATE items SET label = label");
    }
    Map<Depth, Status> expected =
        Map.of(Depth.COUNTS, counts, Depth.PARTS, parts, Depth.CONTENT, content);
    for (Depth depth : Depth.values()) {
      ReconcileReport report = reconcile(chunked(), depth);
      assertThat(report.partitions())
          .as(damage + " at depth " + depth)
          .extracting(Partition::status)
          .containsExactly(Status.MATCH, expected.get(depth), Status.MATCH);
      assertThat(report.isClean()).isEqualTo(expected.get(depth) == Status.MATCH);
    }
  }

  /** RC8: the same for an export in one slice. */
  @ParameterizedTest
  @CsvSource({
    "UPDATE items SET qty = 9 WHERE id = 35, MATCH, MATCH, MISMATCH",
    "-, MATCH, MISMATCH, MISMATCH"
  })
  void rc8_depthsOfFull(String sql, Status counts, Status parts, Status content)
      throws IOException {
    rivet().run(full());
    if (sql.equals("-")) {
      Files.delete(part(0));
    } else {
      db.execute(sql);
    }
    assertThat(reconcile(full(), Depth.COUNTS).partitions())
        .extracting(Partition::status)
        .containsExactly(counts);
    assertThat(reconcile(full(), Depth.PARTS).partitions())
        .extracting(Partition::status)
        .containsExactly(parts);
    assertThat(reconcile(full(), Depth.CONTENT).partitions())
        .extracting(Partition::status)
        .containsExactly(content);
  }

  /** RC8: rows no slice covers are counted apart, NULL keys included. */
  @Test
  void rc8_newRowsAboveMaxAndNullKeysAreReportedSeparately() {
    db.execute(
        "CREATE TABLE loose (k bigint, v text)",
        "INSERT INTO loose SELECT g, 'v' FROM generate_series(1, 9) g");
    Export loose = env.export("loose").extract(Chunked.by("k").count(3)).build();
    rivet().run(loose);
    db.execute("INSERT INTO loose VALUES (10, 'late'), (-3, 'early'), (NULL, 'null')");
    ReconcileReport report = reconcile(loose, Depth.CONTENT);
    assertThat(report.partitions()).extracting(Partition::status).containsOnly(Status.MATCH);
    assertThat(report.outOfRangeRows()).isEqualTo(3);
    db.execute("DROP TABLE loose");
  }

  /** RC9: reads only, and at depth COUNTS reads no rows and no part. */
  @ParameterizedTest
  @EnumSource(Depth.class)
  void rc9_writesNothingButTheVerifiedBoundary(Depth depth) {
    rivet().run(chunked());
    Map<String, String> before = results().snapshot();
    FaultPlan recorder = FaultPlan.none();
    RecordingDialect dialect = new RecordingDialect(Dialects.postgres());
    ReconcileReport report =
        env.faulty(recorder, b -> b.dialect(dialect.dialect()))
            .reconcile(chunked())
            .depth(depth)
            .execute();
    assertThat(report.isClean()).isTrue();
    assertThat(results().snapshot()).isEqualTo(before);
    assertThat(recorder.effects())
        .extracting(Effect::operation)
        .containsExactly("StateStore.recordVerified");
    if (depth == Depth.COUNTS) {
      assertThat(report.objectsRead()).isZero();
      assertThat(dialect.calls())
          .contains("SourceRelation.count")
          .doesNotContain("SourceRelation.read");
    } else {
      assertThat(report.objectsRead()).isEqualTo(3);
      assertThat(report.bytesRead()).isPositive();
    }
  }

  /** RC6, PG5, PG6. */
  @Test
  void rc6_verifiedOnlyIfEverythingMatches() {
    Rivet rivet = rivet();
    String run = rivet.run(chunked()).runId();
    db.execute("DELETE FROM items WHERE id = 5");
    assertThat(reconcile(chunked(), Depth.COUNTS).isClean()).isFalse();
    assertThat(rivet.progression("items").orElseThrow().verified()).isEmpty();
    db.execute("INSERT INTO items VALUES (5, 'item 5', 5)");
    assertThat(reconcile(chunked(), Depth.CONTENT).orThrow().isClean()).isTrue();
    assertThat(rivet.progression("items").orElseThrow().verified().orElseThrow().runId())
        .isEqualTo(run);
    assertThat(rivet.progression("items").orElseThrow().isVerified()).isTrue();
  }

  /** SS5: another database with the same table is not what was exported. */
  @Test
  void anotherDatabaseIsRefused() throws java.sql.SQLException {
    rivet().run(chunked());
    var other = dev.rivet.it.support.Postgres.newDatabase();
    other.execute("CREATE TABLE items (id bigint PRIMARY KEY, label text, qty integer)");
    failure(
        ErrorCode.PLAN_FOREIGN,
        () ->
            env.built(Rivet.builder().source(other.dataSource()).stateStore(env.store()))
                .reconcile(chunked())
                .execute());
  }
}
