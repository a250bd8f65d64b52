package dev.rivet.internal.discovery;

import dev.rivet.discover.Candidate;
import dev.rivet.discover.DiscoveredTable;
import dev.rivet.spi.dialect.CatalogColumn;
import dev.rivet.spi.dialect.CatalogColumn.Family;
import dev.rivet.spi.dialect.CatalogTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What to do with a table, from its catalog facts alone (DI2, DI3). */
final class Suggestions {
  private static final long SMALL_TABLE = 100_000;

  private Suggestions() {}

  static DiscoveredTable of(CatalogTable table) {
    List<Candidate> cursors = Scores.cursors(table.columns());
    List<Candidate> keys = Scores.chunkKeys(table.columns());
    String mode = mode(table.rowEstimate(), !keys.isEmpty(), hasTimestamp(table));
    String fallback = fallback(table.columns(), cursors).orElse(null);
    List<String> unbounded = names(table.columns(), c -> c.family() == Family.UNBOUNDED_DECIMAL);
    return new DiscoveredTable(
        table.schema(),
        table.name(),
        table.kind(),
        boxed(table.rowEstimate()),
        boxed(table.totalBytes()),
        mode,
        mode.equals("chunked") ? chunkRows(table.rowEstimate().orElse(0)) : null,
        scaffoldCursor(table.columns()).orElse(null),
        fallback,
        cursors,
        keys,
        unbounded,
        Notes.of(table, mode, cursors, keys, fallback, unbounded));
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static boolean hasTimestamp(CatalogTable table) {
    return table.columns().stream().anyMatch(c -> c.family() == Family.TIMESTAMP);
  }

  /** Small tables, and those of unknown size, are read whole. */
  static String mode(OptionalLong rows, boolean hasInteger, boolean hasTimestamp) {
    if (rows.isEmpty() || rows.getAsLong() <= SMALL_TABLE) {
      return "full";
    }
    return hasInteger ? "chunked" : hasTimestamp ? "incremental" : "full";
  }

  /** Keys per chunk for a table of this size. */
  static long chunkRows(long rows) {
    if (rows < 1_000_000) {
      return 100_000;
    }
    if (rows < 10_000_000) {
      return 250_000;
    }
    return rows < 100_000_000 ? 1_000_000 : 2_500_000;
  }

  /** A NOT NULL timestamp to use where the best cursor is NULL. */
  private static Optional<String> fallback(List<CatalogColumn> columns, List<Candidate> cursors) {
    if (cursors.isEmpty() || !cursors.get(0).isNullable()) {
      return Optional.empty();
    }
    List<String> safe = names(columns, c -> c.family() == Family.TIMESTAMP && !c.isNullable());
    return cursors.stream().map(Candidate::column).filter(safe::contains).findFirst();
  }

  /** By name first, since a creation time misses updates. */
  private static Optional<String> scaffoldCursor(List<CatalogColumn> columns) {
    return firstTimestamp(columns, Scores::isUpdateTime)
        .or(() -> firstTimestamp(columns, Scores::isCreationTime))
        .or(() -> firstTimestamp(columns, name -> true));
  }

  private static Optional<String> firstTimestamp(
      List<CatalogColumn> columns, Predicate<String> name) {
    return names(
            columns,
            c -> c.family() == Family.TIMESTAMP && name.test(c.name().toLowerCase(Locale.ROOT)))
        .stream()
        .findFirst();
  }

  private static List<String> names(List<CatalogColumn> columns, Predicate<CatalogColumn> which) {
    return columns.stream().filter(which).map(CatalogColumn::name).toList();
  }
}
