package dev.rivet.dialect.mysql.internal.session;

import dev.rivet.dialect.mysql.internal.catalog.TableList;
import dev.rivet.dialect.mysql.internal.column.Identifiers;
import dev.rivet.extract.Relation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A row of {@code information_schema.TABLES}. Immutable.
 *
 * @param schema its database
 * @param name its name
 * @param kind as in {@link dev.rivet.spi.dialect.RelationFacts#kind()}
 * @param rows estimate of its rows
 * @param rowBytes estimate of their length
 */
record TableInfo(
    String schema, String name, String kind, OptionalLong rows, OptionalLong rowBytes) {
  private static final String SQL =
      """
      SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, TABLE_ROWS, AVG_ROW_LENGTH, CREATE_OPTIONS
      FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
      """;

  static Optional<TableInfo> find(Connection connection, Server server, Relation.Table table)
      throws SQLException {
    List<TableInfo> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.setString(1, table.schema().orElse(server.database()));
      statement.setString(2, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(row(rows));
        }
      }
    }
    // The catalog may compare without case where the server itself does not.
    Optional<TableInfo> exact =
        found.stream().filter(t -> t.name().equals(table.name())).findFirst();
    return server.isCaseSensitive() ? exact : exact.or(() -> found.stream().findFirst());
  }

  private static TableInfo row(ResultSet rows) throws SQLException {
    String type = rows.getString(3);
    OptionalLong count = number(rows, 4);
    OptionalLong bytes = number(rows, 5);
    return new TableInfo(
        rows.getString(1),
        rows.getString(2),
        TableList.kind(type, String.valueOf(rows.getString(6))),
        count,
        bytes.isPresent() && bytes.getAsLong() > 0 ? bytes : OptionalLong.empty());
  }

  private static OptionalLong number(ResultSet rows, int column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  boolean isView() {
    return kind.equals("view");
  }

  String quoted() {
    return Identifiers.quote(schema, name);
  }
}
