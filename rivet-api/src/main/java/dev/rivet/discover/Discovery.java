package dev.rivet.discover;

import static java.util.Objects.requireNonNull;

import dev.rivet.inspect.Listing;
import dev.rivet.spi.json.JsonCodec;
import dev.rivet.unit.DataSize;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code rivet.discover()} found in a database: its tables with ranked cursor and chunk key candidates and a suggested mode.
 * Made from catalogs only, no table is scanned (DI5). The same catalog gives the same value. Immutable.
 *
 * @param rivetVersion library that made it
 * @param sourceType name of the dialect
 * @param database name of the database
 * @param scope the schema looked at, or {@code *} for all
 * @param tables by schema and name
 */
public record Discovery(
    String rivetVersion,
    String sourceType,
    String database,
    String scope,
    List<DiscoveredTable> tables) {

  private static final List<String> HEADER =
      List.of("TABLE", "KIND", "ROWS", "SIZE", "MODE", "CHUNK KEY", "CURSOR", "FALLBACK");

  /** Copies the list. */
  public Discovery {
    requireNonNull(rivetVersion, "rivetVersion");
    requireNonNull(sourceType, "sourceType");
    requireNonNull(database, "database");
    requireNonNull(scope, "scope");
    tables = List.copyOf(tables);
  }

  private static List<String> cells(DiscoveredTable t) {
    return List.of(
        t.qualifiedName(),
        t.kind(),
        t.rowEstimate() == null ? "?" : String.format(Locale.ROOT, "~%,d", t.rowEstimate()),
        t.totalBytes() == null ? "-" : DataSize.ofBytes(t.totalBytes()).toString(),
        t.suggestedMode(),
        t.bestChunkKey().map(Candidate::toString).orElse("-"),
        t.bestCursor().map(Candidate::toString).orElse("-"),
        Optional.ofNullable(t.suggestedCursorFallbackColumn()).orElse("-"));
  }

  /** A table by schema and name. */
  public Optional<DiscoveredTable> table(String schema, String name) {
    return tables.stream()
        .filter(t -> t.schema().equals(schema) && t.table().equals(name))
        .findFirst();
  }

  /** The artifact as JSON. */
  public String toJson() {
    return JsonCodec.instance().write(this);
  }

  /**
   * The suggested definitions as a Java source file that compiles as it is: one method per table and {@code all()}. Notes become
   * comments; what a person must decide is marked {@code review}. Tables without visible columns are left out.
   *
   * @param packageName package of the class, empty for none
   * @param className name of the class
   * @throws IllegalArgumentException if one of them cannot be a name in Java
   */
  public String toJava(String packageName, String className) {
    return new JavaSource(this).render(packageName, className);
  }

  /** For people: a table with one line per relation, then the notes. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(sourceType).append(", database ").append(database).append(", schema ");
    text.append(scope).append(": ").append(tables.size()).append(" tables\n");
    text.append(Listing.of(tables, HEADER, Discovery::cells));
    for (DiscoveredTable t : tables) {
      for (String note : t.notes()) {
        text.append(t.qualifiedName()).append(": ").append(note).append('\n');
      }
    }
    return text.toString();
  }
}
