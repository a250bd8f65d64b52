package dev.rivet.inspect;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.Profile;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.InvalidExportException;
import dev.rivet.error.Problem;
import dev.rivet.spi.json.JsonCodec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code rivet.check(export)} found before anything was read (contracts §12.2). Immutable.
 *
 * @param exportName the export
 * @param strategy its mode
 * @param verdict how well it suits the source, or null if that could not be seen
 * @param keyColumn the column it cuts or follows, or null
 * @param isKeyIndexed whether a B-tree index starts with that column
 * @param rowEstimate the catalog's estimate, or null
 * @param averageRowBytes the catalog's estimate, or null
 * @param slices slices a plan would have, or null if cutting would have to scan
 * @param peakMemoryMib memory a run is expected to need
 * @param recommendedProfile tuning that suits the size
 * @param recommendedParallel slices at a time that suit the size
 * @param findings what was checked and is worth saying, worst first
 */
public record CheckReport(
    String exportName,
    String strategy,
    @Nullable Verdict verdict,
    @Nullable String keyColumn,
    boolean isKeyIndexed,
    @Nullable Long rowEstimate,
    @Nullable Long averageRowBytes,
    @Nullable Integer slices,
    long peakMemoryMib,
    Profile recommendedProfile,
    int recommendedParallel,
    List<Finding> findings) {

  /** Weight of a finding, worst first. */
  public enum Level {
    /** A plan would be refused. */
    FAIL,
    /** Likely to fail or to hurt. */
    HIGH,
    /** Costs noticeably. */
    MEDIUM,
    /** Costs a little. */
    LOW,
    /** Should be known. */
    WARNING,
    /** Could not be told. */
    NOTE
  }

  /**
   * One thing worth saying.
   *
   * @param level weight
   * @param check which check, for example {@code connection limit}
   * @param code stable code
   * @param message what, why and how to fix
   */
  public record Finding(Level level, String check, ErrorCode code, String message) {
    @Override
    public String toString() {
      return level + "  " + check + ": " + message;
    }
  }

  /** Copies the list. */
  public CheckReport {
    requireNonNull(exportName, "exportName");
    requireNonNull(recommendedProfile, "recommendedProfile");
    findings = List.copyOf(findings);
  }

  /** The verdict, if the source could be looked at. */
  public Optional<Verdict> rating() {
    return Optional.ofNullable(verdict);
  }

  /** Whether a plan would be made; a poor verdict alone does not fail (CK2). */
  public boolean isPassed() {
    return findings.stream().noneMatch(f -> f.level() == Level.FAIL);
  }

  /**
   * This report, if it passed.
   *
   * @throws InvalidExportException with every finding of level {@code FAIL}
   */
  @CanIgnoreReturnValue
  public CheckReport orThrow() {
    List<Problem> failures =
        findings.stream()
            .filter(f -> f.level() == Level.FAIL)
            .map(f -> new Problem(f.code(), f.check(), f.message()))
            .toList();
    if (!failures.isEmpty()) {
      throw new InvalidExportException(
          failures.get(0).code(),
          "the check failed (" + failures.size() + ")",
          failures,
          Map.of("export", exportName),
          null);
    }
    return this;
  }

  /** The report as JSON. */
  public String toJson() {
    return JsonCodec.instance().write(this);
  }

  /** For people: the verdict, the figures behind it, the advice, then one line per finding. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("check of export '").append(exportName).append("'\n");
    text.append("  verdict     ");
    text.append(verdict == null ? "unknown" : verdict.name().toLowerCase(Locale.ROOT)).append('\n');
    text.append("  strategy    ").append(strategy);
    if (keyColumn != null) {
      text.append(" by ").append(keyColumn);
      text.append(isKeyIndexed ? ", indexed" : ", no index");
    }
    text.append('\n');
    text.append("  rows        ");
    text.append(rowEstimate == null ? "unknown" : "about " + Listing.cell(rowEstimate.longValue()));
    text.append(slices == null ? "" : ", " + slices + " slices").append('\n');
    text.append("  memory      about ").append(peakMemoryMib).append(" MiB\n");
    text.append("  advice      Tuning.").append(recommendedProfile.name().toLowerCase(Locale.ROOT));
    text.append("(), parallel ").append(recommendedParallel).append('\n');
    findings.forEach(f -> text.append("  ").append(f).append('\n'));
    return text.toString();
  }
}
