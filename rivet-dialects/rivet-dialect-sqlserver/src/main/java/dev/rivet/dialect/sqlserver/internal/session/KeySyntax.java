package dev.rivet.dialect.sqlserver.internal.session;

import dev.rivet.dialect.sqlserver.internal.column.Identifiers;
import dev.rivet.dialect.sqlserver.internal.column.SourceColumn;
import dev.rivet.dialect.sqlserver.internal.read.Condition;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.spi.dialect.KeyColumn.Family;
import dev.rivet.spi.dialect.support.IntervalSql;
import dev.rivet.spi.dialect.support.KeyText;
import java.sql.SQLException;
import java.util.ArrayList;
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

  private static Optional<Family> family(SourceColumn column) {
    return Optional.ofNullable(
        switch (column.base()) {
          case "tinyint", "smallint", "int", "bigint" -> Family.INTEGER;
          case "decimal", "numeric", "money", "smallmoney" -> Family.DECIMAL;
          case "real", "float" -> Family.FLOAT;
          case "char", "varchar", "nchar", "nvarchar" -> column.length() < 0 ? null : Family.TEXT;
          case "uniqueidentifier" -> Family.UUID;
          case "binary", "varbinary", "timestamp", "rowversion" ->
              column.length() < 0 ? null : Family.BINARY;
          case "date" -> Family.DATE;
          case "datetime", "datetime2", "smalldatetime" -> Family.TIMESTAMP;
          case "datetimeoffset" -> Family.INSTANT;
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
      String text =
          text(syntax.requireFamily(term.columns().get(0)), IntervalSql.term(term, syntax));
      texts.add(text + " AS k" + texts.size());
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
            + " OFFSET "
            + position
            + " ROWS FETCH NEXT 1 ROWS ONLY";
    return new Condition(sql, syntax.values);
  }

  /** Styles that give every digit, whatever the session's language: 3 for floats, 126 for times, 2 for bytes. */
  private static String text(Family family, String expression) {
    return switch (family) {
      case BINARY -> "LOWER(CONVERT(varchar(max), CAST(" + expression + " AS varbinary(900)), 2))";
      case FLOAT -> "CONVERT(varchar(40), CAST(" + expression + " AS float), 3)";
      case DATE -> "CONVERT(varchar(40), " + expression + ", 23)";
      case TIMESTAMP -> "CONVERT(varchar(40), CAST(" + expression + " AS datetime2(7)), 126)";
      case INSTANT ->
          "CONVERT(varchar(40), CAST(SWITCHOFFSET("
              + expression
              + ", '+00:00') AS datetime2(7)), 126)";
      // Style 2 gives money all four digits; decimals have one form anyway.
      case DECIMAL -> "CONVERT(varchar(60), " + expression + ", 2)";
      default -> "CONVERT(nvarchar(max), " + expression + ")";
    };
  }

  static String canonical(SliceBounds.Interval bounds, int term, String text, List<SourceColumn> of)
      throws SQLException {
    return KeyText.of(
        new KeySyntax(of).requireFamily(bounds.key().get(term).columns().get(0)), text);
  }

  @Override
  public String column(String name) throws SQLException {
    return Identifiers.column(require(name).name());
  }

  /** Cast to the column's own type, which its index knows. */
  @Override
  public String value(String column, String text) throws SQLException {
    SourceColumn source = require(column);
    values.add(text);
    return switch (requireFamily(column)) {
      case INTEGER -> "CAST(? AS bigint)";
      case BINARY -> "CONVERT(varbinary(900), ?, 2)";
      case DATE -> "CONVERT(date, ?, 23)";
      // As datetime2 the column's milliseconds would be compared as thirds of them.
      case TIMESTAMP -> "CAST(CONVERT(datetime2(7), ?, 126) AS " + source.nativeType() + ")";
      case INSTANT -> "CONVERT(datetimeoffset(7), ?, 127)";
      default -> "CAST(? AS " + source.nativeType() + ")";
    };
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
