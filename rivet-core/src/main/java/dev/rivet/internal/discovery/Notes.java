package dev.rivet.internal.discovery;

import dev.rivet.discover.Candidate;
import dev.rivet.spi.dialect.CatalogTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person should know before exporting a table (DI4). */
final class Notes {
  private Notes() {}

  static List<String> of(
      CatalogTable table,
      String mode,
      List<Candidate> cursors,
      List<Candidate> keys,
      @Nullable String fallback,
      List<String> unbounded) {
    if (table.columns().isEmpty()) {
      return List.of("no visible columns: this account lacks SELECT on the table");
    }
    List<String> notes = new ArrayList<>();
    kind(table, notes);
    keys(table, mode, keys, notes);
    cursor(table, cursors, fallback, notes);
    for (String column : unbounded) {
      notes.add(
          column
              + " is numeric without precision: give it a type; decimal(38,18) is a proposal to"
              + " review");
    }
    return notes;
  }

  private static void kind(CatalogTable table, List<String> notes) {
    switch (table.kind()) {
      case "view" ->
          notes.add("a view: no statistics, no key; every slice would run the view's query again");
      case "partitioned table" ->
          notes.add("a partitioned table: exported through the parent, all partitions together");
      case "foreign table" -> notes.add("a foreign table: its server does the reading");
      default -> {}
    }
    if (table.rowEstimate().isEmpty() && !table.kind().equals("view")) {
      notes.add("no row estimate: run ANALYZE, then look again");
    }
  }

  private static void keys(
      CatalogTable table, String mode, List<Candidate> keys, List<String> notes) {
    if (!table.hasPrimaryKey() && !table.kind().equals("view")) {
      notes.add("no primary key" + (keys.isEmpty() ? ", and no integer column to chunk by" : ""));
    }
    if (mode.equals("chunked") && !keys.get(0).isIndexed()) {
      notes.add(keys.get(0).column() + " leads no index: every chunk would scan the table");
    }
  }

  private static void cursor(
      CatalogTable table, List<Candidate> cursors, @Nullable String fallback, List<String> notes) {
    if (cursors.isEmpty()) {
      return;
    }
    Candidate best = cursors.get(0);
    if (best.isNullable()) {
      notes.add(
          best.column()
              + " is nullable: rows where it is NULL would be missed by a cursor on it alone"
              + (fallback == null
                  ? ""
                  : "; follow COALESCE(" + best.column() + ", " + fallback + ")"));
    }
    if (!best.isIndexed()) {
      notes.add(best.column() + " leads no index: following it would scan the table every time");
    }
    if (Scores.isUpdateTime(best.column().toLowerCase(Locale.ROOT)) && !table.hasUpdateTrigger()) {
      notes.add(
          best.column()
              + ": trust not proven: no trigger maintains it, so an update that does not set it"
              + " would be missed");
    }
  }
}
