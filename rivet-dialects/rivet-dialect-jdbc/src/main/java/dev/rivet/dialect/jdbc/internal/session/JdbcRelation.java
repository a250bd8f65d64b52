package dev.rivet.dialect.jdbc.internal.session;

import dev.rivet.dialect.jdbc.internal.catalog.Keys;
import dev.rivet.dialect.jdbc.internal.column.ColumnPlan;
import dev.rivet.dialect.jdbc.internal.column.ColumnPlanner;
import dev.rivet.dialect.jdbc.internal.column.Resolution;
import dev.rivet.dialect.jdbc.internal.column.SourceColumn;
import dev.rivet.dialect.jdbc.internal.read.AdapterReader;
import dev.rivet.dialect.jdbc.internal.read.Condition;
import dev.rivet.error.Problem;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.spi.dialect.KeyRange;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.type.ColumnMapping;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;

/** A resolved relation. */
final class JdbcRelation implements SourceRelation {
  private final JdbcSession session;
  private final Resolution resolution;
  private final List<SourceColumn> sourceColumns;
  private final String from;
  private final String kind;
  private final Keys keys;

  JdbcRelation(
      JdbcSession session,
      Resolution resolution,
      List<SourceColumn> sourceColumns,
      String from,
      String kind,
      Keys keys) {
    this.session = session;
    this.resolution = resolution;
    this.sourceColumns = List.copyOf(sourceColumns);
    this.from = from;
    this.kind = kind;
    this.keys = keys;
  }

  @Override
  public List<ColumnMapping> columns() {
    return resolution.columns().stream().map(ColumnPlan::mapping).toList();
  }

  @Override
  public List<Problem> problems() {
    return resolution.problems();
  }

  @Override
  public List<Problem> warnings() {
    return resolution.warnings();
  }

  @Override
  public RelationFacts facts() {
    List<String> integers =
        sourceColumns.stream()
            .filter(c -> ColumnPlanner.isInteger(session.product(), c))
            .map(SourceColumn::name)
            .toList();
    String key =
        keys.primary().size() == 1 && integers.contains(keys.primary().get(0))
            ? keys.primary().get(0)
            : null;
    return new RelationFacts(
        kind, OptionalLong.empty(), OptionalLong.empty(), key, integers, keys.leading());
  }

  @Override
  public KeyRange keyRange(String column) throws SQLException {
    requireReadable();
    SourceColumn key = requireColumn(column);
    if (!ColumnPlanner.isInteger(session.product(), key)) {
      throw new SQLException(
          "column \""
              + column
              + "\" is "
              + key.nativeType()
              + "; only integers can be cut into ranges",
          "42000");
    }
    String name = name(column);
    return session.inTransaction(
        c -> {
          List<OptionalLong> ends;
          try (PreparedStatement statement =
              session.prepare("SELECT MIN(" + name + "), MAX(" + name + ") FROM " + from)) {
            ends =
                session.queried(
                    statement,
                    rows -> {
                      rows.next();
                      return List.of(number(rows, 1, key), number(rows, 2, key));
                    });
          }
          return new KeyRange(ends.get(0), ends.get(1), !key.isNotNull() && hasNulls(name));
        });
  }

  private boolean hasNulls(String name) throws SQLException {
    try (PreparedStatement statement =
        session.prepare("SELECT " + name + " FROM " + from + " WHERE " + name + " IS NULL")) {
      statement.setMaxRows(1);
      return session.queried(statement, ResultSet::next);
    }
  }

