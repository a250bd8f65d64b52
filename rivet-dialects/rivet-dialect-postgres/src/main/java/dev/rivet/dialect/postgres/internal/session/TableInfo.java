package dev.rivet.dialect.postgres.internal.session;

import dev.rivet.dialect.postgres.internal.column.Identifiers;
import dev.rivet.extract.Relation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A table-like object of the catalog. Immutable.
 *
 * @param oid its id
 * @param schema its schema
 * @param name its name
 * @param relkind the catalog's letter for its kind
 * @param isHeap whether it is stored as a heap of its own
 * @param hasChildren whether others inherit from it
 */
record TableInfo(
    long oid, String schema, String name, char relkind, boolean isHeap, boolean hasChildren) {
  private static final String SQL =
      """
      SELECT c.oid::pg_catalog.int8, n.nspname, c.relname, c.relkind,
        c.relkind IN ('r', 'm') AND am.amname = 'heap', c.relhassubclass AND c.relkind = 'r'
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
      WHERE c.oid = pg_catalog.to_regclass(?)
      """;

  static Optional<TableInfo> find(Connection connection, Relation.Table table) throws SQLException {
    String quoted =
        table
            .schema()
            .map(s -> Identifiers.quote(s, table.name()))
            .orElseGet(() -> Identifiers.quote(table.name()));
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.setString(1, quoted);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        TableInfo info =
            new TableInfo(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4).charAt(0),
                rows.getBoolean(5),
                rows.getBoolean(6));
        return Optional.of(info).filter(i -> i.isCalled(table));
      }
    }
  }

  /** The server cuts long names short, and would take another table for the one meant. */
  private boolean isCalled(Relation.Table table) {
    return name.equals(table.name()) && table.schema().map(schema::equals).orElse(true);
  }

  String kind() {
    return switch (relkind) {
      case 'r' -> "table";
      case 'p' -> "partitioned table";
      case 'v' -> "view";
      case 'm' -> "materialized view";
      case 'f' -> "foreign table";
      default -> "other";
    };
  }

  String quoted() {
    return Identifiers.quote(schema, name);
  }

  /** Whether the catalog's NOT NULL is enforced by this server. */
  boolean isEnforcing() {
    return relkind == 'r' || relkind == 'p';
  }
}
