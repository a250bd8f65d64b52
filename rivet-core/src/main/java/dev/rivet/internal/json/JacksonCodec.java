package dev.rivet.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivet.error.DataIntegrityException;
import dev.rivet.error.ErrorCode;
import dev.rivet.plan.Campaign;
import dev.rivet.plan.Plan;
import dev.rivet.run.ReconcileReport;
import dev.rivet.spi.json.JsonCodec;
import java.util.List;
import java.util.Map;

/** Found by {@link java.util.ServiceLoader}. Thread-safe. */
public final class JacksonCodec implements JsonCodec {
  private static final long REPORT_LIMIT = 256L << 20;

  /** For the service loader. */
  public JacksonCodec() {}

  @Override
  public String write(Object value) {
    return Json.write(value);
  }

  @Override
  public Plan readPlan(String json) {
    return PlanSeal.read(json);
  }

  @Override
  public Campaign readCampaign(String json) {
    return CampaignSeal.read(json);
  }

  /**
   * Reads a report.
   *
   * @throws DataIntegrityException with {@code REPAIR_REPORT_REFUSED} if the text is not a report
   */
  @Override
  public ReconcileReport readReconcileReport(String json) {
    if (json.length() > REPORT_LIMIT) {
      throw refused("the text is longer than 256 MiB", null);
    }
    try {
      return Json.bindKnown(Json.parse(json), ReconcileReport.class);
    } catch (JsonProcessingException e) {
      throw refused(Json.describe(e), e);
    }
  }

  private static DataIntegrityException refused(
      String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new DataIntegrityException(
        ErrorCode.REPAIR_REPORT_REFUSED,
        "the text is not a reconcile report: " + why + ". Reconcile again and use the new report.",
        List.of(),
        Map.of(),
        cause);
  }
}