  private static OptionalLong number(ResultSet rows, int column, SourceColumn key)
      throws SQLException {
    Object value = rows.getObject(column);
    if (value == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(new BigDecimal(value.toString()).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      throw new SQLException(
          "the boundary of column \"" + key.name() + "\" is not a signed 64-bit integer", "22003");
    }
  }

  @Override
  public List<KeyColumn> keyColumns() {
    return KeySyntax.keyColumns(sourceColumns);
  }

  @Override
  public List<List<String>> uniqueKeys() {
    return keys.primary().isEmpty() ? List.of() : List.of(keys.primary());
  }

  @Override
  public Optional<List<String>> keyAt(SliceBounds.Interval bounds, long position)
      throws SQLException {
    return find(bounds, "", position);
  }

  @Override
  public Optional<List<String>> lastKey(SliceBounds.Interval bounds) throws SQLException {
    return find(bounds, " DESC", 0);
  }

  private Optional<List<String>> find(SliceBounds.Interval bounds, String direction, long position)
      throws SQLException {
    requireReadable();
    KeySyntax syntax = syntax();
    Condition select = syntax.select(bounds, from, direction);
    return session.inTransaction(
        c -> {
          try (PreparedStatement statement = session.prepare(select.sql())) {
            statement.setMaxRows((int) Math.min(Integer.MAX_VALUE, position + 1));
            select.bind(statement);
            return session.queried(
                statement,
                rows -> {
                  for (long row = 0; row <= position; row++) {
                    if (!rows.next()) {
                      return Optional.empty();
                    }
                  }
                  return Optional.of(syntax.key(bounds, rows));
                });
          }
        });
  }

  private KeySyntax syntax() {
    return new KeySyntax(sourceColumns, this::name);
  }

  @Override
  public long count(SliceBounds bounds) throws SQLException {
    requireReadable();
    Condition condition = condition(bounds);
    return session.inTransaction(
        c -> {
          try (PreparedStatement statement =
              session.prepare("SELECT COUNT(*) FROM " + from + condition.where())) {
            condition.bind(statement);
            return session.queried(
                statement,
                rows -> {
                  rows.next();
                  return rows.getLong(1);
                });
          }
        });
  }

  @Override
  public BatchReader read(SliceBounds bounds, ReadOptions options, BufferAllocator allocator)
      throws SQLException {
    requireReadable();
    Condition condition = condition(bounds);
    List<String> list = new ArrayList<>();
    for (ColumnPlan column : resolution.columns()) {
      list.add(name(column.mapping().name()));
    }
    String sql = "SELECT " + String.join(", ", list) + " FROM " + from;
    session.beginRead();
    boolean made = false;
    try {
      BatchReader reader =
          new AdapterReader(session, sql, condition, resolution.columns(), options, allocator);
      made = true;
      return reader;
    } finally {
      if (!made) {
        session.endRead();
      }
    }
  }

  /** The predicate of a slice, the same for reading and counting (RC2). */
  private Condition condition(SliceBounds bounds) throws SQLException {
    if (bounds instanceof SliceBounds.Range range) {
      return new Condition(
          key(range.column()) + " BETWEEN ? AND ?", List.of(range.from(), range.to()));
    }
    if (bounds instanceof SliceBounds.NullKey nullKey) {
      return new Condition(key(nullKey.column()) + " IS NULL", List.of());
    }
    if (bounds instanceof SliceBounds.Outside outside) {
      return new Condition(
          key(outside.column()) + " NOT BETWEEN ? AND ?", List.of(outside.from(), outside.to()));
    }
    if (bounds instanceof SliceBounds.Interval || bounds instanceof SliceBounds.Nulls) {
      return syntax().condition(bounds);
    }
    return Condition.NONE;
  }

  private String key(String column) throws SQLException {
    return name(requireColumn(column).name());
  }

  private String name(String column) throws SQLException {
    return "rivet_q." + session.names().quoted(column);
  }

  private SourceColumn requireColumn(String column) throws SQLException {
    for (SourceColumn candidate : sourceColumns) {
      if (candidate.name().equals(column)) {
        return candidate;
      }
    }
    throw new SQLException("there is no column \"" + column + "\" to slice by", "42S22");
  }

  private void requireReadable() {
    if (!resolution.problems().isEmpty()) {
      throw new IllegalStateException("the relation has problems: " + resolution.problems());
    }
  }
}
