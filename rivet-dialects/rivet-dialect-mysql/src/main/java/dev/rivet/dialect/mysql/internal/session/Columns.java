package dev.rivet.dialect.mysql.internal.session;

import dev.rivet.dialect.mysql.internal.column.SourceColumn;
import dev.rivet.dialect.mysql.internal.driver.ResultColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Columns of tables from the catalog, columns of queries from result metadata. */
final class Columns {
  private Columns() {}

  /**
   * The columns of a table.
   *
   * @param visible what a reader gets
   * @param hidden invisible ones, which {@code SELECT *} leaves out
   */
  record Of(List<SourceColumn> visible, List<SourceColumn> hidden) {}

  static Of table(Connection connection, Server server, TableInfo table) throws SQLException {
    Set<String> json = server.isMariaDb() ? jsonColumns(connection, table) : Set.of();
    String srid = server.isMariaDb() ? "NULL" : "SRS_ID";
    String sql =
        "SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, NUMERIC_PRECISION, NUMERIC_SCALE,"
            + " DATETIME_PRECISION, IS_NULLABLE, EXTRA, "
            + srid
            + " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
            + " ORDER BY ORDINAL_POSITION";
    List<SourceColumn> visible = new ArrayList<>();
    List<SourceColumn> hidden = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          boolean invisible =
              String.valueOf(rows.getString(8)).toUpperCase(Locale.ROOT).contains("INVISIBLE");
          (invisible ? hidden : visible).add(column(rows, json, table.isView()));
        }
      }
    }
    return new Of(visible, hidden);
  }

  private static SourceColumn column(ResultSet rows, Set<String> json, boolean isView)
      throws SQLException {
    String name = rows.getString(1);
    String base = rows.getString(2).toLowerCase(Locale.ROOT);
    String type = rows.getString(3);
    boolean isJson = base.equals("longtext") && json.contains(name);
    int precision = rows.getInt(4);
    int scale = rows.getInt(5);
    int fraction = rows.getInt(6);
    String srid = rows.getString(9);
    return new SourceColumn(
        name,
        isJson ? "json" : type,
        isJson ? "json" : base,
        type.contains("unsigned"),
        type.equals("tinyint(1)"),
        precision,
        base.equals("decimal") ? scale : fraction,
        srid == null ? -1 : Integer.parseInt(srid),
        !isView && "NO".equals(rows.getString(7)));
  }

  /** JSON is LONGTEXT with a check there. */
  private static Set<String> jsonColumns(Connection connection, TableInfo table)
      throws SQLException {
    Set<String> json = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS"
                + " WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ?")) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String clause = rows.getString(1);
          if (clause.startsWith("json_valid(`") && clause.endsWith("`)")) {
            json.add(clause.substring(12, clause.length() - 2).replace("``", "`"));
          }
        }
      }
    }
    return json;
  }

  static SourceColumn query(ResultColumn column) {
    String base = column.base();
    boolean isBool = base.equals("tinyint") && column.length() == 1 && !column.isUnsigned();
    int precision = (int) Math.min(Integer.MAX_VALUE, column.length());
    String type =
        switch (base) {
          case "decimal" -> "decimal(" + precision + "," + column.decimals() + ")";
          case "bit", "binary", "varbinary" -> base + "(" + precision + ")";
          case "tinyint" -> isBool ? "tinyint(1)" : base;
          case "datetime", "timestamp", "time" ->
              column.decimals() > 0 && column.decimals() <= 6
                  ? base + "(" + column.decimals() + ")"
                  : base;
          default -> base;
        };
    int scale = column.decimals() > 30 ? 6 : column.decimals();
    return new SourceColumn(
        column.label(),
        column.isUnsigned() && !base.equals("bit") && !base.equals("year")
            ? type + " unsigned"
            : type,
        base,
        column.isUnsigned(),
        isBool,
        precision,
        scale,
        -1,
        false);
  }
}
