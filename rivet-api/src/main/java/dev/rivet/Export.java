package dev.rivet;

import static java.util.Objects.requireNonNull;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.InvalidExportException;
import dev.rivet.error.Problem;
import dev.rivet.extract.Consistency;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Relation;
import dev.rivet.format.Format;
import dev.rivet.type.TypeRules;
import dev.rivet.unit.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What to export, from where, how and to where: a value without connection, client or thread. Immutable.
 *
 * <pre>{@code
 * Export orders = Export.table("public.orders")
 *     .extract(Chunked.by("id").rows(100_000).parallel(2))
 *     .column("price", RivetType.decimal(10, 2))
 *     .as(Parquet.zstd())
 *     .into("s3://lake/raw/orders")
 *     .build();
 * }</pre>
 *
 * <p>Defaults: the whole relation in one slice, Parquet with zstd, {@link Tuning#balanced()}, no quality rules, drift warns,
 * each slice its own snapshot. Made by {@link #table} or {@link #query}; {@code build()} is there once {@code into()} was
 * called and throws {@link InvalidExportException} with every problem found.
 *
 * @param name key of all state; safe in file names (ED1)
 * @param relation table or query
 * @param extraction mode
 * @param format file format
 * @param destination prefix
 * @param types overrides and policies
 * @param tuning load on the source
 * @param quality rules over the result
 * @param onSchemaDrift policy for changed columns
 * @param shapeDriftFactor growth of the longest value of a column that is worth a warning; 0 for never (SD5)
 * @param emptyResult policy for no rows
 * @param consistency how slices relate in time
 * @param scheduling what a campaign should know
 * @param metaColumns columns to add behind those of the source
 */
public record Export(
    String name,
    Relation relation,
    Extraction extraction,
    Format format,
    Location destination,
    TypeRules types,
    Tuning tuning,
    Quality quality,
    SchemaDrift onSchemaDrift,
    double shapeDriftFactor,
    EmptyResult emptyResult,
    Consistency consistency,
    Scheduling scheduling,
    MetaColumns metaColumns) {

  /** Collects every problem and throws once. */
  public Export {
    requireNonNull(relation, "relation");
    requireNonNull(extraction, "extraction");
    requireNonNull(format, "format");
    requireNonNull(destination, "destination");
    requireNonNull(types, "types");
    requireNonNull(tuning, "tuning");
    requireNonNull(quality, "quality");
    requireNonNull(onSchemaDrift, "onSchemaDrift");
    requireNonNull(emptyResult, "emptyResult");
    requireNonNull(consistency, "consistency");
    requireNonNull(scheduling, "scheduling");
    requireNonNull(metaColumns, "metaColumns");
    List<Problem> problems = new ArrayList<>();
    checkName(name, problems);
    if (!(shapeDriftFactor >= 0)) {
      problems.add(
          new Problem(
              ErrorCode.EXPORT_INVALID,
              "shapeDriftFactor",
              "must be 0 (off) or more: " + shapeDriftFactor));
    }
    problems.addAll(extraction.problems(relation));
    checkPlaceholders(destination, problems);
    if (!problems.isEmpty()) {
      throw new InvalidExportException(
          problems.get(0).code(),
          "the definition has "
              + problems.size()
              + (problems.size() == 1 ? " problem" : " problems"),
          problems,
          Map.of("export", name),
          null);
    }
  }

  private static void checkName(String name, List<Problem> problems) {
    if (name.isBlank()
        || name.startsWith(".")
        || name.startsWith("-")
        || name.contains("..")
        || name.length() > 128
        || name.chars().anyMatch(c -> c < ' ' || c == '/' || c == '\\' || c == ':' || c == 0x7f)) {
      problems.add(
          new Problem(
              ErrorCode.EXPORT_NAME_UNSAFE,
              "name",
              "'"
                  + name
                  + "' cannot be used in file names: it must not be blank, longer than 128"
                  + " characters, start with '.' or '-', or hold '/', '\\', ':', '..' or control"
                  + " characters. Give one with named(…)."));
    }
  }

  private static void checkPlaceholders(Location destination, List<Problem> problems) {
    try {
      var unused =
          destination.expand(Map.of("date", "d", "export", "e", "table", "t", "run_id", "r"));
    } catch (IllegalArgumentException e) {
      problems.add(
          new Problem(ErrorCode.DESTINATION_INVALID, "into", String.valueOf(e.getMessage())));
    }
  }

  /**
   * Starts from a table, view, materialised view or partitioned parent. The export takes the table's name.
   *
   * @param table {@code name} or {@code schema.name}, taken literally; double quotes around a part allow dots in it
   */
  public static Draft table(String table) {
    return table(TableNames.parse(requireNonNull(table, "table")));
  }

  /** Starts from a table given by its exact parts. */
  public static Draft table(Relation.Table table) {
    return new Draft(requireNonNull(table, "table").name(), table);
  }

  /**
   * Starts from a query.
   *
   * @param name name of the export
   * @param sql one SELECT without trailing semicolon
   */
  public static Draft query(String name, String sql) {
    return new Draft(requireNonNull(name, "name"), new Relation.Query(requireNonNull(sql, "sql")));
  }

  /** A definition that still lacks its destination. Not thread-safe. */
  public static final class Draft extends ExportOptions<Draft> {
    Draft(String name, Relation relation) {
      super(name, relation);
    }

    @Override
    Draft self() {
      return this;
    }

    /** The destination; see {@link Location} for placeholders. */
    public Builder into(Location destination) {
      return new Builder(this, requireNonNull(destination, "destination"));
    }

    /** The destination: {@code s3://bucket/prefix}, or a local directory. */
    public Builder into(String destination) {
      return into(Location.parse(destination));
    }

    /** A local directory, created if missing. */
    public Builder into(java.nio.file.Path directory) {
      return into(Location.of(directory));
    }
  }

  /** A complete definition. Not thread-safe; not to be reused after {@link #build()}. */
  public static final class Builder extends ExportOptions<Builder> {
    private final Location destination;

    Builder(ExportOptions<?> draft, Location destination) {
      super(draft);
      this.destination = destination;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * The finished value.
     *
     * @throws InvalidExportException with every problem found
     */
    public Export build() {
      return new Export(
          name,
          relation,
          extraction,
          format,
          destination,
          types(),
          tuning,
          quality,
          drift,
          shapeDriftFactor,
          emptyResult,
          consistency,
          scheduling,
          metaColumns);
    }
  }
}
