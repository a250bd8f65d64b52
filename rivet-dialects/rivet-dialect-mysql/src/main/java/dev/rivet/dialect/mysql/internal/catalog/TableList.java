package dev.rivet.dialect.mysql.internal.catalog;

import dev.rivet.spi.dialect.CatalogColumn;
import dev.rivet.spi.dialect.CatalogColumn.Family;
import dev.rivet.spi.dialect.CatalogTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Every table and view outside the server's own schemas, from {@code information_schema} alone. */
public final class TableList {
  private static final String FILTER =
      " TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')"
          + " AND (? = '' OR TABLE_SCHEMA = ?)";

  private static final String TABLES =
      "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, TABLE_ROWS, DATA_LENGTH + INDEX_LENGTH,"
          + " CREATE_OPTIONS FROM information_schema.TABLES WHERE"
          + FILTER
          + " ORDER BY TABLE_SCHEMA, TABLE_NAME";

  private static final String COLUMNS =
      "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, DATA_TYPE, IS_NULLABLE, EXTRA"
          + " FROM information_schema.COLUMNS WHERE"
          + FILTER
          + " ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION";

  private static final String INDEXES =
      "SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, COLUMN_NAME, SEQ_IN_INDEX, SUB_PART,"
          + " INDEX_TYPE FROM information_schema.STATISTICS WHERE"
          + FILTER;

  private static final String TRIGGERS =
      "SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS"
          + " WHERE EVENT_MANIPULATION = 'UPDATE' AND ACTION_TIMING = 'BEFORE'"
          + " AND (? = '' OR EVENT_OBJECT_SCHEMA = ?)";

  private final Set<List<String>> updating = new HashSet<>();
  private final Set<List<String>> indexed = new HashSet<>();
  private final Map<List<String>, List<String>> primary = new HashMap<>();
  private final Map<List<String>, List<CatalogColumn>> columns = new HashMap<>();

  private TableList() {}

  /**
   * Reads the catalog.
   *
   * @param schema exact name, empty for all
   */
  public static List<CatalogTable> read(Connection connection, String schema) throws SQLException {
    TableList list = new TableList();
    list.indexes(connection, schema);
    list.columns(connection, schema);
    list.triggers(connection, schema);
    return list.tables(connection, schema);
  }

  /** How a table's type is called. */
  public static String kind(String type, String options) {
    return switch (type) {
      case "BASE TABLE", "SYSTEM VERSIONED" ->
          options.toLowerCase(Locale.ROOT).contains("partitioned") ? "partitioned table" : "table";
      case "VIEW", "SYSTEM VIEW" -> "view";
      default -> "other";
    };
  }

  private List<CatalogTable> tables(Connection connection, String schema) throws SQLException {
    List<CatalogTable> tables = new ArrayList<>();
    try (PreparedStatement statement = prepare(connection, TABLES, schema);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        List<String> key = List.of(rows.getString(1), rows.getString(2));
        String kind = kind(rows.getString(3), String.valueOf(rows.getString(6)));
        if (!kind.equals("other") && (schema.isEmpty() || schema.equals(key.get(0)))) {
          tables.add(
              new CatalogTable(
                  key.get(0),
                  key.get(1),
                  kind,
                  number(rows, 4),
                  number(rows, 5),
                  primary.containsKey(key),
                  updating.contains(key),
                  columns.getOrDefault(key, List.of())));
        }
      }
    }
    return List.copyOf(tables);
  }

  private void indexes(Connection connection, String schema) throws SQLException {
    try (PreparedStatement statement = prepare(connection, INDEXES, schema);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String column = rows.getString(4);
        if (column == null) {
          continue; // an expression
        }
        List<String> table = List.of(rows.getString(1), rows.getString(2));
        if ("PRIMARY".equals(rows.getString(3))) {
          primary.computeIfAbsent(table, t -> new ArrayList<>()).add(column);
        }
        if (rows.getInt(5) == 1 && rows.getString(6) == null && "BTREE".equals(rows.getString(7))) {
          indexed.add(List.of(table.get(0), table.get(1), column));
        }
      }
    }
  }

  private void triggers(Connection connection, String schema) throws SQLException {
    try (PreparedStatement statement = prepare(connection, TRIGGERS, schema);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        updating.add(List.of(rows.getString(1), rows.getString(2)));
      }
    }
  }

  private void columns(Connection connection, String schema) throws SQLException {
    try (PreparedStatement statement = prepare(connection, COLUMNS, schema);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        List<String> table = List.of(rows.getString(1), rows.getString(2));
        String name = rows.getString(3);
        if (String.valueOf(rows.getString(7)).toLowerCase(Locale.ROOT).contains("on update")) {
          updating.add(table); // the server keeps an update time, as a trigger would
        }
        columns
            .computeIfAbsent(table, t -> new ArrayList<>())
            .add(
                new CatalogColumn(
                    name,
                    rows.getString(4),
                    family(rows.getString(5).toLowerCase(Locale.ROOT)),
                    "YES".equals(rows.getString(6)),
                    List.of(name).equals(primary.get(table)),
                    indexed.contains(List.of(table.get(0), table.get(1), name))));
      }
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, String schema)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, schema);
    statement.setString(2, schema);
    return statement;
  }

  private static OptionalLong number(ResultSet rows, int column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Family family(String type) {
    return switch (type) {
      case "tinyint", "smallint", "mediumint", "int", "bigint" -> Family.INTEGER;
      case "date", "datetime", "timestamp" -> Family.TIMESTAMP;
      default -> Family.OTHER;
    };
  }
}
