package dev.rivet.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.error.DataIntegrityException;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.spi.json.JsonCodec;
import java.util.List;
import java.util.Map;

/**
 * Whether the output agrees with itself; the source is never asked (VD1). Immutable.
 *
 * @param destination the prefix
 * @param depth how deep it looked
 * @param runId run of the current manifest, empty if there is none
 * @param isManifestFound whether there is a manifest
 * @param isLegacy parts without manifest: reduced checks (M6)
 * @param isRunning an export is writing here right now (VD3)
 * @param isMarkerConsistent whether the marker belongs to the manifest
 * @param partsVerified parts that passed
 * @param partsFailed parts that did not
 * @param rows rows found in re-read parts
 * @param bytesRead bytes re-read
 * @param failures everything wrong
 * @param advisories remarks, for example untracked objects
 */
public record ValidationReport(
    String destination,
    ValidationDepth depth,
    String runId,
    boolean isManifestFound,
    boolean isLegacy,
    boolean isRunning,
    boolean isMarkerConsistent,
    int partsVerified,
    int partsFailed,
    long rows,
    long bytesRead,
    List<Problem> failures,
    List<Problem> advisories) {

  /** Copies the lists. */
  public ValidationReport {
    failures = List.copyOf(failures);
    advisories = List.copyOf(advisories);
  }

  /** Whether nothing is wrong. */
  public boolean isPassed() {
    return failures.isEmpty();
  }

  /** This report if it passed; otherwise {@link DataIntegrityException} with {@code VALIDATION_FAILED}. */
  @CanIgnoreReturnValue
  public ValidationReport orThrow() {
    if (isPassed()) {
      return this;
    }
    throw new DataIntegrityException(
        ErrorCode.VALIDATION_FAILED,
        "the output at " + destination + " is not consistent; apply or repair writes it anew",
        failures,
        Map.of("run", runId),
        null);
  }

  /** The report as JSON. */
  public String toJson() {
    return JsonCodec.instance().write(this);
  }
}
