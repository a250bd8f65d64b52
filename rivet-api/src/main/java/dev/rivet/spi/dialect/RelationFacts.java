package dev.rivet.spi.dialect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog knows about a relation, without scanning it. Immutable.
 *
 * @param kind {@code table}, {@code view}, {@code materialized view}, {@code partitioned table}, {@code foreign table}, {@code query}
 * @param rowEstimate estimated rows, empty if unknown
 * @param averageRowBytes estimated bytes per row, empty if unknown
 * @param integerKeyColumn the single-column integer primary key, or null
 * @param integerColumns columns that can be chunked by
 * @param indexedColumns columns that lead a B-tree index
 */
public record RelationFacts(
    String kind,
    OptionalLong rowEstimate,
    OptionalLong averageRowBytes,
    @Nullable String integerKeyColumn,
    List<String> integerColumns,
    List<String> indexedColumns) {
  /** Copies the lists. */
  public RelationFacts {
    requireNonNull(kind, "kind");
    integerColumns = List.copyOf(integerColumns);
    indexedColumns = List.copyOf(indexedColumns);
  }

  /** The single-column integer primary key, if there is one. */
  public Optional<String> integerKey() {
    return Optional.ofNullable(integerKeyColumn);
  }
}
