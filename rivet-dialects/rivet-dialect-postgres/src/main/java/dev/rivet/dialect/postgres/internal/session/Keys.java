package dev.rivet.dialect.postgres.internal.session;

import dev.rivet.dialect.postgres.internal.column.Identifiers;
import dev.rivet.dialect.postgres.internal.column.SourceColumn;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.spi.dialect.KeyColumn.Family;
import dev.rivet.spi.dialect.support.IntervalSql;
import dev.rivet.spi.dialect.support.KeyText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keys of a relation: which columns they may consist of, how their values are spelled in SQL. Immutable. */
final class Keys implements IntervalSql.Syntax {
  private static final String UNIQUE =
      """
      SELECT ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) n
          JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[n] ORDER BY n)
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
      JOIN pg_catalog.pg_am m ON m.oid = x.relam AND m.amname = 'btree'
      WHERE i.indrelid = ?::pg_catalog.oid AND i.indisunique AND i.indisvalid AND i.indisready
        AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
        AND NOT EXISTS (SELECT 1 FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) n
          JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[n]
          WHERE NOT a.attnotnull)
      ORDER BY i.indisprimary DESC, x.relname
      """;

  private final List<SourceColumn> columns;
  private final String from;
  private final @Nullable TableInfo table;

  Keys(List<SourceColumn> columns, String from, @Nullable TableInfo table) {
    this.columns = columns;
    this.from = from;
    this.table = table;
  }

  List<KeyColumn> columns() {
    return columns.stream()
        .flatMap(
            c ->
                family(c).stream()
                    .map(f -> new KeyColumn(c.name(), c.nativeType(), f, !c.isNotNull())))
        .toList();
  }

  private static Optional<Family> family(SourceColumn column) {
    String type = column.nativeType();
    int modifier = type.indexOf('(');
    String base = modifier < 0 ? type : type.substring(0, modifier).strip();
    return Optional.ofNullable(
        switch (base) {
          case "smallint", "integer", "bigint" -> Family.INTEGER;
          case "numeric" -> Family.DECIMAL;
          case "real", "double precision" -> Family.FLOAT;
          case "text", "character varying", "character", "bpchar" -> Family.TEXT;
          case "uuid" -> Family.UUID;
          case "bytea" -> Family.BINARY;
          case "date" -> Family.DATE;
          case "timestamp without time zone" -> Family.TIMESTAMP;
          case "timestamp with time zone" -> Family.INSTANT;
          case "timestamp" -> type.endsWith("with time zone") ? Family.INSTANT : Family.TIMESTAMP;
          default -> null;
        });
  }

  /** A key is unique within each child only, where others inherit from the table. */
  List<List<String>> unique(Connection connection) throws SQLException {
    if (table == null || table.hasChildren()) {
      return List.of();
    }
    List<List<String>> keys = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(UNIQUE)) {
      statement.setLong(1, table.oid());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          List<String> key =
              Stream.of((Object[]) rows.getArray(1).getArray()).map(String::valueOf).toList();
          if (!keys.contains(key)) {
            keys.add(key);
          }
        }
      }
    }
    return List.copyOf(keys);
  }

  /** The key of the row at a position, in ascending or descending order. */
  Optional<List<String>> find(
      Connection connection, SliceBounds.Interval bounds, String direction, long position)
      throws SQLException {
    List<String> texts = new ArrayList<>();
    List<Family> families = new ArrayList<>();
    for (KeyTerm term : bounds.key()) {
      Family family = requireFamily(term.columns().get(0));
      String expression = IntervalSql.term(term, this);
      families.add(family);
      texts.add(
          family == Family.BINARY
              ? "pg_catalog.encode(" + expression + ", 'hex')"
              : expression + "::pg_catalog.text");
    }
    String sql =
        "SELECT "
            + String.join(", ", texts)
            + " FROM "
            + from
            + " WHERE "
            + IntervalSql.condition(bounds, this)
            + " AND "
            + IntervalSql.term(bounds.key().get(0), this)
            + " IS NOT NULL ORDER BY "
            + IntervalSql.order(bounds.key(), direction, this)
            + " LIMIT 1 OFFSET "
            + position;
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet rows = statement.executeQuery(sql)) {
        if (!rows.next()) {
          return Optional.empty();
        }
        String[] values = new String[families.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = KeyText.of(families.get(i), rows.getString(i + 1));
        }
        return Optional.of(Arrays.asList(values));
      }
    }
  }

  @Override
  public String column(String name) throws SQLException {
    return "_rivet." + Identifiers.quote(require(name).name());
  }

  /** Cast to a type without modifiers of the column's own family, which its index knows. */
  @Override
  public String value(String column, String text) throws SQLException {
    String literal = Identifiers.literal(text);
    return switch (requireFamily(column)) {
      case INTEGER -> literal + "::pg_catalog.int8";
      case DECIMAL -> literal + "::pg_catalog.numeric";
      case FLOAT ->
          literal
              + (require(column).nativeType().equals("real")
                  ? "::pg_catalog.float4"
                  : "::pg_catalog.float8");
      case TEXT ->
          literal
              + (require(column).nativeType().matches("(character|bpchar)(\\(\\d+\\))?")
                  ? "::pg_catalog.bpchar"
                  : "::pg_catalog.text");
      case UUID -> literal + "::pg_catalog.uuid";
      case BINARY -> "pg_catalog.decode(" + literal + ", 'hex')";
      case DATE -> literal + "::pg_catalog.date";
      case TIMESTAMP -> literal + "::pg_catalog.timestamp";
      case INSTANT -> literal + "::pg_catalog.timestamptz";
    };
  }

  @Override
  public boolean hasRowValues() {
    return true;
  }

  private Family requireFamily(String column) throws SQLException {
    return family(require(column))
        .orElseThrow(() -> new SQLException("column \"" + column + "\" cannot be a key", "42804"));
  }

  private SourceColumn require(String column) throws SQLException {
    for (SourceColumn candidate : columns) {
      if (candidate.name().equals(column)) {
        return candidate;
      }
    }
    throw new SQLException("there is no column \"" + column + "\" to slice by", "42703");
  }
}
