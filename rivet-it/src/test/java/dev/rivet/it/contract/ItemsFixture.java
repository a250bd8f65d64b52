package dev.rivet.it.contract;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.SourceTable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A table of 90 items that every test may change, cut into [1..30], [31..60], [61..90]. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ItemsFixture {
  static final SourceTable ITEMS = SourceTable.of("items", "id", "label", "qty");

  @TempDir Path dir;
  Postgres db;
  Env env;
  private int tests;

  @BeforeAll
  void createDatabase() throws SQLException {
    db = Postgres.newDatabase();
  }

  @BeforeEach
  void createTable() {
    db.execute(
        "DROP TABLE IF EXISTS items CASCADE",
        "CREATE TABLE items (id bigint PRIMARY KEY, label text, qty integer)",
        "INSERT INTO items SELECT g, 'item ' || g, CASE WHEN g % 10 > 0 THEN (g % 7)::int END FROM"
            + " generate_series(1, 90) g",
        "ANALYZE items");
    env = Env.sqlite(db, dir.resolve("t" + tests++));
  }

  @AfterEach
  void closeEnv() {
    env.close();
  }

  Export.Builder items() {
    return env.export("items").tuning(Tuning.fast().retryBackoff(Duration.ofMillis(1)));
  }

  Export chunked() {
    return items().extract(Chunked.by("id").count(3)).build();
  }

  Export full() {
    return items().build();
  }

  Rivet rivet() {
    return env.rivet();
  }

  Results results() {
    return env.results();
  }

  /** The part of a slice. */
  Path part(int slice) {
    return env.prefix()
        .resolve(
            results().committed().stream()
                .filter(p -> p.slice() == slice)
                .findFirst()
                .orElseThrow()
                .path());
  }
}
