package dev.rivet.discover;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One table, view or partitioned parent as the catalog describes it. All figures are estimates. Immutable.
 *
 * @param schema its schema
 * @param table its name
 * @param kind {@code table}, {@code view}, {@code materialized view}, {@code partitioned table}, {@code foreign table}
 * @param rowEstimate estimated rows, or null if the server has no statistics
 * @param totalBytes bytes on disk with indexes, or null if it has none of its own
 * @param suggestedMode {@code full}, {@code chunked} or {@code incremental} (DI3)
 * @param suggestedChunkRows keys per chunk that suit the size, or null unless the mode is chunked
 * @param suggestedCursorColumn column an incremental export would follow, or null
 * @param suggestedCursorFallbackColumn column to fall back to where the best cursor is NULL, or null (DI2)
 * @param cursorCandidates best first, by score, then name (DI1)
 * @param chunkCandidates best first, by score, then name (DI1)
 * @param unboundedNumericColumns {@code numeric} columns without precision: the export must give them a type (DI4)
 * @param notes what a person should know before exporting it
 */
public record DiscoveredTable(
    String schema,
    String table,
    String kind,
    @Nullable Long rowEstimate,
    @Nullable Long totalBytes,
    String suggestedMode,
    @Nullable Long suggestedChunkRows,
    @Nullable String suggestedCursorColumn,
    @Nullable String suggestedCursorFallbackColumn,
    List<Candidate> cursorCandidates,
    List<Candidate> chunkCandidates,
    List<String> unboundedNumericColumns,
    List<String> notes) {

  /** Copies the lists. */
  public DiscoveredTable {
    requireNonNull(schema, "schema");
    requireNonNull(table, "table");
    requireNonNull(kind, "kind");
    requireNonNull(suggestedMode, "suggestedMode");
    cursorCandidates = List.copyOf(cursorCandidates);
    chunkCandidates = List.copyOf(chunkCandidates);
    unboundedNumericColumns = List.copyOf(unboundedNumericColumns);
    notes = List.copyOf(notes);
  }

  /** {@code schema.table}, as {@code Export.table} takes it. */
  public String qualifiedName() {
    return quoted(schema) + "." + quoted(table);
  }

  private static String quoted(String part) {
    return part.indexOf('.') < 0 && part.indexOf('"') < 0
        ? part
        : '"' + part.replace("\"", "\"\"") + '"';
  }

  /** Estimated rows. */
  public OptionalLong estimatedRows() {
    return rowEstimate == null ? OptionalLong.empty() : OptionalLong.of(rowEstimate);
  }

  /** The column to chunk by. */
  public Optional<Candidate> bestChunkKey() {
    return chunkCandidates.stream().findFirst();
  }

  /** The column to follow. */
  public Optional<Candidate> bestCursor() {
    return cursorCandidates.stream().findFirst();
  }

  /** The definition this suggests, as Java source to start from. Comments mark what a person must decide. */
  public String toJava() {
    return JavaSource.definition(this, "", JavaSource.fileName(table), "") + ";\n";
  }
}
