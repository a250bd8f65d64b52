package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.Quality;
import dev.rivet.SchemaDrift;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Full;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Schema and shape drift, quality gates: SD1–SD5, QG1–QG5. */
class DriftQualityIT extends ItemsFixture {

  static Stream<Extraction> modes() {
    return Stream.of(Full.scan(), Chunked.by("id").count(3), Chunked.by("id").count(3).parallel(3));
  }

  /** SD1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE items ADD COLUMN more text                | more",
        "ALTER TABLE items DROP COLUMN qty                     | qty",
        "ALTER TABLE items ALTER COLUMN qty TYPE bigint        | qty"
      })
  void sd1_policyMatrix(String change, String column) {
    rivet().run(chunked());
    db.execute(change);
    Map<String, String> before = results().snapshot();
    Export failing =
        items().extract(Chunked.by("id").count(3)).onSchemaDrift(SchemaDrift.FAIL).build();
    RivetException e = failure(ErrorCode.SCHEMA_DRIFT, () -> rivet().run(failing));
    assertThat(e).hasMessageContaining(column).hasMessageContaining("Nothing was written");
    assertThat(results().snapshot()).isEqualTo(before);
    failure(ErrorCode.SCHEMA_DRIFT, () -> rivet().run(failing)); // the old baseline is kept

    List<RunEvent> events = new ArrayList<>();
    ApplyResult warned = rivet().apply(rivet().plan(chunked())).listener(events::add).execute();
    assertThat(warned.schemaChanges()).anyMatch(c -> c.contains(column));
    assertThat(warned.warnings()).anyMatch(w -> w.contains("SCHEMA_DRIFT") && w.contains(column));
    assertThat(events.stream().filter(x -> x instanceof RunEvent.SchemaChanged)).hasSize(1);
    assertThat(rivet().run(failing).status())
        .as("the new baseline holds")
        .isEqualTo(RunStatus.SUCCESS);
  }

  /** SD1: continue is silent; reordering alone is no drift. */
  @Test
  void sd1_continueIsSilent_reorderingIsNoDrift() {
    rivet().run(chunked());
    db.execute("ALTER TABLE items ADD COLUMN more text");
    ApplyResult result = rivet().run(items().onSchemaDrift(SchemaDrift.CONTINUE).build());
    assertThat(result.warnings()).noneMatch(w -> w.contains("SCHEMA_DRIFT"));
    Export reordered =
        Export.query("items", "SELECT more, qty, label, id FROM items")
            .into(env.prefix())
            .onSchemaDrift(SchemaDrift.FAIL)
            .build();
    db.execute(
        "ALTER TABLE items DROP CONSTRAINT items_pkey",
        "ALTER TABLE items ALTER COLUMN id DROP NOT NULL");
    ApplyResult again = rivet().run(items().onSchemaDrift(SchemaDrift.CONTINUE).build());
    assertThat(again.status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(rivet().run(reordered).schemaChanges()).isEmpty();
  }

  /** SD2: before any row, in every mode, also when an old plan is applied. */
  @ParameterizedTest
  @MethodSource("modes")
  void sd2_failPolicyWritesNothing(Extraction mode) {
    Export export = items().extract(mode).onSchemaDrift(SchemaDrift.FAIL).build();
    rivet().run(export);
    var before = rivet().progression("items");
    Map<String, String> files = results().snapshot();
    db.execute("ALTER TABLE items ADD COLUMN more text");
    failure(ErrorCode.SCHEMA_DRIFT, () -> rivet().run(export));
    assertThat(results().snapshot()).isEqualTo(files);
    assertThat(rivet().progression("items")).isEqualTo(before);
    assertThat(env.unfinished("default", "items")).isEmpty();
  }

  /** SD3. */
  @Test
  void sd3_switchingModeReportsNoDrift() {
    for (Extraction mode : modes().toList()) {
      assertThat(
              rivet()
                  .run(items().extract(mode).onSchemaDrift(SchemaDrift.FAIL).build())
                  .schemaChanges())
          .isEmpty();
    }
  }

  /** SD4 [J]: source nullability is in the manifest. */
  @Test
  void sd4_nullabilityRecorded() {
    rivet().run(chunked());
    assertThat(results().manifest().path("columns").get(0).path("nullable").asBoolean()).isFalse();
    assertThat(results().manifest().path("columns").get(1).path("nullable").asBoolean()).isTrue();
  }

  /** SD5: warns once, the stored maximum only grows, 0 disables. */
  @Test
  void sd5_growthWarnsOnce() {
    rivet().run(chunked()); // longest label: "item 10" to "item 90", 7 bytes
    db.execute("UPDATE items SET label = repeat('x', 14) WHERE id = 1");
    assertThat(rivet().run(chunked()).warnings())
        .noneMatch(w -> w.contains("SHAPE_DRIFT")); // 14 is not more than 2 × 7
    db.execute("UPDATE items SET label = repeat('x', 29) WHERE id = 1");
    assertThat(rivet().run(chunked()).warnings())
        .anyMatch(w -> w.contains("SHAPE_DRIFT") && w.contains("label") && w.contains("29"));
    assertThat(rivet().run(chunked()).warnings()).noneMatch(w -> w.contains("SHAPE_DRIFT"));
    db.execute("UPDATE items SET label = 'x'");
    rivet().run(chunked());
    db.execute("UPDATE items SET label = repeat('x', 29)");
    assertThat(rivet().run(chunked()).warnings()).noneMatch(w -> w.contains("SHAPE_DRIFT"));
    db.execute("UPDATE items SET label = repeat('x', 1000)");
    assertThat(rivet().run(items().shapeDriftFactor(0).build()).warnings())
        .noneMatch(w -> w.contains("SHAPE_DRIFT"));
  }

  /** QG1. */
  @Test
  void qg1_unknownColumnFailsAtPlanTime() {
    RivetException e =
        failure(
            ErrorCode.COLUMN_NOT_FOUND,
            () ->
                rivet()
                    .plan(
                        items()
                            .quality(Quality.none().unique("nope").nullRatioAtMost("also_not", 0.5))
                            .build()));
    assertThat(e.problems()).hasSize(2);
    assertThat(e).hasMessageContaining("nope").hasMessageContaining("also_not");
  }

  /** QG2: qty is NULL in 9 of 90 rows; equal passes, less fails. */
  @ParameterizedTest
  @MethodSource("modes")
  void qg2_nullRatioBoundary(Extraction mode) {
    assertThat(
            rivet()
                .run(
                    items()
                        .extract(mode)
                        .quality(Quality.none().nullRatioAtMost("qty", 0.1))
                        .build())
                .rows())
        .isEqualTo(90);
    RivetException e =
        failure(
            ErrorCode.QUALITY_FAILED,
            () ->
                rivet()
                    .run(
                        items()
                            .extract(mode)
                            .quality(Quality.none().nullRatioAtMost("qty", 0.0999))
                            .build()));
    assertThat(e).hasMessageContaining("qty");
    db.execute("DELETE FROM items");
    assertThat(
            rivet()
                .run(
                    items().extract(mode).quality(Quality.none().nullRatioAtMost("qty", 0)).build())
                .rows())
        .isZero();
  }

  /** QG3: duplicates across slices are found, NULLs are not duplicates, the cap warns. */
  @ParameterizedTest
  @MethodSource("modes")
  void qg3_duplicatesFail_nullsIgnored_capWarns(Extraction mode) {
    db.execute("UPDATE items SET label = NULL WHERE id IN (10, 80)");
    assertThat(
            rivet()
                .run(items().extract(mode).quality(Quality.none().unique("label", "id")).build())
                .rows())
        .isEqualTo(90);
    db.execute("UPDATE items SET label = 'item 3' WHERE id = 75");
    RivetException e =
        failure(
            ErrorCode.QUALITY_FAILED,
            () ->
                rivet().run(items().extract(mode).quality(Quality.none().unique("label")).build()));
    assertThat(e).hasMessageContaining("label");
    assertThat(e.getMessage()).doesNotContain("item 3");
    ApplyResult capped =
        rivet()
            .run(
                items()
                    .extract(mode)
                    .quality(Quality.none().unique("label").uniqueLimit(10))
                    .build());
    assertThat(capped.status()).isEqualTo(RunStatus.SUCCESS);
  }

  /** QG4, QG5: before anything becomes visible, in every mode; the boundary stays; fixed data passes. */
  @ParameterizedTest
  @MethodSource("modes")
  void qg4_qg5_failureLeavesNoPartNoManifestNoMarker(Extraction mode) {
    Export strict = items().extract(mode).quality(Quality.none().rowCountAtLeast(91)).build();
    RivetException e = failure(ErrorCode.QUALITY_FAILED, () -> rivet().run(strict));
    assertThat(e).hasMessageContaining("90").hasMessageContaining("91");
    assertThat(results().files()).isEmpty();
    assertThat(rivet().progression("items")).isEmpty();
    assertThat(env.unfinished("default", "items")).isEmpty();

    failure(
        ErrorCode.QUALITY_FAILED,
        () ->
            rivet().run(items().extract(mode).quality(Quality.none().rowCountAtMost(89)).build()));
    assertThat(results().files()).isEmpty();

    db.execute("INSERT INTO items VALUES (91, 'x', 1)");
    assertThat(rivet().run(strict).rows()).isEqualTo(91);
    results().assertConsistent().assertEquals(ITEMS, db);
  }
}
