package dev.rivet.dialect.mysql.internal.session;

import dev.rivet.dialect.mysql.internal.column.ColumnPlan;
import dev.rivet.dialect.mysql.internal.column.Identifiers;
import dev.rivet.dialect.mysql.internal.column.Resolution;
import dev.rivet.dialect.mysql.internal.column.SourceColumn;
import dev.rivet.dialect.mysql.internal.read.Condition;
import dev.rivet.dialect.mysql.internal.read.Parameters;
import dev.rivet.dialect.mysql.internal.read.Statements;
import dev.rivet.error.Problem;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.spi.dialect.KeyRange;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.support.PagedReader;
import dev.rivet.spi.dialect.support.PoolerWarning;
import dev.rivet.type.ColumnMapping;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A resolved relation. */
final class MySqlRelation implements SourceRelation {
  private final MySqlSession session;
  private final Resolution resolution;
  private final List<SourceColumn> sourceColumns;
  private final List<SourceColumn> hidden;
  private final String from;
  private final @Nullable TableInfo table;
  private final Indexes indexes;

  MySqlRelation(
      MySqlSession session,
      Resolution resolution,
      List<SourceColumn> sourceColumns,
      List<SourceColumn> hidden,
      String from,
      @Nullable TableInfo table,
      Indexes indexes) {
    this.session = session;
    this.resolution = resolution;
    this.sourceColumns = List.copyOf(sourceColumns);
    this.hidden = List.copyOf(hidden);
    this.from = from;
    this.table = table;
    this.indexes = indexes;
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
    return PoolerWarning.added(
        resolution.warnings(),
        session.server().identity().pooler(),
        "Each read is a transaction of its own, which keeps it on one server; time limits and time"
            + " zone are set before it, and a proxy that multiplexes may not carry them over;"
            + " replicas may lag. Where that matters, connect to the server itself.");
  }

  @Override
  public RelationFacts facts() {
    List<String> integers =
        sourceColumns.stream().filter(SourceColumn::isInteger).map(SourceColumn::name).toList();
    boolean single = indexes.isPrimary() && indexes.key().size() == 1;
    String key = single && integers.contains(indexes.key().get(0)) ? indexes.key().get(0) : null;
    return table == null
        ? new RelationFacts(
            "query", OptionalLong.empty(), OptionalLong.empty(), null, integers, List.of())
        : new RelationFacts(
            table.kind(), table.rows(), table.rowBytes(), key, integers, indexes.leading());
  }

  @Override
  public KeyRange keyRange(String column) throws SQLException {
    requireReadable();
    SourceColumn key = requireColumn(column);
    if (!key.isInteger()) {
      throw new SQLException(
          "column \""
              + column
              + "\" is "
              + key.nativeType()
              + "; only integers can be cut into ranges",
          "42000");
    }
    String name = name(column);
    boolean nullable = !key.isNotNull();
    String sql = "SELECT CAST(MIN(" + name + ") AS CHAR), CAST(MAX(" + name + ") AS CHAR) FROM ";
    return session.inTransaction(
        c -> {
          OptionalLong min;
          OptionalLong max;
          try (PreparedStatement statement = c.prepareStatement(sql + from);
              ResultSet rows = statement.executeQuery()) {
            rows.next();
            min = number(rows.getString(1), key);
            max = number(rows.getString(2), key);
          }
          return new KeyRange(min, max, nullable && hasNulls(c, name));
        });
  }

  private boolean hasNulls(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT EXISTS (SELECT 1 FROM " + from + " WHERE " + name + " IS NULL)");
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getInt(1) != 0;
    }
  }

  private static OptionalLong number(@Nullable String text, SourceColumn key) throws SQLException {
    if (text == null) {
      return OptionalLong.empty();
    }
    BigInteger value = new BigInteger(text);
    if (value.bitLength() > 63) {
      throw new SQLException(
          "the boundary of column \"" + key.name() + "\" is not a signed 64-bit integer", "22003");
    }
    return OptionalLong.of(value.longValue());
  }

  @Override
  public List<KeyColumn> keyColumns() {
    return KeySyntax.keyColumns(sourceColumns);
  }

  @Override
  public List<List<String>> uniqueKeys() {
    return table == null ? List.of() : indexes.unique();
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
    Condition select = KeySyntax.select(bounds, from, direction, position, sourceColumns);
    return session.inTransaction(
        c -> {
          try (PreparedStatement statement = c.prepareStatement(select.sql())) {
            Parameters.bind(statement, select.values());
            try (ResultSet rows = statement.executeQuery()) {
              if (!rows.next()) {
                return Optional.empty();
              }
              List<String> values = new ArrayList<>();
              for (int i = 0; i < bounds.key().size(); i++) {
                values.add(KeySyntax.canonical(bounds, i, rows.getString(i + 1), sourceColumns));
              }
              return Optional.of(values);
            }
          }
        });
  }

  @Override
  public long count(SliceBounds bounds) throws SQLException {
    requireReadable();
    Condition condition = condition(bounds);
    return session.inTransaction(
        c -> {
          try (PreparedStatement statement =
              c.prepareStatement("SELECT COUNT(*) FROM " + from + condition.where())) {
            Parameters.bind(statement, condition.values());
            try (ResultSet rows = statement.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  @Override
  public BatchReader read(SliceBounds bounds, ReadOptions options, BufferAllocator allocator)
      throws SQLException {
    requireReadable();
    Condition condition = condition(bounds);
    Statements statements =
        new Paging(session.rows(), resolution.columns(), sourceColumns, hidden, from, options)
            .choose(table == null ? List.of() : indexes.key(), bounds, condition);
    session.beginRead();
    boolean made = false;
    try {
      PagedReader reader =
          new PagedReader(session, resolution.columns(), statements, options, allocator);
      made = true;
      return reader;
    } finally {
      if (!made) {
        session.endRead(true);
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
      return KeySyntax.condition(bounds, sourceColumns);
    }
    return Condition.NONE;
  }

  private String key(String column) throws SQLException {
    return name(requireColumn(column).name());
  }

  static String name(String column) {
    return "_rivet." + Identifiers.quote(column);
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
