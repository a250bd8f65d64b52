package dev.rivet.dialect.jdbc.internal.catalog;

import dev.rivet.dialect.jdbc.internal.column.ColumnPlanner;
import dev.rivet.dialect.jdbc.internal.column.SourceColumn;
import dev.rivet.dialect.jdbc.internal.driver.Product;
import dev.rivet.spi.dialect.CatalogColumn;
import dev.rivet.spi.dialect.CatalogColumn.Family;
import dev.rivet.spi.dialect.CatalogTable;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Every table and view outside the database's own schemas, from JDBC metadata. */
public final class TableList {
  private TableList() {}

  private record Found(
      @Nullable String catalog, @Nullable String schema, String name, String kind) {
    String schemaText() {
      return schema != null ? schema : catalog != null ? catalog : "";
    }
  }

  /**
   * Reads the catalog.
   *
   * @param schema exact name, empty for all
   */
  public static List<CatalogTable> read(Connection connection, Product product, String schema)
      throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    List<Found> found = new ArrayList<>();
    try (ResultSet rows = metaData.getTables(connection.getCatalog(), null, "%", null)) {
      while (rows.next()) {
        Found table =
            new Found(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                kind(String.valueOf(rows.getString(4))));
        boolean wanted = schema.isEmpty() || schema.equals(table.schemaText());
        if (wanted && isOfUser(table)) {
          found.add(table);
        }
      }
    }
    found.sort(Comparator.comparing(Found::schemaText).thenComparing(Found::name));
    List<CatalogTable> tables = new ArrayList<>();
    for (Found table : found) {
      Keys keys =
          table.kind().equals("view")
              ? Keys.NONE
              : Keys.of(metaData, table.catalog(), table.schema(), table.name());
      tables.add(
          new CatalogTable(
              table.schemaText(),
              table.name(),
              table.kind(),
              OptionalLong.empty(),
              OptionalLong.empty(),
              !keys.primary().isEmpty(),
              false, // JDBC does not tell of triggers
              columns(metaData, product, table, keys)));
    }
    return List.copyOf(tables);
  }

  private static boolean isOfUser(Found table) {
    String schema = table.schemaText().toLowerCase(Locale.ROOT);
    return !table.kind().equals("other")
        && !schema.equals("information_schema")
        && !schema.equals("pg_catalog")
        && !schema.equals("sys");
  }

  /** How a table's type is called. */
  public static String kind(String type) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "TABLE", "BASE TABLE", "LOCAL TEMPORARY", "GLOBAL TEMPORARY", "TEMPORARY TABLE" ->
          "table";
      case "VIEW" -> "view";
      case "MATERIALIZED VIEW" -> "materialized view";
      case "FOREIGN TABLE" -> "foreign table";
      default -> "other";
    };
  }

  private static List<CatalogColumn> columns(
      DatabaseMetaData metaData, Product product, Found table, Keys keys) throws SQLException {
    List<CatalogColumn> columns = new ArrayList<>();
    String escape = String.valueOf(metaData.getSearchStringEscape());
    try (ResultSet rows =
        metaData.getColumns(
            table.catalog(), table.schema(), table.name().replace("_", escape + "_"), "%")) {
      while (rows.next()) {
        if (!table.name().equals(rows.getString(3))) {
          continue;
        }
        String name = rows.getString(4);
        int type = rows.getInt(5);
        String typeName = rows.getString(6);
        SourceColumn column =
            new SourceColumn(name, typeName, type, rows.getInt(7), rows.getInt(9), true, false);
        columns.add(
            new CatalogColumn(
                name,
                column.nativeType(),
                family(product, column),
                rows.getInt(11) != DatabaseMetaData.columnNoNulls,
                keys.primary().equals(List.of(name)),
                keys.leading().contains(name)));
      }
    }
    return columns;
  }

  private static Family family(Product product, SourceColumn column) {
    if (ColumnPlanner.isInteger(product, column)) {
      return Family.INTEGER;
    }
    return switch (column.jdbcType()) {
      case Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Family.TIMESTAMP;
      default ->
          ColumnPlanner.isUnbounded(product, column) ? Family.UNBOUNDED_DECIMAL : Family.OTHER;
    };
  }
}
