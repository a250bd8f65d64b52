package dev.rivet.internal.discovery;

import dev.rivet.discover.Candidate;
import dev.rivet.spi.dialect.CatalogColumn;
import dev.rivet.spi.dialect.CatalogColumn.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of contracts §12.1 (DI1, DI6). */
final class Scores {
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingInt(Candidate::score).reversed().thenComparing(Candidate::column);

  private Scores() {}

  /** Columns an incremental export could follow. */
  static List<Candidate> cursors(List<CatalogColumn> columns) {
    List<Candidate> found = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      cursor(columns.get(i), columns.size() - i).ifPresent(found::add);
    }
    found.sort(BEST_FIRST);
    return found;
  }

  private static Optional<Candidate> cursor(CatalogColumn column, int fromTheEnd) {
    Tally tally = new Tally();
    if (column.family() == Family.TIMESTAMP) {
      tally.add("timestamp", 40);
    } else if (column.family() == Family.INTEGER && column.isPrimaryKey()) {
      tally.add("integer primary key", 25);
    } else {
      return Optional.empty();
    }
    String name = column.name().toLowerCase(Locale.ROOT);
    if (isUpdateTime(name)) {
      tally.add("named " + name, 40);
    } else if (isCreationTime(name)) {
      tally.add("named " + name, 20);
    }
    if (column.isNullable()) {
      tally.add("nullable", -10);
    }
    if (!column.isIndexed()) {
      // DI6: more than a position is worth, less than a name: an indexed twin comes first, but a
      // creation time never beats an update time, which also sees updates.
      tally.add("no index", -10);
    }
    tally.add("position", Math.max(0, Math.min(5, fromTheEnd)));
    return Optional.of(tally.candidate(column));
  }

  static boolean isUpdateTime(String lowerCaseName) {
    return lowerCaseName.equals("updated_at") || lowerCaseName.equals("modified_at");
  }

  static boolean isCreationTime(String lowerCaseName) {
    return lowerCaseName.equals("created_at");
  }

  /** Columns a chunked export could cut. */
  static List<Candidate> chunkKeys(List<CatalogColumn> columns) {
    List<Candidate> found = new ArrayList<>();
    for (CatalogColumn column : columns) {
      if (column.family() == Family.INTEGER) {
        Tally tally = new Tally();
        tally.add("integer", 20);
        if (column.isPrimaryKey()) {
          tally.add("primary key", 40);
        }
        found.add(tally.candidate(column));
      }
    }
    found.sort(BEST_FIRST);
    return found;
  }

  /** A sum and what it is made of. */
  private static final class Tally {
    private final List<String> reasons = new ArrayList<>();
    private int sum;

    void add(String reason, int points) {
      sum += points;
      reasons.add(reason + (points < 0 ? " " : " +") + points);
    }

    Candidate candidate(CatalogColumn c) {
      return new Candidate(
          c.name(), c.nativeType(), c.isNullable(), c.isPrimaryKey(), c.isIndexed(), sum, reasons);
    }
  }
}
