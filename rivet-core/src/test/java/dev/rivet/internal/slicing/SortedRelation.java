package dev.rivet.internal.slicing;

import dev.rivet.Export;
import dev.rivet.error.Problem;
import dev.rivet.extract.Extraction;
import dev.rivet.plan.KeyBound;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.spi.dialect.KeyRange;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Rows of integer columns {@code c} (may be NULL) and {@code k} (unique), ordered as a database would. */
record SortedRelation(List<Row> rows) implements SourceRelation {
  /** A row. */
  record Row(@Nullable BigDecimal c, BigDecimal k) {
    @Nullable BigDecimal value(String column) {
      return column.equals("c") ? c : k;
    }
  }

  static Row row(@Nullable Long c, long k) {
    return new Row(c == null ? null : BigDecimal.valueOf(c), BigDecimal.valueOf(k));
  }

  Slicing cut(Extraction extraction, @Nullable String cursor) throws SQLException {
    Export export = Export.table("t").extract(extraction).into(Path.of("out")).build();
    return Slicer.of(extraction)
        .slice(new SlicingInput(export, new NoSession(), this, facts(), cursor, Instant.EPOCH));
  }

  List<Row> in(SliceBounds bounds) {
    return rows.stream().filter(r -> holds(bounds, r)).toList();
  }

  private static boolean holds(SliceBounds bounds, Row row) {
    if (bounds instanceof SliceBounds.Nulls nulls) {
      return nulls.term().columns().stream().allMatch(c -> row.value(c) == null);
    }
    SliceBounds.Interval interval = (SliceBounds.Interval) bounds;
    List<@Nullable BigDecimal> key =
        interval.key().stream().map(t -> row.value(t.columns().get(0))).toList().stream().toList();
    return key.get(0) != null
        && isBeyond(key, interval.lower(), 1)
        && isBeyond(key, interval.upper(), -1);
  }

  private static boolean isBeyond(
      List<@Nullable BigDecimal> key, @Nullable KeyBound bound, int side) {
    if (bound == null) {
      return true;
    }
    for (int i = 0; i < bound.values().size(); i++) {
      int order = key.get(i).compareTo(new BigDecimal(bound.values().get(i))) * side;
      if (order != 0) {
        return order > 0;
      }
    }
    return bound.isInclusive();
  }

  private List<List<String>> keys(SliceBounds.Interval bounds) {
    List<List<BigDecimal>> keys = new ArrayList<>();
    for (Row row : in(bounds)) {
      keys.add(bounds.key().stream().map(t -> row.value(t.columns().get(0))).toList());
    }
    Comparator<List<BigDecimal>> order = Comparator.comparing(k -> k.get(0));
    for (int i = 1; i < bounds.key().size(); i++) {
      int term = i;
      order = order.thenComparing(k -> k.get(term));
    }
    keys.sort(order);
    return keys.stream().map(k -> k.stream().map(BigDecimal::toPlainString).toList()).toList();
  }

  @Override
  public Optional<List<String>> keyAt(SliceBounds.Interval bounds, long position) {
    List<List<String>> keys = keys(bounds);
    return position < keys.size() ? Optional.of(keys.get((int) position)) : Optional.empty();
  }

  @Override
  public Optional<List<String>> lastKey(SliceBounds.Interval bounds) {
    List<List<String>> keys = keys(bounds);
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(keys.size() - 1));
  }

  @Override
  public List<KeyColumn> keyColumns() {
    return List.of(
        new KeyColumn("c", "bigint", KeyColumn.Family.INTEGER, true),
        new KeyColumn("k", "bigint", KeyColumn.Family.INTEGER, false));
  }

  @Override
  public List<List<String>> uniqueKeys() {
    return List.of(List.of("k"));
  }

  @Override
  public List<ColumnMapping> columns() {
    return List.of(
        new ColumnMapping("c", "bigint", RivetType.int64(), true, Fidelity.EXACT, Map.of()),
        new ColumnMapping("k", "bigint", RivetType.int64(), false, Fidelity.EXACT, Map.of()));
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }

  @Override
  public List<Problem> warnings() {
    return List.of();
  }

  @Override
  public RelationFacts facts() {
    return new RelationFacts(
        "table",
        OptionalLong.empty(),
        OptionalLong.empty(),
        "k",
        List.of("c", "k"),
        List.of("c", "k"));
  }

  @Override
  public KeyRange keyRange(String column) {
    throw new AssertionError("values, not ranges");
  }

  @Override
  public long count(SliceBounds bounds) {
    return in(bounds).size();
  }

  @Override
  public BatchReader read(SliceBounds bounds, ReadOptions options, BufferAllocator allocator) {
    throw new AssertionError("planning reads nothing");
  }
}
