package dev.rivet.dialect.sqlserver.internal.session;

import dev.rivet.dialect.sqlserver.internal.column.ColumnPlan;
import dev.rivet.dialect.sqlserver.internal.column.ColumnPlanner;
import dev.rivet.dialect.sqlserver.internal.column.Getter;
import dev.rivet.dialect.sqlserver.internal.column.Identifiers;
import dev.rivet.dialect.sqlserver.internal.column.Resolution;
import dev.rivet.dialect.sqlserver.internal.column.SourceColumn;
import dev.rivet.dialect.sqlserver.internal.read.Condition;
import dev.rivet.dialect.sqlserver.internal.read.KeyColumn;
import dev.rivet.dialect.sqlserver.internal.read.KeysetStatements;
import dev.rivet.dialect.sqlserver.internal.read.Statements;
import dev.rivet.error.Problem;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.KeyRange;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.support.CellLimit;
import dev.rivet.spi.dialect.support.PagedReader;
import dev.rivet.spi.dialect.support.PoolerWarning;
import dev.rivet.type.ColumnMapping;
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
final class SqlServerRelation implements SourceRelation {
  private static final int MOST_KEY_COLUMNS = 4;

  private final SqlServerSession session;
  private final Resolution resolution;
  private final List<SourceColumn> sourceColumns;
  private final String from;
  private final @Nullable TableInfo table;
  private final TableInfo.Keys keys;

  SqlServerRelation(
      SqlServerSession session,
      Resolution resolution,
      List<SourceColumn> sourceColumns,
      String from,
      @Nullable TableInfo table,
      TableInfo.Keys keys) {
    this.session = session;
    this.resolution = resolution;
    this.sourceColumns = List.copyOf(sourceColumns);
    this.from = from;
    this.table = table;
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
    return PoolerWarning.added(
        resolution.warnings(),
        session.server().identity().pooler(),
        session.server().identity().pooler().equals("azure-gateway")
            ? "Connections that idle for half an hour are cut, and throttling and failover are"
                + " retried after 15 seconds. The connection policy Redirect is faster than Proxy."
            : "Lock timeout and isolation are set before the read and may meet another session."
                + " Connect to the server itself.");
  }

  @Override
  public RelationFacts facts() {
    List<String> integers =
        sourceColumns.stream().filter(SourceColumn::isInteger).map(SourceColumn::name).toList();
    boolean single = keys.primary().size() == 1 && integers.contains(keys.primary().get(0));
    return table == null
        ? new RelationFacts(
            "query", OptionalLong.empty(), OptionalLong.empty(), null, integers, List.of())
        : new RelationFacts(
            table.kind(),
            table.rows(),
            OptionalLong.empty(),
            single ? keys.primary().get(0) : null,
            integers,
            keys.leading());
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
    String name = Identifiers.column(column);
    String nulls =
        key.isNotNull()
            ? "0"
            : "CASE WHEN EXISTS (SELECT 1 FROM "
                + from
                + " WHERE "
                + name
                + " IS NULL) THEN 1 ELSE 0 END";
    // Two subqueries: each end is one seek, where one aggregate over both would be a scan.
    String sql =
        "SELECT (SELECT CAST(MIN("
            + name
            + ") AS bigint) FROM "
            + from
            + ") AS smallest, (SELECT CAST(MAX("
            + name
            + ") AS bigint) FROM "
            + from
            + ") AS largest, "
            + nulls
            + " AS nulls";
    return session.inTransaction(
        c -> {
          try (PreparedStatement statement = session.prepare(sql);
              ResultSet row = session.queried(statement)) {
            row.next();
            return new KeyRange(number(row, 1), number(row, 2), row.getInt(3) == 1);
          }
        });
  }

  private static OptionalLong number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  @Override
  public List<dev.rivet.spi.dialect.KeyColumn> keyColumns() {
    return KeySyntax.keyColumns(sourceColumns);
  }

  @Override
  public List<List<String>> uniqueKeys() {
    return keys.unique();
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
          try (PreparedStatement statement = session.prepare(select.sql())) {
            Statements.bind(statement, select.values());
            try (ResultSet row = session.queried(statement)) {
              if (!row.next()) {
                return Optional.empty();
              }
              List<String> values = new ArrayList<>();
              for (int i = 0; i < bounds.key().size(); i++) {
                values.add(KeySyntax.canonical(bounds, i, row.getString(i + 1), sourceColumns));
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
              session.prepare("SELECT COUNT_BIG(*) AS n FROM " + from + condition.where())) {
            Statements.bind(statement, condition.values());
            try (ResultSet row = session.queried(statement)) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  @Override
  public BatchReader read(SliceBounds bounds, ReadOptions options, BufferAllocator allocator)
      throws SQLException {
    requireReadable();
    Statements statements = statements(bounds, options);
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

  private Statements statements(SliceBounds bounds, ReadOptions options) throws SQLException {
    Condition slice = condition(bounds);
    List<String> list = new ArrayList<>();
    List<Getter> getters = new ArrayList<>();
    for (ColumnPlan column : resolution.columns()) {
      list.add(column.expression() + " AS " + Identifiers.quote(column.mapping().name()));
      getters.add(column.getter());
    }
    boolean paged =
        !options.statementTarget().isZero()
            && (bounds instanceof SliceBounds.Whole || isByKey(bounds));
    List<KeyColumn> key = paged ? key(list.size()) : List.of();
    for (int i = 0; i < key.size(); i++) {
      // Behind the output columns, which may be converted: the key is needed as it is.
      list.add(key.get(i).expression() + " AS [_rivet_key_" + i + "]");
      getters.add(key.get(i).getter());
    }
    Statements.Layout layout =
        new Statements.Layout(
            getters,
            CellLimit.of(options.maxValue().bytes(), resolution.columns()),
            resolution.columns().size());
    String items = String.join(", ", list);
    if (key.isEmpty()) {
      return Statements.one(session, layout, items, from, slice);
    }
    Condition upper =
        bounds instanceof SliceBounds.Range range
            ? new Condition(key.get(0).expression() + " <= ?", List.of(range.to()))
            : Condition.NONE;
    return new KeysetStatements(
        session, layout, items, from, key, slice, upper, options.statementTarget());
  }

  /** A range of the key's first column is a range of the key. */
  private boolean isByKey(SliceBounds bounds) {
    return bounds instanceof SliceBounds.Range range
        && !keys.paging().isEmpty()
        && keys.paging().get(0).equals(range.column());
  }

  /** The columns pages follow, or none if they cannot. */
  private List<KeyColumn> key(int firstIndex) throws SQLException {
    if (keys.paging().isEmpty() || keys.paging().size() > MOST_KEY_COLUMNS) {
      return List.of();
    }
    List<KeyColumn> key = new ArrayList<>();
    for (String name : keys.paging()) {
      SourceColumn column = requireColumn(name);
      Optional<Getter> getter = ColumnPlanner.getter(column);
      if (getter.isEmpty() || !KeyColumn.isUsable(column, getter.get())) {
        return List.of();
      }
      key.add(new KeyColumn(column, getter.get(), firstIndex + key.size()));
    }
    return key;
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
    return Identifiers.column(requireColumn(column).name());
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
