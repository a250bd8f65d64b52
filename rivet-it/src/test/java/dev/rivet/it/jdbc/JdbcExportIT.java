package dev.rivet.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.SourceTable;
import dev.rivet.it.support.SourceTable.Column;
import dev.rivet.it.support.SourceTable.Kind;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.RunStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole exports from H2, SQLite and DuckDB, whose dialect the library finds by itself; DuckDB reads the files. */
class JdbcExportIT {
  private static final int ROWS = 3_000;

  @TempDir Path dir;

  /** A database and a format. */
  record Setup(String database, Format format) {
    @Override
    public String toString() {
      return database + ", " + format.name();
    }
  }

  static Stream<Setup> setups() {
    return Stream.of("h2", "sqlite", "duckdb")
        .flatMap(d -> Stream.of(new Setup(d, Parquet.zstd()), new Setup(d, Csv.rfc4180())));
  }

  private static final SourceTable ITEMS =
      new SourceTable(
          "items",
          List.of(
              new Column("id", Kind.PLAIN),
              new Column("name", Kind.PLAIN),
              new Column("price", Kind.PLAIN),
              new Column("day", Kind.PLAIN),
              new Column("seen", Kind.TIMESTAMP),
              new Column("raw", Kind.BINARY)));

  private static HikariDataSource pool(String database, Path dir) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:" + database + ":" + dir.resolve(database));
    pool.setMaximumPoolSize(4);
    return pool;
  }

  private static List<List<String>> fill(HikariDataSource source) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection c = source.getConnection();
        Statement s = c.createStatement()) {
      s.execute(
          "CREATE TABLE \"items\" (\"id\" BIGINT NOT NULL PRIMARY KEY, \"name\" VARCHAR(50),"
              + " \"price\" DECIMAL(10,2), \"day\" DATE, \"seen\" TIMESTAMP, \"raw\" BLOB)");
      c.setAutoCommit(false);
      try (PreparedStatement insert =
          c.prepareStatement(
              "INSERT INTO \"items\" VALUES (?, ?, CAST(? AS DECIMAL(10,2)), ?, ?, ?)")) {
        for (int i = 1; i <= ROWS; i++) {
          boolean empty = i % 10 == 0;
          // An hour that a spring night of New York does not have is among them.
          LocalDateTime seen = LocalDateTime.parse("2024-03-10T00:00:00.000001").plusMinutes(i);
          LocalDate day = LocalDate.of(1999, 12, 31).plusDays(i);
          insert.setLong(1, i);
          insert.setString(2, empty ? null : "item " + i + " żółć, \"q\"\n");
          insert.setString(3, i + ".25");
          insert.setString(4, empty ? null : day.toString());
          insert.setString(5, seen.toString().replace('T', ' '));
          insert.setBytes(6, new byte[] {(byte) i, -1});
          insert.executeUpdate();
          rows.add(
              List.of(
                  String.valueOf(i),
                  empty ? "∅" : "item " + i + " żółć, \"q\"\n",
                  i + ".25",
                  empty ? "∅" : day.toString(),
                  String.valueOf(1710028800000001L + i * 60_000_000L),
                  Integer.toHexString(256 + (i & 255)).substring(1) + "ff"));
        }
      }
      c.commit();
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("setups")
  void everyRowArrivesAndReconciles(Setup setup) throws Exception {
    try (HikariDataSource source = pool(setup.database(), dir)) {
      List<List<String>> expected = fill(source);
      try (Env env = Env.sqlite(source, dir.resolve("env"));
          Rivet rivet = env.rivet()) {
        Export export =
            env.export("items")
                .extract(Chunked.by("id").count(3).parallel(2))
                .as(setup.format())
                .build();
        ApplyResult applied = rivet.run(export);
        assertThat(applied.status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(applied.rows()).isEqualTo(ROWS);
        env.results().assertConsistent().assertRows(ITEMS, expected);
        assertThat(rivet.reconcile(export).execute().isClean()).isTrue();
      }
    }
  }
}
