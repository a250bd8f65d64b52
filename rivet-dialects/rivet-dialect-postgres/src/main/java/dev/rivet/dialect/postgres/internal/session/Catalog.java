package dev.rivet.dialect.postgres.internal.session;

import dev.rivet.dialect.postgres.internal.column.SourceColumn;
import dev.rivet.spi.dialect.RelationFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogs tell about a relation beyond its columns. Immutable.
 *
 * @param facts for planning
 * @param keys unique keys of one column, primary key first
 */
record Catalog(RelationFacts facts, List<Key> keys) {
  private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

  /** Leaves of a partitioned table, or the table itself. */
  private static final String SIZE =
      """
      SELECT sum(c.reltuples)::pg_catalog.float8, bool_or(c.reltuples < 0 OR c.reltuples = 0 AND c.relpages = 0 AND pg_catalog.pg_relation_size(c.oid) > 0),
        sum(c.relpages)::pg_catalog.int8,
        (SELECT sum(s.avg_width * (1 - s.null_frac)) FROM pg_catalog.pg_stats s
          JOIN pg_catalog.pg_namespace n ON n.nspname = s.schemaname
          JOIN pg_catalog.pg_class t ON t.relnamespace = n.oid AND t.relname = s.tablename
          WHERE t.oid = ?::pg_catalog.oid AND s.inherited = (t.relkind = 'p'))::pg_catalog.float8
      FROM pg_catalog.pg_class c
      WHERE c.oid = ?::pg_catalog.oid AND c.relkind IN ('r', 'm', 'f')
        OR c.oid IN (SELECT p.relid FROM pg_catalog.pg_partition_tree(?::pg_catalog.oid::pg_catalog.regclass) p WHERE p.isleaf)
          AND c.relkind <> 'p'
      """;

  private static final String INDEXES =
      """
      SELECT a.attname, i.indisprimary,
        i.indisunique AND i.indnkeyatts = 1 AND i.indimmediate AND a.attnotnull,
        coalesce((SELECT s.correlation FROM pg_catalog.pg_stats s
          WHERE s.schemaname = n.nspname AND s.tablename = t.relname AND s.attname = a.attname
          ORDER BY s.inherited DESC LIMIT 1), 0)
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
      JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
      JOIN pg_catalog.pg_am m ON m.oid = x.relam AND m.amname = 'btree'
      JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indrelid = ?::pg_catalog.oid AND i.indisvalid AND i.indisready AND i.indpred IS NULL
      ORDER BY i.indisprimary DESC, x.relname
      """;

  /**
   * A unique, not nullable key of one column.
   *
   * @param column its name
   * @param isPrimary whether it is the primary key
   * @param correlation between its order and that of the heap, -1 to 1, 0 if unknown
   */
  record Key(String column, boolean isPrimary, double correlation) {}

  static boolean isInteger(SourceColumn column) {
    return INTEGERS.contains(column.nativeType());
  }

  static Catalog read(Connection connection, @Nullable TableInfo table, List<SourceColumn> columns)
      throws SQLException {
    List<String> integers =
        columns.stream().filter(Catalog::isInteger).map(SourceColumn::name).toList();
    if (table == null) {
      RelationFacts facts =
          new RelationFacts(
              "query", OptionalLong.empty(), OptionalLong.empty(), null, integers, List.of());
      return new Catalog(facts, List.of());
    }
    List<String> indexed = new ArrayList<>();
    List<Key> keys = new ArrayList<>();
    readIndexes(connection, table, indexed, keys);
    Optional<String> integerKey =
        keys.stream()
            .filter(Key::isPrimary)
            .map(Key::column)
            .filter(integers::contains)
            .findFirst();
    return withSize(connection, table, integers, indexed, keys, integerKey);
  }

  private static void readIndexes(
      Connection connection, TableInfo table, List<String> indexed, List<Key> keys)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
      statement.setLong(1, table.oid());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String column = rows.getString(1);
          if (!indexed.contains(column)) {
            indexed.add(column);
          }
          if (rows.getBoolean(3)) {
            keys.add(new Key(column, rows.getBoolean(2), rows.getDouble(4)));
          }
        }
      }
    }
  }

  private static Catalog withSize(
      Connection connection,
      TableInfo table,
      List<String> integers,
      List<String> indexed,
      List<Key> keys,
      Optional<String> integerKey)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SIZE)) {
      for (int i = 1; i <= 3; i++) {
        statement.setLong(i, table.oid());
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        double tuples = rows.getDouble(1);
        boolean isKnown = !rows.wasNull() && !rows.getBoolean(2);
        long pages = rows.getLong(3);
        double width = rows.getDouble(4);
        OptionalLong rowEstimate =
            isKnown ? OptionalLong.of(Math.round(tuples)) : OptionalLong.empty();
        OptionalLong rowBytes =
            width > 0
                ? OptionalLong.of(Math.max(1, Math.round(width)))
                : isKnown && tuples > 0
                    ? OptionalLong.of(Math.max(1, Math.round(pages * 8192.0 / tuples)))
                    : OptionalLong.empty();
        RelationFacts facts =
            new RelationFacts(
                table.kind(), rowEstimate, rowBytes, integerKey.orElse(null), integers, indexed);
        return new Catalog(facts, List.copyOf(keys));
      }
    }
  }
}
