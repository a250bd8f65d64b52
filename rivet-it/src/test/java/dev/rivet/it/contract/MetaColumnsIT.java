package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.SchemaDrift;
import dev.rivet.error.ErrorCode;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Csv;
import dev.rivet.it.support.Env;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Depth;
import dev.rivet.tck.fault.FaultPlan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Added columns, judged by DuckDB: MT1. */
class MetaColumnsIT extends ItemsFixture {
  private static List<String> duckDb(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (row.next()) {
        found.add(row.getString(1));
      }
      return found;
    }
  }

  private static String parquet(Path directory) {
    return " FROM read_parquet('" + directory.resolve("*.parquet") + "')";
  }

  private Export.Builder withBoth() {
    return items().exportedAt().rowHash();
  }

  /** MT1: one time per run, in all slices; what was exported still is what the source says. */
  @Test
  void oneExportedAtPerRun() throws SQLException {
    Env.ManualClock clock = new Env.ManualClock(Instant.parse("2026-11-24T10:15:00.123456Z"));
    Export export = withBoth().extract(Chunked.by("id").count(3).parallel(2)).build();
    env.rivet(b -> b.clock(clock)).run(export);
    assertThat(duckDb("SELECT DISTINCT epoch_us(_rivet_exported_at)" + parquet(env.prefix())))
        .containsExactly("1795515300123456");
    assertThat(duckDb("SELECT count(*)" + parquet(env.prefix()))).containsExactly("90");
    assertThat(duckDb("SELECT count(DISTINCT _rivet_row_hash)" + parquet(env.prefix())))
        .containsExactly("90");
    assertThat(duckDb("SELECT typeof(_rivet_row_hash)" + parquet(env.prefix()) + " LIMIT 1"))
        .containsExactly("BIGINT");
    assertThat(results().manifest().path("columns").findValuesAsText("name"))
        .containsExactly("id", "label", "qty", "_rivet_exported_at", "_rivet_row_hash");
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(rivet().reconcile(export).depth(Depth.CONTENT).execute().orThrow().isClean())
        .isTrue();
    assertThat(rivet().validate(export).execute().isPassed()).isTrue();
  }

  /** MT1: a resumed run keeps its time and the hashes of equal rows. */
  @Test
  void resumedRunKeepsItsTime() throws SQLException {
    Env.ManualClock clock = new Env.ManualClock(Instant.parse("2026-11-24T10:15:00Z"));
    Export export = withBoth().extract(Chunked.by("id").count(3)).build();
    FaultPlan faults =
        FaultPlan.failBefore(2).only(e -> e.operation().equals("StateStore.completeSlice"));
    assertThat(Assertions.catchThrowable(() -> env.faulty(faults, b -> b.clock(clock)).run(export)))
        .isNotNull();
    clock.set(Instant.parse("2026-11-24T11:15:00Z"));
    ApplyResult resumed = env.rivet(b -> b.clock(clock)).run(export);
    assertThat(resumed.slicesResumed()).isEqualTo(1);
    List<String> parts =
        results().committed().stream()
            .map(p -> "'" + env.prefix().resolve(p.path()) + "'")
            .toList();
    assertThat(
            duckDb("SELECT DISTINCT epoch_us(_rivet_exported_at) FROM read_parquet(" + parts + ")"))
        .containsExactly("1795515300000000");
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** MT1: fields cannot run into each other, and NULL is not the empty text. */
  @Test
  void shiftedFieldsDiffer_nullVsEmptyDiffer() throws SQLException {
    db.execute(
        "DROP TABLE IF EXISTS words",
        "CREATE TABLE words (id int PRIMARY KEY, a text, b text)",
        "INSERT INTO words VALUES (1, 'a', 'bc'), (2, 'ab', 'c'), (3, '', 'abc'), (4, NULL, 'abc'),"
            + " (5, 'abc', NULL), (6, 'abc', ''), (7, NULL, NULL), (8, '', ''), (9, 'a', 'bc')",
        "ANALYZE words");
    Path out = env.prefix().resolve("words");
    rivet().run(Export.query("words", "SELECT a, b FROM words").rowHash().into(out).build());
    assertThat(duckDb("SELECT count(DISTINCT _rivet_row_hash)" + parquet(out)))
        .containsExactly("8"); // 1 and 9 are equal
    Path again = env.prefix().resolve("again");
    rivet().run(Export.query("again", "SELECT a, b FROM words").rowHash().into(again).build());
    String hashes = "SELECT _rivet_row_hash";
    assertThat(duckDb(hashes + parquet(again) + " ORDER BY 1"))
        .isEqualTo(duckDb(hashes + parquet(out) + " ORDER BY 1"));
  }

  @Test
  void csvAndDrift() throws SQLException {
    rivet().run(items().build());
    ApplyResult result =
        rivet().run(withBoth().as(Csv.rfc4180()).onSchemaDrift(SchemaDrift.FAIL).build());
    assertThat(result.schemaChanges()).isEmpty();
    assertThat(
            duckDb(
                "SELECT count(DISTINCT _rivet_exported_at) || ' ' || count(_rivet_row_hash) FROM"
                    + " read_csv('"
                    + env.prefix().resolve("*.csv")
                    + "', header = true)"))
        .containsExactly("1 90");
  }

  /** A column of the source with the same name is refused at plan time. */
  @Test
  void collisionIsRefused() {
    db.execute("ALTER TABLE items ADD COLUMN _rivet_row_hash bigint");
    Env.failure(ErrorCode.COLUMN_DUPLICATE, () -> rivet().plan(withBoth().build()));
    rivet().run(items().exportedAt().build());
  }
}
