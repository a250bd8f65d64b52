package dev.rivet.dialect.sqlserver.internal.session;

import dev.rivet.dialect.sqlserver.internal.column.SourceColumn;
import dev.rivet.spi.dialect.CatalogColumn;
import dev.rivet.spi.dialect.CatalogColumn.Family;
import dev.rivet.spi.dialect.CatalogTable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Every table and view that is not the server's own. */
final class TableList {
  private static final String SQL =
      "SELECT o.object_id, s.name, o.name, RTRIM(o.type) AS type, (SELECT SUM(p.rows) FROM"
          + " sys.partitions AS p WHERE p.object_id = o.object_id AND p.index_id IN (0, 1)) AS"
          + " rows, (SELECT SUM(a.total_pages) * 8192 FROM sys.partitions AS p JOIN"
          + " sys.allocation_units AS a ON a.container_id = p.partition_id WHERE p.object_id ="
          + " o.object_id) AS bytes FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id ="
          + " o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND (? = N'' OR s.name"
          + " = ?) ORDER BY s.name, o.name";

  private TableList() {}

  private record Found(TableInfo info, OptionalLong bytes) {}

  /**
   * Reads the catalog.
   *
   * @param schema exact name, empty for all
   */
  static List<CatalogTable> read(SqlServerSession session, String schema) throws SQLException {
    List<Found> found = new ArrayList<>();
    try (PreparedStatement statement = session.prepare(SQL)) {
      statement.setString(1, schema);
      statement.setString(2, schema);
      try (ResultSet row = session.queried(statement)) {
        while (row.next()) {
          boolean view = row.getString(4).equals("V");
          TableInfo info =
              new TableInfo(
                  row.getInt(1),
                  row.getString(2),
                  row.getString(3),
                  view ? "view" : "table",
                  number(row, 5));
          found.add(new Found(info, view ? OptionalLong.empty() : number(row, 6)));
        }
      }
    }
    List<CatalogTable> tables = new ArrayList<>();
    for (Found f : found) {
      tables.add(table(session, f));
    }
    return List.copyOf(tables);
  }

  private static CatalogTable table(SqlServerSession session, Found found) throws SQLException {
    TableInfo info = found.info();
    TableInfo.Keys keys = info.isView() ? TableInfo.Keys.NONE : info.keys(session);
    List<CatalogColumn> columns = new ArrayList<>();
    for (SourceColumn c : info.columns(session)) {
      columns.add(
          new CatalogColumn(
              c.name(),
              c.nativeType(),
              family(c),
              !c.isNotNull(),
              keys.primary().equals(List.of(c.name())),
              keys.leading().contains(c.name())));
    }
    return new CatalogTable(
        info.schema(),
        info.name(),
        info.kind(),
        info.rows(),
        found.bytes(),
        !keys.primary().isEmpty(),
        false, // there are only triggers after and instead of an update
        columns);
  }

  private static OptionalLong number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Family family(SourceColumn column) {
    if (column.isInteger()) {
      return Family.INTEGER;
    }
    return switch (column.base()) {
      case "date", "datetime", "smalldatetime", "datetime2", "datetimeoffset" -> Family.TIMESTAMP;
      default -> Family.OTHER;
    };
  }
}
