package dev.rivet.it.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge is judged: it must accept what DuckDB itself wrote from the source and refuse every small change. */
class SupportIT {
  private static Postgres db;
  private static SourceTable orders;

  @TempDir Path dir;

  @BeforeAll
  static void fill() throws SQLException {
    db = Postgres.newDatabase();
    orders = SourceTable.orders(db, 500);
  }

  /** A hand-made Parquet file with the source's types, through text, by DuckDB. */
  private void writeParquet(List<List<String>> rows) throws SQLException {
    String types =
        "id BIGINT, user_id INT, product VARCHAR, price DECIMAL(10,2), quantity SMALLINT, status"
            + " VARCHAR, is_paid BOOLEAN, discount DOUBLE, weight FLOAT, created_at TIMESTAMPTZ,"
            + " updated_at TIMESTAMP, ship_date DATE, ship_time TIME, reference UUID, payload"
            + " VARCHAR, note VARCHAR, signature BLOB, total DECIMAL(20,6), item_count INT, big_ref"
            + " BIGINT";
    try (Connection c = DriverManager.getConnection("jdbc:duckdb:");
        Statement s = c.createStatement()) {
      s.execute("CREATE TABLE t (" + types + ")");
      for (List<String> row : rows) {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
          String text = row.get(i);
          String literal = "'" + text.replace("'", "''") + "'";
          String name = orders.columns().get(i).name();
          values.append(i == 0 ? "" : ", ");
          values.append(
              text.equals("∅")
                  ? "NULL"
                  : name.equals("created_at") || name.equals("updated_at")
                      ? "make_timestamp(" + text + ")"
                      : name.equals("signature") ? "unhex(" + literal + ")" : literal);
        }
        s.execute("INSERT INTO t VALUES (" + values + ")");
      }
      s.execute("COPY t TO '" + dir.resolve("p.parquet") + "' (FORMAT parquet)");
    }
  }

  private void writeManifest(int rows) throws Exception {
    byte[] part = Files.readAllBytes(dir.resolve("p.parquet"));
    String manifest =
        """
        {"manifest_version": 1, "run_id": "r1", "status": "success", "row_count": %d, "part_count": 1, "parts": [
          {"part_id": 1, "path": "p.parquet", "run_id": "r1", "slice": 0, "rows": %d, "size_bytes": %d,
           "content_fingerprint": "%s", "status": "committed"}]}\
        """
            .formatted(rows, rows, part.length, Results.fingerprint(part));
    Files.writeString(dir.resolve("manifest.json"), manifest);
    Files.writeString(dir.resolve("manifest-r1.json"), manifest);
    Files.writeString(
        dir.resolve("_SUCCESS"),
        Results.fingerprint(Files.readAllBytes(dir.resolve("manifest.json"))) + "\n");
  }

  @Test
  void fixturesAreWhatTheySay() throws SQLException {
    List<List<String>> rows = orders.rows(db);
    assertThat(rows).hasSize(500);
    long nulls = rows.stream().flatMap(List::stream).filter("∅"::equals).count();
    assertThat(nulls).isEqualTo(500 * 18 / 10); // id and user_id hold none
    assertThat(
            rows.stream().filter(r -> r.get(0).equals("7")).findFirst().orElseThrow().subList(0, 8))
        .containsExactly("7", "433", "item 7 żółć", "2.17", "7", "shipped", "false", "7.125");
    Postgres other = Postgres.newDatabase();
    assertThat(SourceTable.orders(other, 500).rows(other)).isEqualTo(rows);
    assertThat(SourceTable.events(other, 10).rows(other)).hasSize(10);
    assertThat(
            SourceTable.ordersCoalesce(other, 9).rows(other).stream()
                .filter(r -> r.get(3).equals("∅")))
        .hasSize(3);
    assertThat(SourceTable.ordersSparse(other, 3).rows(other))
        .extracting(r -> r.get(0))
        .containsExactly("1000003", "2000006", "3000009");
  }

  @Test
  void fingerprintsAreThoseOfTheReferenceImplementation() {
    assertThat(Results.fingerprint(new byte[0])).isEqualTo("xxh3:2d06800538d394c2");
  }

  @Test
  void acceptsAnEqualCopy() throws Exception {
    writeParquet(orders.rows(db));
    writeManifest(500);
    Results.at(dir).assertConsistent().assertEquals(orders, db);
    assertThat(Results.at(dir).rebuilt(orders)).hasSize(500);
  }

  @Test
  void refusesALostADoubledAndAChangedRow() throws Exception {
    List<List<String>> rows = orders.rows(db);
    writeParquet(rows.subList(1, 500));
    writeManifest(499);
    Results results = Results.at(dir).assertConsistent();
    assertThatThrownBy(() -> results.assertEquals(orders, db)).hasMessageContaining("missing 1 ×");

    List<List<String>> doubled = new java.util.ArrayList<>(rows.subList(0, 499));
    doubled.add(rows.get(0));
    writeParquet(doubled);
    writeManifest(500);
    assertThatThrownBy(() -> results.assertEquals(orders, db)).hasMessageContaining("too many 1 ×");

    List<List<String>> changed = new java.util.ArrayList<>(rows);
    changed.set(
        3, rows.get(3).stream().map(v -> v.equals("∅") ? "0" : v).collect(Collectors.toList()));
    if (!changed.get(3).equals(rows.get(3))) {
      assertThatThrownBy(() -> Results.compare(rows, changed)).hasMessageContaining("too many 1 ×");
    }
  }

  @Test
  void refusesAStaleMarkerAndALeftover() throws Exception {
    writeParquet(orders.rows(db));
    writeManifest(500);
    Files.writeString(dir.resolve(".p.tmp"), "x");
    assertThatThrownBy(() -> Results.at(dir).assertConsistent()).hasMessageContaining("leftovers");
    Files.delete(dir.resolve(".p.tmp"));
    Files.writeString(dir.resolve("_SUCCESS"), "xxh3:0000000000000000\n");
    assertThatThrownBy(() -> Results.at(dir).assertConsistent()).hasMessageContaining("marker");
  }
}
