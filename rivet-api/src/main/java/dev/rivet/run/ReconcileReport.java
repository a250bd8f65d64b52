package dev.rivet.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.error.DataIntegrityException;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.plan.Slice;
import dev.rivet.spi.json.JsonCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reconcile found. Fields are only ever added (RC5). Immutable.
 *
 * @param rivetVersion library that made it
 * @param exportName the export
 * @param runId the run that was compared
 * @param latestRunId newest committed run or repair it saw; a repair is refused if another one came since (RR1)
 * @param planFingerprint definition that was compared
 * @param strategy mode
 * @param depth how deep it looked
 * @param createdAt when
 * @param partitions one line per slice
 * @param outOfRangeRows rows of the source outside all slices, for example newer than the plan (RC8)
 * @param objectsRead objects re-read from the sink
 * @param bytesRead bytes re-read from the sink
 * @param validationFailures what is wrong with manifest and marker themselves (TF1); a repair writes them anew
 * @param notRun checks that could not run, with the reason (TF2)
 */
public record ReconcileReport(
    String rivetVersion,
    String exportName,
    String runId,
    String latestRunId,
    String planFingerprint,
    String strategy,
    Depth depth,
    Instant createdAt,
    List<Partition> partitions,
    long outOfRangeRows,
    int objectsRead,
    long bytesRead,
    List<Problem> validationFailures,
    List<String> notRun) {

  /** Verdict on a slice (RC3). */
  public enum Status {
    /** Source and output agree at the depth looked at. */
    MATCH,
    /** They differ. */
    MISMATCH,
    /** A figure is missing: the slice never completed. */
    UNKNOWN
  }

  /**
   * One slice.
   *
   * @param slice the slice
   * @param sourceRows rows the source holds now, or null if not counted
   * @param recordedRows rows recorded when it was exported, or null
   * @param rereadRows rows found in its parts, or null at depth COUNTS
   * @param sourceDigest digest of the source's rows now, or null below depth CONTENT
   * @param exportedDigest digest recorded when it was exported, or null
   * @param status verdict
   * @param note why, empty for a match
   */
  public record Partition(
      Slice slice,
      @Nullable Long sourceRows,
      @Nullable Long recordedRows,
      @Nullable Long rereadRows,
      @Nullable String sourceDigest,
      @Nullable String exportedDigest,
      Status status,
      String note) {}

  /** Copies the lists. */
  public ReconcileReport {
    partitions = List.copyOf(partitions);
    validationFailures = List.copyOf(validationFailures);
    notRun = List.copyOf(notRun);
  }

  /** Number of slices with a verdict. */
  public long count(Status status) {
    return partitions.stream().filter(p -> p.status() == status).count();
  }

  /** Whether every slice matches and every check ran. */
  public boolean isClean() {
    return notRun.isEmpty()
        && validationFailures.isEmpty()
        && partitions.stream().allMatch(p -> p.status() == Status.MATCH);
  }

  /** Slices that do not match. */
  public List<Partition> dirty() {
    return partitions.stream().filter(p -> p.status() != Status.MATCH).toList();
  }

  /**
   * This report if it is clean.
   *
   * @throws DataIntegrityException with {@code RECONCILE_MISMATCH}, naming the slices
   */
  @CanIgnoreReturnValue
  public ReconcileReport orThrow() {
    if (isClean()) {
      return this;
    }
    List<Problem> problems = new ArrayList<>(validationFailures);
    dirty()
        .forEach(
            p ->
                problems.add(
                    new Problem(ErrorCode.RECONCILE_MISMATCH, p.slice().toString(), p.note())));
    throw new DataIntegrityException(
        ErrorCode.RECONCILE_MISMATCH,
        dirty().size()
            + " of "
            + partitions.size()
            + " slices differ from the source. Look at rivet.repair(report).plan(), then execute"
            + " it."
            + (notRun.isEmpty() ? "" : " Checks that did not run: " + notRun),
        problems,
        Map.of("export", exportName, "run", runId),
        null);
  }

  /** The report as JSON. */
  public String toJson() {
    return JsonCodec.instance().write(this);
  }

  /** Reads a report; unknown fields are ignored. */
  public static ReconcileReport fromJson(String json) {
    return JsonCodec.instance().readReconcileReport(json);
  }

  /** For people: one line per slice that is not a match, and a summary. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("reconcile ")
        .append(exportName)
        .append(" run ")
        .append(runId)
        .append(" depth ")
        .append(depth);
    text.append(": ").append(count(Status.MATCH)).append(" match, ");
    text.append(count(Status.MISMATCH)).append(" mismatch, ");
    text.append(count(Status.UNKNOWN)).append(" unknown");
    if (outOfRangeRows > 0) {
      text.append(", ").append(outOfRangeRows).append(" rows outside the planned range");
    }
    for (Partition p : dirty()) {
      text.append("\n  ")
          .append(p.status())
          .append("  ")
          .append(p.slice())
          .append("  source ")
          .append(p.sourceRows());
      text.append(", exported ").append(p.recordedRows()).append("  ").append(p.note());
    }
    validationFailures.forEach(f -> text.append("\n  output: ").append(f));
    notRun.forEach(n -> text.append("\n  not run: ").append(n));
    return text.toString();
  }
}
