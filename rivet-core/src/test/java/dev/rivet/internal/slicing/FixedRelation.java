package dev.rivet.internal.slicing;

import dev.rivet.Export;
import dev.rivet.error.Problem;
import dev.rivet.extract.Extraction;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.KeyRange;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A relation whose catalog says what a test wants; it has no rows, slicing must not ask for them. */
record FixedRelation(KeyRange keys, RelationFacts facts) implements SourceRelation {

  static FixedRelation of(long min, long max, boolean hasNulls, @Nullable Long rows) {
    return new FixedRelation(
        new KeyRange(OptionalLong.of(min), OptionalLong.of(max), hasNulls),
        facts(rows, 100L, "id"));
  }

  static FixedRelation empty(boolean hasNulls) {
    return new FixedRelation(
        new KeyRange(OptionalLong.empty(), OptionalLong.empty(), hasNulls), facts(0L, null, "id"));
  }

  static RelationFacts facts(@Nullable Long rows, @Nullable Long rowBytes, @Nullable String key) {
    return new RelationFacts(
        "table",
        rows == null ? OptionalLong.empty() : OptionalLong.of(rows),
        rowBytes == null ? OptionalLong.empty() : OptionalLong.of(rowBytes),
        key,
        List.of("id", "other"),
        List.of("id"));
  }

  FixedRelation withFacts(RelationFacts newFacts) {
    return new FixedRelation(keys, newFacts);
  }

  Slicing cut(Extraction extraction) throws java.sql.SQLException {
    Export export = Export.table("public.t").extract(extraction).into(Path.of("out")).build();
    return Slicer.of(extraction)
        .slice(
            new SlicingInput(export, new NoSession(), this, facts, null, java.time.Instant.EPOCH));
  }

  @Override
  public List<ColumnMapping> columns() {
    return List.of(
        new ColumnMapping("id", "bigint", RivetType.int64(), true, Fidelity.EXACT, Map.of()),
        new ColumnMapping("other", "integer", RivetType.int32(), true, Fidelity.EXACT, Map.of()),
        new ColumnMapping(
            "amount", "numeric(12,2)", RivetType.decimal(12, 2), true, Fidelity.EXACT, Map.of()));
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
  public KeyRange keyRange(String column) {
    return keys;
  }

  @Override
  public long count(SliceBounds bounds) {
    throw new AssertionError("planning counts nothing");
  }

  @Override
  public BatchReader read(SliceBounds bounds, ReadOptions options, BufferAllocator allocator) {
    throw new AssertionError("planning reads nothing");
  }
}
