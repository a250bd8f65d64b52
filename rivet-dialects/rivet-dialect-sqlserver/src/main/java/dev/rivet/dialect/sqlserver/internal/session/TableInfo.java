package dev.rivet.dialect.sqlserver.internal.session;

import dev.rivet.dialect.sqlserver.internal.column.Identifiers;
import dev.rivet.dialect.sqlserver.internal.column.SourceColumn;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A table or view as the catalog has it. Immutable.
 *
 * @param id its object id
 * @param schema its schema
 * @param name its name
 * @param kind as in {@link dev.rivet.spi.dialect.RelationFacts#kind()}
 * @param rows estimate, empty for a view
 */
record TableInfo(int id, String schema, String name, String kind, OptionalLong rows) {
  private static final String FIND =
      "SELECT o.object_id, s.name, o.name, RTRIM(o.type) AS type, (SELECT SUM(p.rows) FROM"
          + " sys.partitions AS p WHERE p.object_id = o.object_id AND p.index_id IN (0, 1)) AS rows"
          + " FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id"
          + " WHERE o.type IN ('U', 'V') AND o.name = ? AND s.name = COALESCE(?, SCHEMA_NAME())";

  private static final String COLUMNS =
      "SELECT c.name, COALESCE(b.name, t.name) AS type, CAST(c.max_length AS int) AS length,"
          + " CAST(c.precision AS int) AS precision, CAST(c.scale AS int) AS scale,"
          + " COALESCE(c.collation_name, N'') AS collation, CAST(c.is_nullable AS int) AS nullable"
          + " FROM sys.columns AS c JOIN sys.types AS t ON t.user_type_id = c.user_type_id LEFT"
          + " JOIN sys.types AS b ON b.user_type_id = t.system_type_id AND t.is_user_defined = 1"
          + " WHERE c.object_id = ? ORDER BY c.column_id";

  private static final String KEYS =
      "SELECT i.index_id, CAST(i.is_primary_key AS int) AS is_primary, CAST(i.is_unique AS int) AS"
          + " is_unique, CASE WHEN i.has_filter = 0 AND i.is_disabled = 0 THEN 1 ELSE 0 END AS"
          + " whole, c.name, CAST(c.is_nullable AS int) AS nullable FROM sys.indexes AS i JOIN"
          + " sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id"
          + " JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id"
          + " WHERE i.object_id = ? AND i.type IN (1, 2) AND ic.key_ordinal > 0 ORDER BY"
          + " i.index_id, ic.key_ordinal";

  /**
   * Keys of a table. Immutable.
   *
   * @param paging columns of the clustered index if it is unique, else of the primary key, else of another unique key; none may be
   *     NULL; empty if there is none
   * @param primary columns of the primary key
   * @param leading columns that lead an index
   * @param unique all complete unique keys without NULL, the primary key first
   */
  record Keys(
      List<String> paging, List<String> primary, List<String> leading, List<List<String>> unique) {
    static final Keys NONE = new Keys(List.of(), List.of(), List.of(), List.of());
  }

  static Optional<TableInfo> find(SqlServerSession session, @Nullable String schema, String name)
      throws SQLException {
    try (PreparedStatement statement = session.prepare(FIND)) {
      statement.setString(1, name);
      statement.setString(2, schema);
      try (ResultSet row = session.queried(statement)) {
        if (!row.next()) {
          return Optional.empty();
        }
        long rows = row.getLong(5);
        boolean unknown = row.wasNull();
        return Optional.of(
            new TableInfo(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4).equals("V") ? "view" : "table",
                unknown ? OptionalLong.empty() : OptionalLong.of(rows)));
      }
    }
  }

  String quoted() {
    return Identifiers.quote(schema, name);
  }

  boolean isView() {
    return kind.equals("view");
  }

  List<SourceColumn> columns(SqlServerSession session) throws SQLException {
    List<SourceColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = session.prepare(COLUMNS)) {
      statement.setLong(1, id);
      try (ResultSet row = session.queried(statement)) {
        while (row.next()) {
          columns.add(
              new SourceColumn(
                  row.getString(1),
                  row.getString(2),
                  row.getInt(3),
                  row.getInt(4),
                  row.getInt(5),
                  row.getString(6),
                  !isView() && row.getInt(7) == 0));
        }
      }
    }
    return columns;
  }

  /** An index while it is read. */
  private static final class Index {
    private final List<String> columns = new ArrayList<>();
    private final boolean clustered;
    private final boolean primary;
    private boolean usable;

    Index(boolean clustered, boolean primary, boolean usable) {
      this.clustered = clustered;
      this.primary = primary;
      this.usable = usable;
    }

    int rank() {
      return !usable ? 0 : clustered ? 3 : primary ? 2 : 1;
    }
  }

  Keys keys(SqlServerSession session) throws SQLException {
    Map<Integer, Index> indexes = new LinkedHashMap<>();
    try (PreparedStatement statement = session.prepare(KEYS)) {
      statement.setLong(1, id);
      try (ResultSet row = session.queried(statement)) {
        while (row.next()) {
          int number = row.getInt(1);
          Index index = indexes.get(number);
          if (index == null) {
            boolean usable = row.getInt(3) == 1 && row.getInt(4) == 1;
            index = new Index(number == 1, row.getInt(2) == 1, usable);
            indexes.put(number, index);
          }
          index.columns.add(row.getString(5));
          index.usable &= row.getInt(6) == 0;
        }
      }
    }
    Index best = null;
    List<String> primary = List.of();
    List<String> leading = new ArrayList<>();
    for (Index index : indexes.values()) {
      if (index.rank() > (best == null ? 0 : best.rank())) {
        best = index;
      }
      if (index.primary) {
        primary = List.copyOf(index.columns);
      }
      if (!leading.contains(index.columns.get(0))) {
        leading.add(index.columns.get(0));
      }
    }
    List<List<String>> unique =
        indexes.values().stream()
            .filter(i -> i.usable)
            .sorted(Comparator.comparing(i -> !i.primary))
            .map(i -> List.copyOf(i.columns))
            .distinct()
            .toList();
    return new Keys(
        best == null ? List.of() : List.copyOf(best.columns),
        primary,
        List.copyOf(leading),
        unique);
  }
}
