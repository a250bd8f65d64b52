package dev.rivet.dialect.postgres.internal.session;

import dev.rivet.dialect.postgres.internal.column.ColumnPlan;
import dev.rivet.dialect.postgres.internal.column.Identifiers;
import dev.rivet.dialect.postgres.internal.column.Resolution;
import dev.rivet.dialect.postgres.internal.column.SourceColumn;
import dev.rivet.dialect.postgres.internal.read.Pages;
import dev.rivet.dialect.postgres.internal.read.SliceReader;
import dev.rivet.error.Problem;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.spi.dialect.KeyRange;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.support.IntervalSql;
import dev.rivet.spi.dialect.support.PoolerWarning;
import dev.rivet.type.ColumnMapping;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A resolved relation. */
final class PgRelation implements SourceRelation {
  private final PgSession session;
  private final Resolution resolution;
  private final List<SourceColumn> sourceColumns;
  private final String from;
  private final @Nullable TableInfo table;
  private final Keys keys;
  private @Nullable Catalog catalog;

  PgRelation(
      PgSession session,
      Resolution resolution,
      List<SourceColumn> sourceColumns,
      String from,
      @Nullable TableInfo table) {
    this.session = session;
    this.resolution = resolution;
    this.sourceColumns = List.copyOf(sourceColumns);
    this.from = from;
    this.table = table;
    this.keys = new Keys(this.sourceColumns, from, table);
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
        "All settings are made inside the read's own transaction, statements are not prepared by"
            + " name, and a snapshot cannot be shared: Consistency.SNAPSHOT with several slices is"
            + " refused. For that, and where the pooler ends long transactions, connect to the"
            + " server itself.");
  }

  @Override
  public RelationFacts facts() throws SQLException {
    return catalog().facts();
  }

  /** Read once, in a transaction of its own: what it says is an estimate anyway. */
  private Catalog catalog() throws SQLException {
    Catalog known = catalog;
    if (known == null) {
      known = session.inTransaction(c -> Catalog.read(c, table, sourceColumns));
      catalog = known;
    }
    return known;
  }

  @Override
  public KeyRange keyRange(String column) throws SQLException {
    requireReadable();
    SourceColumn key = requireColumn(column);
    if (!Catalog.isInteger(key)) {
      throw new SQLException(
          "column \""
              + column
              + "\" is "
              + key.nativeType()
              + "; only smallint, integer and bigint can be cut into ranges",
          "42804");
    }
    return session.inTransaction(c -> keyRange(c, key));
  }

  private KeyRange keyRange(Connection connection, SourceColumn key) throws SQLException {
    String name = "_rivet." + Identifiers.quote(key.name());
    boolean isQuery = table == null;
    String nulls =
        isQuery ? "pg_catalog.count(*) FILTER (WHERE " + name + " IS NULL) > 0" : "false";
    OptionalLong min;
    OptionalLong max;
    boolean hasNulls;
    try (Statement statement = statement(connection)) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT min("
                  + name
                  + ")::text, max("
                  + name
                  + ")::text, "
                  + nulls
                  + " FROM "
                  + from)) {
        rows.next();
        min = number(rows.getString(1), key);
        max = number(rows.getString(2), key);
        hasNulls = rows.getBoolean(3);
      }
      if (!isQuery && !key.isNotNull()) {
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT EXISTS (SELECT 1 FROM " + from + " WHERE " + name + " IS NULL)")) {
          rows.next();
          hasNulls = rows.getBoolean(1);
        }
      }
    }
    return new KeyRange(min, max, hasNulls);
  }

  private static OptionalLong number(@Nullable String text, SourceColumn key) throws SQLException {
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new SQLException(
          "the boundary of column \"" + key.name() + "\" is not a 64-bit integer", "22003", e);
    }
  }

  @Override
  public List<KeyColumn> keyColumns() {
    return keys.columns();
  }

  @Override
  public List<List<String>> uniqueKeys() throws SQLException {
    return session.inTransaction(keys::unique);
  }

  @Override
  public Optional<List<String>> keyAt(SliceBounds.Interval bounds, long position)
      throws SQLException {
    requireReadable();
    return session.inTransaction(c -> keys.find(c, bounds, "", position));
  }

  @Override
  public Optional<List<String>> lastKey(SliceBounds.Interval bounds) throws SQLException {
    requireReadable();
    return session.inTransaction(c -> keys.find(c, bounds, " DESC", 0));
  }

  @Override
  public long count(SliceBounds bounds) throws SQLException {
    requireReadable();
    String condition = condition(bounds);
    return session.inTransaction(
        c -> {
          try (Statement statement = statement(c);
              ResultSet rows =
                  statement.executeQuery(
                      "SELECT pg_catalog.count(*) FROM "
                          + from
                          + (condition.isEmpty() ? "" : " WHERE " + condition))) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  @Override
  public BatchReader read(SliceBounds bounds, ReadOptions options, BufferAllocator allocator)
      throws SQLException {
    requireReadable();
    String condition = condition(bounds);
    boolean paged = !options.statementTarget().isZero() && table != null;
    Optional<Catalog> known = paged ? Optional.of(catalog()) : Optional.empty();
    session.beginRead();
    boolean made = false;
    try {
      Pages pages =
          known.isPresent()
              ? Paging.choose(
                  session,
                  known.get(),
                  requireTable(),
                  resolution.columns(),
                  bounds,
                  condition,
                  options)
              : Pages.one(condition);
      SliceReader reader =
          new SliceReader(
              session,
              resolution.columns(),
              from,
              pages,
              options,
              allocator,
              !session.server().isUtf8());
      made = true;
      return reader;
    } catch (SQLException e) {
      throw session.failure(e);
    } finally {
      if (!made) {
        session.endRead(true);
      }
    }
  }

  /** The predicate of a slice, the same for reading and counting (RC2). */
  private String condition(SliceBounds bounds) throws SQLException {
    if (bounds instanceof SliceBounds.Range range) {
      return key(range.column())
          + " BETWEEN "
          + quoted(range.from())
          + " AND "
          + quoted(range.to());
    }
    if (bounds instanceof SliceBounds.NullKey nullKey) {
      return key(nullKey.column()) + " IS NULL";
    }
    if (bounds instanceof SliceBounds.Outside outside) {
      return key(outside.column())
          + " NOT BETWEEN "
          + quoted(outside.from())
          + " AND "
          + quoted(outside.to());
    }
    if (bounds instanceof SliceBounds.Interval interval) {
      return IntervalSql.condition(interval, keys);
    }
    if (bounds instanceof SliceBounds.Nulls nulls) {
      return IntervalSql.condition(nulls, keys);
    }
    return "";
  }

  /** A cast keeps a bound from being taken for a wider type than the key's, which would bypass its index. */
  static String quoted(long bound) {
    return "'" + bound + "'::pg_catalog.int8";
  }

  private String key(String column) throws SQLException {
    return "_rivet." + Identifiers.quote(requireColumn(column).name());
  }

  private SourceColumn requireColumn(String column) throws SQLException {
    for (SourceColumn candidate : sourceColumns) {
      if (candidate.name().equals(column)) {
        return candidate;
      }
    }
    throw new SQLException("there is no column \"" + column + "\" to slice by", "42703");
  }

  private TableInfo requireTable() {
    if (table == null) {
      throw new IllegalStateException("not a table");
    }
    return table;
  }

  private void requireReadable() {
    if (!resolution.problems().isEmpty()) {
      throw new IllegalStateException("the relation has problems: " + resolution.problems());
    }
  }

  private static Statement statement(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setEscapeProcessing(false);
    return statement;
  }
}
