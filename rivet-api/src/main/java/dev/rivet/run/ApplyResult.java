package dev.rivet.run;

import dev.rivet.spi.json.JsonCodec;
import dev.rivet.unit.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The report of a run (TF3); written for failed runs too, then with {@link #errorCode()}. Immutable.
 *
 * @param runId the run
 * @param exportName the export
 * @param status how it ended
 * @param startedAt start; of the first attempt if the run was resumed
 * @param finishedAt end
 * @param duration wall time of this call
 * @param sourceEngine dialect name
 * @param sourceVersion server version
 * @param pooler pooler found in between, {@code direct} if none
 * @param destination prefix
 * @param format file format
 * @param compression codec
 * @param tuningProfile profile
 * @param rows rows in committed parts
 * @param parts committed parts
 * @param bytes their size
 * @param slices slices of the run
 * @param slicesResumed slices that an earlier attempt had finished
 * @param retries retries made
 * @param statements statements sent to the source
 * @param longestStatement longest of them
 * @param sourceBytes bytes of the source protocol
 * @param peakBatchMemory most batch memory held at once
 * @param harm what it did to the source as measured, null without a budget
 * @param policyChanges values changed by a policy, key {@code column:SPECIAL_VALUE}
 * @param schemaChanges added, removed or changed columns against the last run
 * @param warnings remarks
 * @param validationPassed verdict of {@code validate()}, null if not asked for
 * @param validationFailures what it found
 * @param planId plan
 * @param forceBypassed guards that {@code force()} overrode
 * @param isResumable whether applying the same plan again continues
 * @param errorCode code of the failure, or null
 * @param errorMessage its message, or null
 */
public record ApplyResult(
    String runId,
    String exportName,
    RunStatus status,
    Instant startedAt,
    Instant finishedAt,
    Duration duration,
    String sourceEngine,
    String sourceVersion,
    String pooler,
    String destination,
    String format,
    String compression,
    String tuningProfile,
    long rows,
    int parts,
    long bytes,
    int slices,
    int slicesResumed,
    int retries,
    int statements,
    Duration longestStatement,
    long sourceBytes,
    long peakBatchMemory,
    @Nullable Harm harm,
    Map<String, Long> policyChanges,
    List<String> schemaChanges,
    List<String> warnings,
    @Nullable Boolean validationPassed,
    List<String> validationFailures,
    String planId,
    Set<Guard> forceBypassed,
    boolean isResumable,
    @Nullable String errorCode,
    @Nullable String errorMessage) {

  /** Copies the collections. */
  public ApplyResult {
    policyChanges = Map.copyOf(policyChanges);
    schemaChanges = List.copyOf(schemaChanges);
    warnings = List.copyOf(warnings);
    validationFailures = List.copyOf(validationFailures);
    forceBypassed = Set.copyOf(forceBypassed);
  }

  /** The report as JSON. */
  public String toJson() {
    return JsonCodec.instance().write(this);
  }

  /** {@code orders: 1,204,331 rows, 3 parts, 48.1 MiB, 6.2 s}. */
  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%s: %,d rows, %,d %s, %s, %.1f s%s",
        exportName,
        rows,
        parts,
        parts == 1 ? "part" : "parts",
        DataSize.ofBytes(bytes),
        duration.toMillis() / 1000.0,
        status == RunStatus.SUCCESS ? "" : " (" + status + ")");
  }
}
