package dev.rivet.bench.parquet;

import dev.rivet.format.Compression;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Whoever is timed must first have written what the others write. DuckDB judges. */
@SuppressWarnings("try")
final class Gate {
  /** UUIDs come out of some contenders as plain bytes. */
  private static final String ROWS =
      "SELECT * REPLACE (CASE typeof(token) WHEN 'BLOB' THEN lower(hex(token::BLOB))"
          + " ELSE replace(token::VARCHAR, '-', '') END AS token) FROM read_parquet('%s')";

  private Gate() {}

  /** Fails unless the contender's file has the rows of one that parquet-java (or, for that one, we) wrote. */
  static void check(Contender contender, List<VectorSchemaRoot> batches, Compression compression)
      throws Exception {
    Path directory = Files.createTempDirectory("rivet-bench-gate");
    Path file = directory.resolve("file.parquet");
    Path reference = directory.resolve("reference.parquet");
    try (Contender other =
        contender instanceof ParquetJavaRows ? RivetContender.oneThread() : new ParquetJavaRows()) {
      contender.write(batches, file, compression);
      other.write(batches, reference, compression);
      long rows = batches.stream().mapToLong(VectorSchemaRoot::getRowCount).sum();
      requireEqual(file, reference, rows);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(reference);
      Files.delete(directory);
    }
  }

  private static void requireEqual(Path file, Path reference, long rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE VIEW a AS " + ROWS.replace("%s", file.toString()));
      statement.execute("CREATE VIEW b AS " + ROWS.replace("%s", reference.toString()));
      requireCount(statement, "a", rows);
      requireCount(statement, "(FROM a EXCEPT ALL FROM b)", 0);
      requireCount(statement, "(FROM b EXCEPT ALL FROM a)", 0);
    }
  }

  private static void requireCount(Statement statement, String relation, long expected)
      throws SQLException {
    try (ResultSet result = statement.executeQuery("SELECT count(*) FROM " + relation)) {
      if (!result.next() || result.getLong(1) != expected) {
        throw new IllegalStateException(
            result.getLong(1) + " rows in " + relation + " instead of " + expected);
      }
    }
  }
}
