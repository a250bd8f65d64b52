package dev.rivet.examples.shop;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a reader must do before it reads: ask the manifest which files count. */
public final class CommittedParts {
  private CommittedParts() {}

  // docs:read-manifest
  /** The files that count, by the manifest; superseded and foreign files in the directory do not. */
  public static List<Path> list(Connection duckdb, Path directory) throws SQLException {
    String sql =
        "SELECT part.path FROM (SELECT unnest(parts) AS part FROM read_json(?))"
            + " WHERE part.status = 'committed' ORDER BY part.part_id";
    try (PreparedStatement statement = duckdb.prepareStatement(sql)) {
      statement.setString(1, directory.resolve("manifest.json").toString());
      List<Path> parts = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          parts.add(directory.resolve(rows.getString(1)));
        }
      }
      return parts;
    }
  }
  // end:read-manifest
}
