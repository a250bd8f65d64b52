package dev.rivet.dialect.postgres.internal.session;

import dev.rivet.dialect.postgres.internal.column.ColumnPlan;
import dev.rivet.dialect.postgres.internal.column.Identifiers;
import dev.rivet.dialect.postgres.internal.decode.Wire.Kind;
import dev.rivet.dialect.postgres.internal.read.CtidPages;
import dev.rivet.dialect.postgres.internal.read.KeysetPages;
import dev.rivet.dialect.postgres.internal.read.Pages;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.ReadOptions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a slice is cut into short statements. By its key where heap and key agree in order, so that pages read neighbouring blocks;
 * by blocks where they do not, because there a key would fetch each block many times; not at all where there is neither.
 */
final class Paging {
  private static final double ORDERED = 0.9;
  private static final int TID_RANGE_SCAN = 14;
  private static final Set<Kind> KEYS = EnumSet.of(Kind.INT2, Kind.INT4, Kind.INT8, Kind.UUID);

  private Paging() {}

  static Pages choose(
      PgSession session,
      Catalog catalog,
      TableInfo table,
      List<ColumnPlan> columns,
      SliceBounds bounds,
      String condition,
      ReadOptions options)
      throws SQLException {
    if (bounds instanceof SliceBounds.Range range) {
      Optional<Catalog.Key> key =
          unique(catalog, table, columns).stream()
              .filter(k -> k.column().equals(range.column()))
              .findFirst();
      if (key.isPresent()) {
        String name = name(key.get());
        return new KeysetPages(
            name,
            index(columns, key.get()),
            name + " >= " + PgRelation.quoted(range.from()),
            name + " <= " + PgRelation.quoted(range.to()),
            options.statementTarget());
      }
    } else if (bounds instanceof SliceBounds.Whole) {
      Optional<Catalog.Key> key =
          unique(catalog, table, columns).stream()
              .filter(k -> k.correlation() > ORDERED)
              .findFirst();
      if (key.isPresent()) {
        return new KeysetPages(
            name(key.get()), index(columns, key.get()), "", "", options.statementTarget());
      }
    }
    if (catalog.facts().indexedColumns().contains(column(bounds))) {
      return Pages.one(
          condition); // its index finds the rows; blocks would scan the table once per slice
    }
    if (table.isHeap() && !table.hasChildren() && session.majorVersion() >= TID_RANGE_SCAN) {
      return new CtidPages(condition, blocks(session, table), options.statementTarget());
    }
    return Pages.one(condition);
  }

  private static String column(SliceBounds bounds) {
    if (bounds instanceof SliceBounds.Range range) {
      return range.column();
    }
    if (bounds instanceof SliceBounds.NullKey nullKey) {
      return nullKey.column();
    }
    if (bounds instanceof SliceBounds.Interval interval) {
      return interval.key().get(0).columns().get(0);
    }
    if (bounds instanceof SliceBounds.Nulls nulls) {
      return nulls.term().columns().get(0);
    }
    return bounds instanceof SliceBounds.Outside outside ? outside.column() : "";
  }

  /** Keys whose bytes on the wire can be written back as a literal, integers first. */
  private static List<Catalog.Key> unique(
      Catalog catalog, TableInfo table, List<ColumnPlan> columns) {
    if (table.hasChildren()) {
      return List.of(); // a key is unique within each child only
    }
    return catalog.keys().stream()
        .filter(k -> index(columns, k) >= 0)
        .sorted((a, b) -> Boolean.compare(isUuid(columns, a), isUuid(columns, b)))
        .toList();
  }

  private static boolean isUuid(List<ColumnPlan> columns, Catalog.Key key) {
    return columns.get(index(columns, key)).wire().kind() == Kind.UUID;
  }

  private static int index(List<ColumnPlan> columns, Catalog.Key key) {
    for (int i = 0; i < columns.size(); i++) {
      ColumnPlan column = columns.get(i);
      if (column.mapping().name().equals(key.column())) {
        return KEYS.contains(column.wire().kind()) ? i : -1;
      }
    }
    return -1;
  }

  private static String name(Catalog.Key key) {
    return "_rivet." + Identifiers.quote(key.column());
  }

  private static long blocks(PgSession session, TableInfo table) throws SQLException {
    try (PreparedStatement statement =
        session
            .connection()
            .prepareStatement(
                "SELECT pg_catalog.pg_relation_size(?::pg_catalog.oid::pg_catalog.regclass)"
                    + " / pg_catalog.current_setting('block_size')::pg_catalog.int8")) {
      statement.setLong(1, table.oid());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
