package dev.rivet.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.inspect.Listing;
import dev.rivet.spi.json.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a campaign (CA3, CA5). Immutable. */
public final class CampaignResult {

  /**
   * The figures of a campaign, one record per call.
   *
   * @param campaignId the campaign
   * @param mode {@code wave-sequential}, {@code wave-parallel} or {@code pool}
   * @param startedAt start
   * @param finishedAt end
   * @param outcome the worst class of all exports
   * @param succeeded exports committed by this call
   * @param failed exports that failed or were cancelled
   * @param skipped exports without rows, or committed by an earlier call
   * @param rows rows of all committed parts
   * @param parts committed parts
   * @param bytes their size
   * @param exports each of them, in the order they ended
   */
  public record Summary(
      String campaignId,
      String mode,
      Instant startedAt,
      Instant finishedAt,
      Outcome outcome,
      int succeeded,
      int failed,
      int skipped,
      long rows,
      int parts,
      long bytes,
      List<ExportResult> exports) {
    /** Copies the list. */
    public Summary {
      exports = List.copyOf(exports);
    }

    /** From start to end. */
    public Duration duration() {
      return Duration.between(startedAt, finishedAt);
    }
  }

  /**
   * One export of a campaign.
   *
   * @param export its name
   * @param runId its run, empty if none began
   * @param wave its wave
   * @param status how it ended
   * @param outcome class of that
   * @param startedAt start
   * @param finishedAt end
   * @param rows rows committed
   * @param parts parts committed
   * @param bytes their size
   * @param isReconciled whether source and output were found equal; null if not asked for or not reached
   * @param errorCode code of the failure, or null
   * @param message its message, or why it was skipped, or null
   */
  public record ExportResult(
      String export,
      String runId,
      int wave,
      RunStatus status,
      Outcome outcome,
      Instant startedAt,
      Instant finishedAt,
      long rows,
      int parts,
      long bytes,
      @Nullable Boolean isReconciled,
      @Nullable ErrorCode errorCode,
      @Nullable String message) {}

  private final Summary summary;
  private final Map<String, RivetException> failures;

  /** From its figures and the failures by export. */
  public CampaignResult(Summary summary, Map<String, RivetException> failures) {
    this.summary = summary;
    this.failures = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }

  /** The figures. */
  public Summary summary() {
    return summary;
  }

  /** What was thrown, by export. */
  public Map<String, RivetException> failures() {
    return failures;
  }

  /** The worst class of all exports. */
  public Outcome outcome() {
    return summary.outcome();
  }

  /** What became of one export. */
  public java.util.Optional<ExportResult> export(String name) {
    return summary.exports().stream().filter(e -> e.export().equals(name)).findFirst();
  }

  /**
   * This result, if nothing failed.
   *
   * @throws RivetException the worst failure, the others suppressed in it
   */
  @CanIgnoreReturnValue
  public CampaignResult orThrow() {
    if (failures.isEmpty()) {
      return this;
    }
    RivetException worst = null;
    for (RivetException failure : failures.values()) {
      if (worst == null || Outcome.of(failure).compareTo(Outcome.of(worst)) > 0) {
        worst = failure;
      }
    }
    for (RivetException failure : failures.values()) {
      if (failure != worst) {
        java.util.Objects.requireNonNull(worst).addSuppressed(failure);
      }
    }
    throw java.util.Objects.requireNonNull(worst);
  }

  /** The figures as JSON. */
  public String toJson() {
    return JsonCodec.instance().write(summary);
  }

  /** For people: the sums, then one line per export. */
  @Override
  public String toString() {
    return String.format(
            Locale.ROOT,
            "campaign %s (%s): %d succeeded, %d failed, %d skipped, %,d rows, %.1f s, %s\n",
            summary.campaignId(),
            summary.mode(),
            summary.succeeded(),
            summary.failed(),
            summary.skipped(),
            summary.rows(),
            summary.duration().toMillis() / 1000.0,
            summary.outcome().name().toLowerCase(Locale.ROOT))
        + Listing.of(
            summary.exports(),
            List.of("WAVE", "EXPORT", "STATUS", "ROWS", "PARTS", "SECONDS", "MESSAGE"),
            e ->
                List.of(
                    Integer.toString(e.wave()),
                    e.export(),
                    e.status().name().toLowerCase(Locale.ROOT),
                    Listing.cell(e.rows()),
                    Integer.toString(e.parts()),
                    String.format(
                        Locale.ROOT,
                        "%.1f",
                        Duration.between(e.startedAt(), e.finishedAt()).toMillis() / 1000.0),
                    Listing.cell((Object) e.message())));
  }
}
