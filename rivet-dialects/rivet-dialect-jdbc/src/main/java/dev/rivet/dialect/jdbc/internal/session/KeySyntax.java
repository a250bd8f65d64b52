package dev.rivet.dialect.jdbc.internal.session;

import dev.rivet.dialect.jdbc.internal.column.SourceColumn;
import dev.rivet.dialect.jdbc.internal.read.Condition;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.spi.dialect.KeyColumn.Family;
import dev.rivet.spi.dialect.support.IntervalSql;
import dev.rivet.spi.dialect.support.KeyText;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Spells keys of one statement and collects the values that it binds. One statement each. */
final class KeySyntax implements IntervalSql.Syntax {
  /** SQL of a column's name. */
  @FunctionalInterface
  interface Spelling {
    String of(String column) throws SQLException;
  }

  private final List<SourceColumn> columns;
  private final Spelling names;
  private final List<Object> values = new ArrayList<>();

  KeySyntax(List<SourceColumn> columns, Spelling names) {
    this.columns = columns;
    this.names = names;
  }

  Condition condition(SliceBounds bounds) throws SQLException {
    String sql =
        bounds instanceof SliceBounds.Nulls nulls
            ? IntervalSql.condition(nulls, this)
            : IntervalSql.condition((SliceBounds.Interval) bounds, this);
    return new Condition(sql, values);
  }

  static List<KeyColumn> keyColumns(List<SourceColumn> columns) {
    return columns.stream()
        .flatMap(
            c ->
                family(c).stream()
                    .map(f -> new KeyColumn(c.name(), c.nativeType(), f, !c.isNotNull())))
        .toList();
  }

  /** Types that every driver binds and returns without a doubt. */
  private static Optional<Family> family(SourceColumn column) {
    return Optional.ofNullable(
        switch (column.jdbcType()) {
          case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Family.INTEGER;
          case Types.NUMERIC, Types.DECIMAL -> Family.DECIMAL;
          case Types.VARCHAR, Types.NVARCHAR -> Family.TEXT;
          case Types.DATE -> Family.DATE;
          case Types.TIMESTAMP -> Family.TIMESTAMP;
          default -> null;
        });
  }

  /** The keys of an interval in order; where to stop is for the caller, as limits are spelled differently everywhere. */
  Condition select(SliceBounds.Interval bounds, String from, String direction) throws SQLException {
    List<String> terms = new ArrayList<>();
    for (KeyTerm term : bounds.key()) {
      terms.add(IntervalSql.term(term, this));
    }
    String sql =
        "SELECT "
            + String.join(", ", terms)
            + " FROM "
            + from
            + " WHERE "
            + IntervalSql.condition(bounds, this)
            + " AND "
            + terms.get(0)
            + " IS NOT NULL ORDER BY "
            + IntervalSql.order(bounds.key(), direction, this);
    return new Condition(sql, values);
  }

  /** The key of the current row. */
  List<String> key(SliceBounds.Interval bounds, ResultSet row) throws SQLException {
    List<String> key = new ArrayList<>();
    for (int i = 0; i < bounds.key().size(); i++) {
      Family family = requireFamily(bounds.key().get(i).columns().get(0));
      key.add(
          KeyText.of(
              family,
              switch (family) {
                case INTEGER, DECIMAL -> row.getBigDecimal(i + 1).toPlainString();
                case DATE -> row.getObject(i + 1, LocalDate.class).toString();
                case TIMESTAMP -> seconds(row.getObject(i + 1, LocalDateTime.class));
                default -> row.getString(i + 1);
              }));
    }
    return key;
  }

  private static String seconds(LocalDateTime time) {
    String text = time.toString();
    return text.length() == 16 ? text + ":00" : text;
  }

  @Override
  public String column(String name) throws SQLException {
    return names.of(require(name).name());
  }

  @Override
  public String value(String column, String text) throws SQLException {
    values.add(
        switch (requireFamily(column)) {
          case INTEGER, DECIMAL -> new BigDecimal(text);
          case DATE -> LocalDate.parse(text);
          case TIMESTAMP -> LocalDateTime.parse(text);
          default -> text;
        });
    return "?";
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
