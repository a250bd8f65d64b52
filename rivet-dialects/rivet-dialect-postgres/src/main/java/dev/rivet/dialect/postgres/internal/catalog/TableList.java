package dev.rivet.dialect.postgres.internal.catalog;

import dev.rivet.spi.dialect.CatalogColumn;
import dev.rivet.spi.dialect.CatalogColumn.Family;
import dev.rivet.spi.dialect.CatalogTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What pg_catalog knows about tables. Reads catalogs and file sizes, never a table (DI5). */
public final class TableList {
  /** All schemas but the server's own. */
  public static final String ALL = "";

  // Partitions belong to their parent. A relation of ours is one that SELECT … FROM can name.
  private static final String RELATIONS =
      """
      WITH RECURSIVE relations AS (
        SELECT c.oid, n.oid AS nspoid, n.nspname::pg_catalog.text AS nspname,
          c.relname::pg_catalog.text AS relname, c.relkind, c.reltuples
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
          AND n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND n.nspname !~ '^pg_(toast|temp)'
          AND (? = '' OR n.nspname = ?)
      )
      """;

  // The planner's own arithmetic: density at the last ANALYZE times the size now.
  private static final String TABLES =
      RELATIONS
          + """
          , members AS (
            SELECT r.oid AS root, r.oid, r.relkind FROM relations r
            UNION ALL
            SELECT m.root, i.inhrelid, c.relkind
            FROM members m
            JOIN pg_catalog.pg_inherits i ON i.inhparent = m.oid
            JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
            WHERE m.relkind = 'p'
          ), sizes AS (
            SELECT m.root, c.reltuples, c.relpages, pg_catalog.pg_relation_size(c.oid) AS bytes,
              pg_catalog.pg_total_relation_size(c.oid) AS total
            FROM members m JOIN pg_catalog.pg_class c ON c.oid = m.oid
            WHERE m.relkind IN ('r', 'm')
          ), estimates AS (
            SELECT root, total, CASE
                WHEN bytes = 0 THEN 0
                WHEN relpages > 0 AND reltuples >= 0 THEN reltuples::pg_catalog.float8 / relpages
                  * bytes / pg_catalog.current_setting('block_size')::pg_catalog.int4
              END AS tuples
            FROM sizes
          ), totals AS (
            SELECT root, sum(total)::pg_catalog.int8 AS total,
              CASE WHEN count(*) = count(tuples) THEN round(sum(tuples))::pg_catalog.int8 END AS tuples
            FROM estimates GROUP BY root
          )
          SELECT r.oid::pg_catalog.int8, r.nspname, r.relname, r.relkind::pg_catalog.text,
            CASE WHEN r.relkind = 'f' AND r.reltuples > 0 THEN r.reltuples::pg_catalog.int8
              WHEN r.relkind = 'p' AND t.root IS NULL THEN 0 ELSE t.tuples END,
            t.total,
            EXISTS (SELECT FROM pg_catalog.pg_constraint k
              WHERE k.conrelid = r.oid AND k.contype = 'p'),
            -- enabled, FOR EACH ROW (1) BEFORE (2) UPDATE (16)
            EXISTS (SELECT FROM pg_catalog.pg_trigger g
              WHERE g.tgrelid = r.oid AND NOT g.tgisinternal AND g.tgenabled IN ('O', 'A')
                AND g.tgtype & 19 = 19)
          FROM relations r LEFT JOIN totals t ON t.root = r.oid
          ORDER BY r.nspname COLLATE "C", r.relname COLLATE "C"
          """;

  private static final String COLUMNS =
      RELATIONS
          + """
          SELECT r.oid::pg_catalog.int8, a.attname::pg_catalog.text,
            pg_catalog.format_type(a.atttypid, a.atttypmod),
            CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END::pg_catalog.int8,
            CASE t.typtype WHEN 'd' THEN t.typtypmod ELSE a.atttypmod END,
            NOT (a.attnotnull OR t.typnotnull),
            EXISTS (SELECT FROM pg_catalog.pg_constraint k
              WHERE k.conrelid = r.oid AND k.contype = 'p' AND k.conkey = ARRAY[a.attnum]),
            EXISTS (SELECT FROM pg_catalog.pg_index i
              JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
              JOIN pg_catalog.pg_am m ON m.oid = ic.relam
              WHERE i.indrelid = r.oid AND m.amname = 'btree' AND i.indisvalid
                AND i.indpred IS NULL AND i.indkey[0] = a.attnum)
          FROM relations r
          JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
          JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
          WHERE pg_catalog.has_schema_privilege(r.nspoid, 'USAGE')
            AND pg_catalog.has_column_privilege(r.oid, a.attnum, 'SELECT')
          ORDER BY r.oid, a.attnum
          """;

  private TableList() {}

  /**
   * Reads the catalog.
   *
   * @param schema exact name, or {@link #ALL}
   */
  public static List<CatalogTable> read(Connection connection, String schema) throws SQLException {
    Map<Long, List<CatalogColumn>> columns = columns(connection, schema);
    try (PreparedStatement statement = prepare(connection, TABLES, schema);
        ResultSet rows = statement.executeQuery()) {
      List<CatalogTable> tables = new ArrayList<>();
      while (rows.next()) {
        tables.add(
            new CatalogTable(
                rows.getString(2),
                rows.getString(3),
                kind(rows.getString(4)),
                optional(rows, 5),
                optional(rows, 6),
                rows.getBoolean(7),
                rows.getBoolean(8),
                columns.getOrDefault(rows.getLong(1), List.of())));
      }
      return List.copyOf(tables);
    }
  }

  private static Map<Long, List<CatalogColumn>> columns(Connection connection, String schema)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, COLUMNS, schema);
        ResultSet rows = statement.executeQuery()) {
      Map<Long, List<CatalogColumn>> columns = new HashMap<>();
      while (rows.next()) {
        columns
            .computeIfAbsent(rows.getLong(1), oid -> new ArrayList<>())
            .add(
                new CatalogColumn(
                    rows.getString(2),
                    rows.getString(3),
                    family(rows.getLong(4), rows.getInt(5)),
                    rows.getBoolean(6),
                    rows.getBoolean(7),
                    rows.getBoolean(8)));
      }
      return columns;
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, String schema)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, schema);
    statement.setString(2, schema);
    return statement;
  }

  private static OptionalLong optional(ResultSet rows, int column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static String kind(String relkind) {
    return switch (relkind) {
      case "p" -> "partitioned table";
      case "v" -> "view";
      case "m" -> "materialized view";
      case "f" -> "foreign table";
      default -> "table";
    };
  }

  private static Family family(long typeOid, int typmod) {
    return switch ((int) typeOid) {
      case 20, 21, 23 -> Family.INTEGER; // int8, int2, int4
      case 1082, 1114, 1184 -> Family.TIMESTAMP; // date, timestamp, timestamptz
      case 1700 -> typmod < 0 ? Family.UNBOUNDED_DECIMAL : Family.OTHER; // numeric
      default -> Family.OTHER;
    };
  }
}
