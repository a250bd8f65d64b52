package dev.rivet.plan;

import static java.util.Objects.requireNonNull;

import dev.rivet.Export;
import dev.rivet.error.Problem;
import dev.rivet.spi.json.JsonCodec;
import dev.rivet.type.ColumnMapping;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A sealed intent: everything {@code apply} needs and nothing else it reads (PA1). Made by {@code rivet.plan(export)}, survives
 * JSON and a code review, holds no secret (PA9). Any edit is found by {@link #integrity()} before a query runs (PA10).
 * Immutable.
 *
 * @param planVersion version of this layout, 1
 * @param rivetVersion library that made it
 * @param planId 32 hex digits
 * @param createdAt when it was made
 * @param export the definition
 * @param source the database it was made for
 * @param columns output columns as resolved
 * @param slices what will be read; ranges are adjacent and do not overlap (PA5)
 * @param facts figures behind the decisions
 * @param rationale why these slices, one sentence
 * @param warnings advisory remarks; they block nothing (PA8)
 * @param fingerprint identifies relation, key and slicing (PA6, RC2)
 * @param cursorSnapshot stored cursor when the plan was made (PA4), null for modes without cursor or before the first run
 * @param cursor how far the run moves it, null for modes without cursor and where there is nothing to move to
 * @param integrity {@code xxh3:<16 hex>} over the canonical JSON of everything else
 */
public record Plan(
    int planVersion,
    String rivetVersion,
    String planId,
    Instant createdAt,
    Export export,
    SourceIdentity source,
    List<ColumnMapping> columns,
    List<Slice> slices,
    Facts facts,
    String rationale,
    List<Problem> warnings,
    String fingerprint,
    @Nullable String cursorSnapshot,
    @Nullable CursorStep cursor,
    String integrity) {

  /** The layout this library writes. */
  public static final int VERSION = 1;

  /**
   * Figures behind a plan.
   *
   * @param relationKind table, view, query …
   * @param keyColumn key the slices cut, or null
   * @param keyMin smallest key, or null
   * @param keyMax largest key, or null
   * @param keySpan number of possible keys between them; not a row count (PA12)
   * @param rowEstimate the catalog's estimate, or null
   * @param averageRowBytes the catalog's estimate, or null
   */
  public record Facts(
      String relationKind,
      @Nullable String keyColumn,
      @Nullable Long keyMin,
      @Nullable Long keyMax,
      @Nullable Long keySpan,
      @Nullable Long rowEstimate,
      @Nullable Long averageRowBytes) {
    /** The catalog's row estimate. */
    public OptionalLong estimatedRows() {
      return rowEstimate == null ? OptionalLong.empty() : OptionalLong.of(rowEstimate);
    }

    /** The key the slices cut. */
    public Optional<String> key() {
      return Optional.ofNullable(keyColumn);
    }
  }

  /** Copies the lists. */
  public Plan {
    requireNonNull(planId, "planId");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(export, "export");
    requireNonNull(source, "source");
    requireNonNull(facts, "facts");
    columns = List.copyOf(columns);
    slices = List.copyOf(slices);
    warnings = List.copyOf(warnings);
  }

  /** How far the run moves the cursor. */
  public Optional<CursorStep> cursorStep() {
    return Optional.ofNullable(cursor);
  }

  /** The export's name. */
  public String exportName() {
    return export.name();
  }

  /** Columns of the files: those of the source, and behind them the ones the definition adds. */
  public List<ColumnMapping> outputColumns() {
    return java.util.stream.Stream.concat(columns.stream(), export.metaColumns().columns().stream())
        .toList();
  }

  /** What applying it should do to the source. */
  public PredictedHarm predictedHarm() {
    return PredictedHarm.of(this);
  }

  /** This plan with another {@link #integrity()}; used when sealing. */
  public Plan withIntegrity(String sealed) {
    return new Plan(
        planVersion,
        rivetVersion,
        planId,
        createdAt,
        export,
        source,
        columns,
        slices,
        facts,
        rationale,
        warnings,
        fingerprint,
        cursorSnapshot,
        cursor,
        sealed);
  }

  /** This plan with other warnings; used when planning, before it is sealed. */
  public Plan withWarnings(List<Problem> remarks) {
    return new Plan(
        planVersion,
        rivetVersion,
        planId,
        createdAt,
        export,
        source,
        columns,
        slices,
        facts,
        rationale,
        remarks,
        fingerprint,
        cursorSnapshot,
        cursor,
        integrity);
  }

  /** Pretty-printed JSON with stable key order. */
  public String toJson() {
    return JsonCodec.instance().write(this);
  }

  /**
   * Reads a plan. Nothing is checked against the world yet; that happens when it is applied.
   *
   * @throws dev.rivet.error.PlanRejectedException with {@code PLAN_UNREADABLE} if the text is not a plan of a known version,
   *     {@code PLAN_EDITED} if its integrity does not match
   */
  public static Plan fromJson(String json) {
    return JsonCodec.instance().readPlan(requireNonNull(json, "json"));
  }

  /** For people: name, strategy, slices, columns, warnings. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("plan ").append(planId).append(" for export '").append(export.name()).append("'\n");
    text.append("  source      ").append(source.product()).append(' ').append(source.version());
    text.append(", database ").append(source.database()).append('\n');
    text.append("  relation    ")
        .append(export.relation())
        .append(" (")
        .append(facts.relationKind())
        .append(")\n");
    text.append("  strategy    ")
        .append(export.extraction().strategy())
        .append(": ")
        .append(rationale)
        .append('\n');
    text.append("  rows        ");
    text.append(facts.rowEstimate() == null ? "unknown" : "about " + facts.rowEstimate())
        .append('\n');
    text.append("  slices      ").append(slices.size()).append(", ");
    text.append(export.extraction().parallel()).append(" at a time\n");
    PredictedHarm harm = predictedHarm();
    text.append("  source load ").append(harm.connections()).append(" connections, statements ");
    text.append(
        harm.longestStatement().isZero()
            ? "of a whole slice"
            : "of about " + harm.longestStatement().toMillis() + " ms");
    text.append(
        harm.oldestSnapshot().isZero()
            ? ""
            : ", snapshots of about " + harm.oldestSnapshot().toMillis() + " ms");
    text.append('\n');
    text.append("  output      ")
        .append(export.format().name())
        .append(" into ")
        .append(export.destination())
        .append('\n');
    text.append("  columns     ").append(columns.size()).append('\n');
    for (ColumnMapping column : columns) {
      text.append("    ")
          .append(column.name())
          .append("  ")
          .append(column.nativeType())
          .append(" -> ");
      text.append(column.type()).append(column.nullable() ? "" : " not null").append('\n');
    }
    for (Problem warning : warnings) {
      text.append("  warning     ").append(warning).append('\n');
    }
    return text.toString();
  }
}
