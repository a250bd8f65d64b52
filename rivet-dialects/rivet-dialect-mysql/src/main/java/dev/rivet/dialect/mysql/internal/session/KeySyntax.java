package dev.rivet.dialect.mysql.internal.session;

import dev.rivet.dialect.mysql.internal.column.SourceColumn;
import dev.rivet.dialect.mysql.internal.read.Condition;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.spi.dialect.KeyColumn.Family;
import dev.rivet.spi.dialect.support.IntervalSql;
import dev.rivet.spi.dialect.support.KeyText;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Spells keys of one statement and collects the values that it binds. One statement each. */
final class KeySyntax implements IntervalSql.Syntax {
  private final List<SourceColumn> columns;
  private final List<Object> values = new ArrayList<>();

  KeySyntax(List<SourceColumn> columns) {
    this.columns = columns;
  }

  static Condition condition(SliceBounds bounds, List<SourceColumn> columns) throws SQLException {
    KeySyntax syntax = new KeySyntax(columns);
    String sql =
        bounds instanceof SliceBounds.Nulls nulls
            ? IntervalSql.condition(nulls, syntax)
            : IntervalSql.condition((SliceBounds.Interval) bounds, syntax);
    return new Condition(sql, syntax.values);
  }

  static List<KeyColumn> keyColumns(List<SourceColumn> columns) {
    return columns.stream()
        .flatMap(
            c ->
                family(c).stream()
                    .map(f -> new KeyColumn(c.name(), c.nativeType(), f, !c.isNotNull())))
        .toList();
  }

  /** Enums and sets sort by number but compare by label, and are no keys. */
  private static Optional<Family> family(SourceColumn column) {
    return Optional.ofNullable(
        switch (column.base()) {
          case "tinyint", "smallint", "mediumint", "int", "bigint", "year" -> Family.INTEGER;
          case "decimal" -> Family.DECIMAL;
          case "float", "double" -> Family.FLOAT;
          case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" -> Family.TEXT;
          case "binary", "varbinary", "tinyblob", "blob" -> Family.BINARY;
          case "uuid" -> Family.UUID;
          case "date" -> Family.DATE;
          case "datetime" -> Family.TIMESTAMP;
          case "timestamp" -> Family.INSTANT;
          default -> null;
        });
  }

  /** The key of the row at a position, as texts. */
  static Condition select(
      SliceBounds.Interval bounds,
      String from,
      String direction,
      long position,
      List<SourceColumn> columns)
      throws SQLException {
    KeySyntax syntax = new KeySyntax(columns);
    List<String> texts = new ArrayList<>();
    for (KeyTerm term : bounds.key()) {
      texts.add(text(syntax.requireFamily(term.columns().get(0)), IntervalSql.term(term, syntax)));
    }
    String sql =
        "SELECT "
            + String.join(", ", texts)
            + " FROM "
            + from
            + " WHERE "
            + IntervalSql.condition(bounds, syntax)
            + " AND "
            + IntervalSql.term(bounds.key().get(0), syntax)
            + " IS NOT NULL ORDER BY "
            + IntervalSql.order(bounds.key(), direction, syntax)
            + " LIMIT 1 OFFSET "
            + position;
    return new Condition(sql, syntax.values);
  }

  private static String text(Family family, String expression) {
    return switch (family) {
      case BINARY -> "LOWER(HEX(" + expression + "))";
      // A float printed as such is cut to six digits.
      case FLOAT -> "CAST((" + expression + ") + 0e0 AS CHAR)";
      default -> "CAST(" + expression + " AS CHAR)";
    };
  }

  /** A value as the server printed it. */
  static String canonical(SliceBounds.Interval bounds, int term, String text, List<SourceColumn> of)
      throws SQLException {
    return KeyText.of(
        new KeySyntax(of).requireFamily(bounds.key().get(term).columns().get(0)), text);
  }

  @Override
  public String column(String name) throws SQLException {
    return MySqlRelation.name(require(name).name());
  }

  /** Times are cast, because an expression would be compared with the text of a time instead. */
  @Override
  public String value(String column, String text) throws SQLException {
    Family family = requireFamily(column);
    switch (family) {
      case INTEGER, DECIMAL -> values.add(number(text));
      case BINARY -> values.add(HexFormat.of().parseHex(text));
      case TIMESTAMP, INSTANT -> values.add(text.replace('T', ' ').replace("Z", ""));
      default -> values.add(text);
    }
    return switch (family) {
      case FLOAT -> "(? + 0e0)";
      case DATE -> "CAST(? AS DATE)";
      case TIMESTAMP, INSTANT -> "CAST(? AS DATETIME(6))";
      default -> "?";
    };
  }

  private static Object number(String text) {
    BigDecimal value = new BigDecimal(text);
    boolean isLong =
        value.scale() <= 0
            && value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
            && value.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
    return isLong ? (Object) value.longValueExact() : value;
  }

  private Family requireFamily(String column) throws SQLException {
    return family(require(column))
        .orElseThrow(() -> new SQLException("column \"" + column + "\" cannot be a key", "42000"));
  }

  private SourceColumn require(String column) throws SQLException {
    for (SourceColumn candidate : columns) {
      if (candidate.name().equals(column)) {
        return candidate;
      }
    }
    throw new SQLException("there is no column \"" + column + "\" to slice by", "42S22");
  }
}
