package dev.rivet.internal.campaign;

import dev.rivet.error.RivetException;
import dev.rivet.internal.inspect.StateReader;
import dev.rivet.internal.resource.Resources;
import dev.rivet.plan.Campaign;
import dev.rivet.run.CampaignResult;
import dev.rivet.run.CampaignResult.ExportResult;
import dev.rivet.run.CampaignResult.Summary;
import dev.rivet.run.Outcome;
import dev.rivet.run.RunStatus;
import dev.rivet.spi.state.RunMetric;
import dev.rivet.spi.state.StateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what becomes of the exports, and the campaign's one row in the ledger (CA5). Thread-safe. */
final class CampaignRecord {
  private static final Logger log = LoggerFactory.getLogger(CampaignRecord.class);

  private final Resources resources;
  private final Campaign campaign;
  private final String mode;
  private final Instant startedAt;
  private final List<ExportResult> results = new ArrayList<>();
  private final Map<String, RivetException> failures = new LinkedHashMap<>();

  CampaignRecord(Resources resources, Campaign campaign, String mode) {
    this.resources = resources;
    this.campaign = campaign;
    this.mode = mode;
    this.startedAt = resources.clock().instant();
  }

  synchronized void add(ExportResult result) {
    results.add(result);
  }

  synchronized void add(ExportResult result, RivetException failure) {
    results.add(result);
    failures.put(result.export(), failure);
  }

  synchronized CampaignResult end(boolean isCancelled) {
    Summary summary =
        new Summary(
            campaign.campaignId(),
            mode,
            startedAt,
            resources.clock().instant(),
            results.stream().map(ExportResult::outcome).reduce(Outcome.OK, Outcome::worse),
            count(RunStatus.SUCCESS),
            count(RunStatus.FAILED) + count(RunStatus.CANCELLED),
            count(RunStatus.SKIPPED),
            results.stream().mapToLong(ExportResult::rows).sum(),
            results.stream().mapToInt(ExportResult::parts).sum(),
            results.stream().mapToLong(ExportResult::bytes).sum(),
            results);
    CampaignResult result = new CampaignResult(summary, failures);
    record(result, isCancelled);
    return result;
  }

  private int count(RunStatus status) {
    return (int) results.stream().filter(r -> r.status() == status).count();
  }

  /** I7: a campaign does not fail for its own statistics. */
  private void record(CampaignResult result, boolean isCancelled) {
    Summary s = result.summary();
    RunStatus status =
        s.failed() == 0 ? RunStatus.SUCCESS : isCancelled ? RunStatus.CANCELLED : RunStatus.FAILED;
    try {
      resources
          .state()
          .recordMetric(
              new RunMetric(
                  resources.key(StateReader.CAMPAIGNS),
                  s.campaignId(),
                  s.startedAt(),
                  s.duration(),
                  status.name().toLowerCase(Locale.ROOT),
                  s.rows(),
                  s.parts(),
                  s.bytes(),
                  0,
                  s.failed() == 0 ? null : s.outcome().name(),
                  null,
                  result.toJson()));
    } catch (StateException e) {
      log.warn("the figures of campaign {} were not recorded", s.campaignId(), e);
    }
  }
}
