package dev.rivet.spi.json;

import dev.rivet.plan.Campaign;
import dev.rivet.plan.Plan;
import dev.rivet.run.ReconcileReport;
import java.util.ServiceLoader;

/** How the values of this module become JSON. Implemented by rivet-core, so that this module needs no JSON library. */
public interface JsonCodec {

  /** Pretty-printed JSON with stable key order and snake-case names. */
  String write(Object value);

  /** Reads a plan and checks its integrity; see {@link Plan#fromJson}. */
  Plan readPlan(String json);

  /** Reads a campaign and checks its integrity and that of its plans; see {@link Campaign#fromJson}. */
  Campaign readCampaign(String json);

  /** Reads a reconcile report; see {@link ReconcileReport#fromJson}. */
  ReconcileReport readReconcileReport(String json);

  /** The implementation on the class path. */
  static JsonCodec instance() {
    return ServiceLoader.load(JsonCodec.class, JsonCodec.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "rivet-core is not on the class path: it turns plans and reports into JSON"));
  }
}
