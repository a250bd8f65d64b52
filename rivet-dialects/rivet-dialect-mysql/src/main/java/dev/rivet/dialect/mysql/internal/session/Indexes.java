package dev.rivet.dialect.mysql.internal.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a table, as far as reading needs them. Immutable.
 *
 * @param key columns of the primary key, or of the first unique key without NULL; empty if there is none
 * @param isPrimary whether that key is the primary key
 * @param leading columns that lead a B-tree index
 * @param unique all complete unique keys without NULL, the primary key first
 */
record Indexes(
    List<String> key, boolean isPrimary, List<String> leading, List<List<String>> unique) {
  /** None at all. */
  static final Indexes NONE = new Indexes(List.of(), false, List.of(), List.of());

  private static final String SQL =
      """
      SELECT INDEX_NAME, COLUMN_NAME, NON_UNIQUE, SUB_PART, NULLABLE, INDEX_TYPE
      FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
      ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX
      """;

  /** An index while it is read. */
  private static final class Index {
    private final List<String> columns = new ArrayList<>();
    private boolean unique = true;

    void add(@Nullable String column, boolean isUnique, boolean isWhole, boolean isNullable) {
      // An expression has no column.
      if (column != null) {
        columns.add(column);
      }
      unique &= column != null && isUnique && isWhole && !isNullable;
    }
  }

  static Indexes read(Connection connection, TableInfo table) throws SQLException {
    Map<String, Index> found = new LinkedHashMap<>();
    List<String> leading = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          if (!"BTREE".equals(rows.getString(6))) {
            continue;
          }
          String name = rows.getString(1);
          String column = rows.getString(2);
          boolean whole = rows.getString(4) == null;
          if (!found.containsKey(name) && column != null && whole && !leading.contains(column)) {
            leading.add(column);
          }
          found
              .computeIfAbsent(name, n -> new Index())
              .add(column, rows.getInt(3) == 0, whole, "YES".equals(rows.getString(5)));
        }
      }
    }
    List<List<String>> unique =
        found.values().stream().filter(i -> i.unique).map(i -> List.copyOf(i.columns)).toList();
    for (Map.Entry<String, Index> entry : found.entrySet()) {
      if (entry.getValue().unique) {
        return new Indexes(
            List.copyOf(entry.getValue().columns),
            entry.getKey().equals("PRIMARY"),
            List.copyOf(leading),
            unique);
      }
    }
    return new Indexes(List.of(), false, List.copyOf(leading), unique);
  }
}
