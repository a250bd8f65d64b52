package dev.rivet.internal.verify;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.PlanRejectedException;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.finish.RollForward;
import dev.rivet.internal.ledger.RunLedger;
import dev.rivet.internal.resource.Resources;
import dev.rivet.plan.Plan;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.unit.Location;
import java.util.List;

/**
 * The newest committed export run with its repairs.
 *
 * @param root the export run
 * @param latestRunId the run itself or its newest repair
 * @param plan the plan it applied
 * @param ledger its slices and parts
 * @param prefix where it wrote; never expanded anew (RR9)
 */
record CommittedRun(
    RunRecord root, String latestRunId, Plan plan, RunLedger ledger, Location prefix) {

  static CommittedRun load(Resources resources, String export) {
    Context context = Context.export(export);
    ExportKey key = resources.key(export);
    RollForward.finishSealed(resources, key, context);
    return StateErrors.call(
        "reading the last run",
        context,
        () -> {
          List<RunRecord> runs = resources.state().committedRuns(key, 1000);
          RunRecord root =
              runs.stream()
                  .filter(r -> r.start().kind().equals(RunStart.EXPORT))
                  .findFirst()
                  .orElseThrow(() -> none(context));
          return new CommittedRun(
              root,
              runs.get(0).runId(),
              Plan.fromJson(root.start().planJson()),
              RunLedger.load(resources.state(), root),
              Location.parse(root.start().prefix()));
        });
  }

  private static PlanRejectedException none(Context context) {
    return new PlanRejectedException(
        ErrorCode.RUN_NOT_FOUND,
        "no committed run of this export is known to the state store. Run the export first; if it"
            + " was run with another state store or namespace, use that one.",
        List.of(),
        context.toMap(),
        null);
  }
}
