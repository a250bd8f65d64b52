package dev.rivet.internal.verify;

import dev.rivet.error.DataIntegrityException;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.PlanRejectedException;
import dev.rivet.error.Problem;
import dev.rivet.error.RivetException;
import dev.rivet.internal.commit.PartNames;
import dev.rivet.internal.encode.Encoders;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.finish.Finisher;
import dev.rivet.internal.finish.Leftovers;
import dev.rivet.internal.quality.RunQuality;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.run.Events;
import dev.rivet.internal.run.LeaseKeeper;
import dev.rivet.internal.run.RunContext;
import dev.rivet.internal.run.RunControl;
import dev.rivet.internal.run.RunLoop;
import dev.rivet.internal.run.Tally;
import dev.rivet.manifest.Manifest;
import dev.rivet.plan.Slice;
import dev.rivet.run.Cancellation;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.Repair;
import dev.rivet.run.RepairPlan;
import dev.rivet.run.RepairReport;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunListener;
import dev.rivet.run.RunStatus;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.SliceRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Exports the damaged slices of a report again, through the same loop, commit path and finisher as an export. Until its manifest
 * is published readers see what they saw before; afterwards the former parts are superseded (RR5).
 */
public final class RepairOperation implements Repair {
  private final Resources resources;
  private final ReconcileReport report;
  private final Context context;
  private RunListener listener;
  private @Nullable Cancellation cancellation;

  /** For one report. */
  public RepairOperation(Resources resources, ReconcileReport report) {
    this.resources = resources;
    this.report = report;
    this.context = Context.export(report.exportName());
    this.listener = resources.listener();
  }

  @Override
  public RepairPlan plan() {
    List<RepairPlan.Action> actions =
        report.dirty().stream()
            .map(p -> new RepairPlan.Action(p.slice(), p.status() + ": " + p.note()))
            .toList();
    return new RepairPlan(report.exportName(), report.runId(), report.strategy(), actions);
  }

  @Override
  public Repair listener(RunListener observer) {
    listener = listener.andThen(Objects.requireNonNull(observer, "listener"));
    return this;
  }

  @Override
  public Repair cancellation(Cancellation newCancellation) {
    cancellation = Objects.requireNonNull(newCancellation, "cancellation");
    return this;
  }

  @Override
  public RepairReport execute() {
    RepairPlan plan = plan();
    if (plan.actions().isEmpty() && report.validationFailures().isEmpty()) {
      return new RepairReport(plan, "", List.of(), 0, List.of());
    }
    RunControl control = new RunControl(context, resources.waiting());
    Runnable onCancel = () -> control.cancel("cancelled by the application");
    if (cancellation != null) {
      cancellation.onCancel(onCancel);
    }
    ExportKey key = resources.key(report.exportName());
    try (LeaseKeeper lease = LeaseKeeper.acquire(resources, key, context)) {
      Events events = new Events(listener, resources.clock());
      abandonUnfinishedRepairs(lease, key, events);
      CommittedRun run = CommittedRun.load(resources, report.exportName());
      checkReport(run, plan);
      return repair(run, plan, lease, control, events);
    } finally {
      if (cancellation != null) {
        cancellation.remove(onCancel);
      }
    }
  }

  /** A repair that died before its seal left nothing that counts; the same report is still good. */
  private void abandonUnfinishedRepairs(LeaseKeeper lease, ExportKey key, Events events) {
    List<RunRecord> unfinished =
        StateErrors.call(
            "looking for unfinished runs", context, () -> resources.state().unfinishedRuns(key));
    for (RunRecord run : unfinished) {
      if (run.start().kind().equals(RunStart.REPAIR) && run.state() == RunState.WRITING) {
        abandon(lease, run.start(), events, "not finished by an earlier process");
      } else if (run.state() == RunState.SEALING) {
        dev.rivet.internal.finish.RollForward.finish(resources, lease, run);
      }
    }
  }

  private void abandon(LeaseKeeper lease, RunStart run, Events events, String reason) {
    StateErrors.run(
        "abandoning the repair",
        context.run(run.runId()),
        () -> resources.state().abandon(lease.lease(), run.runId(), reason));
    var prefix = dev.rivet.unit.Location.parse(run.prefix());
    new Leftovers(resources.sink(prefix, report.exportName()), prefix, report.exportName(), events)
        .quarantine(run.runId(), Set.of());
  }

  private void checkReport(CommittedRun run, RepairPlan plan) {
    if (!report.runId().equals(run.root().runId())
        || !report.latestRunId().equals(run.latestRunId())) {
      throw refused(
          "it is about run '"
              + report.latestRunId()
              + "', but the newest run or repair is '"
              + run.latestRunId()
              + "'. Reconcile again and repair from that report.");
    }
    Set<Slice> known = Set.copyOf(run.plan().slices());
    for (RepairPlan.Action action : plan.actions()) {
      if (!known.contains(action.slice())) {
        throw refused(
            action.slice()
                + " is not a slice of run '"
                + run.root().runId()
                + "'; the report was changed or is foreign.");
      }
    }
  }

  private PlanRejectedException refused(String why) {
    return new PlanRejectedException(
        ErrorCode.REPAIR_REPORT_REFUSED,
        "the reconcile report cannot be used: " + why,
        List.of(),
        context.toMap(),
        null);
  }

  private RepairReport repair(
      CommittedRun committed,
      RepairPlan plan,
      LeaseKeeper lease,
      RunControl control,
      Events events) {
    RunStart start = start(committed, plan, lease);
    RunContext run =
        new RunContext(
            resources,
            committed.plan(),
            start,
            resources.sink(committed.prefix(), report.exportName()),
            committed.prefix(),
            Encoders.of(committed.plan(), resources.executor()),
            lease,
            control,
            events,
            new Tally(),
            RunQuality.ofRepair(committed.plan()));
    events.tell(
        new RunEvent.RunStarted(
            events.now(),
            start.runId(),
            report.exportName(),
            start.strategy(),
            plan.actions().size(),
            0,
            null,
            false));
    try {
      Manifest manifest = export(run, committed);
      List<SliceRecord> slices = slices(run);
      long rows = slices.stream().flatMap(s -> s.outcome().stream()).mapToLong(o -> o.rows()).sum();
      events.tell(
          new RunEvent.RunCompleted(events.now(), start.runId(), RunStatus.SUCCESS, rows, 0, null));
      return report(plan, start, slices, rows, manifest);
    } catch (RivetException e) {
      abandonIfNotSealed(run, e);
      events.tell(
          new RunEvent.RunCompleted(
              events.now(), start.runId(), RunStatus.FAILED, 0, 0, String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private RunStart start(CommittedRun committed, RepairPlan plan, LeaseKeeper lease) {
    Instant now = resources.clock().instant();
    RunStart root = committed.root().start();
    RunStart start =
        new RunStart(
            PartNames.runId(report.exportName(), now, resources.random()),
            RunStart.REPAIR,
            root.runId(),
            root.planId(),
            root.planJson(),
            root.planFingerprint(),
            root.sourceFingerprint(),
            root.strategy(),
            root.prefix(),
            false,
            now);
    List<Slice> slices = new ArrayList<>();
    plan.actions().forEach(a -> slices.add(a.slice()));
    StateErrors.run(
        "recording the repair",
        context.run(start.runId()),
        () -> resources.state().startRun(lease.lease(), start, slices));
    return start;
  }

  private Manifest export(RunContext run, CommittedRun committed) {
    RunLoop loop = new RunLoop(run);
    loop.execute(slices(run).size());
    List<SliceRecord> left = slices(run).stream().filter(s -> s.outcome().isEmpty()).toList();
    if (!left.isEmpty()) {
      throw failed(loop.failure(left), left.size());
    }
    run.control().check();
    List<String> earlier =
        StateErrors.call(
                "reading earlier repairs",
                run.context(),
                () -> resources.state().repairsOf(committed.root().runId()))
            .stream()
            .map(RunRecord::runId)
            .toList();
    return new Finisher(run).finish(earlier).orElseThrow();
  }

  private DataIntegrityException failed(RivetException cause, int count) {
    return new DataIntegrityException(
        ErrorCode.REPAIR_FAILED,
        count
            + " slices could not be exported again; readers still see what they saw before. Fix the"
            + " cause and repair again.",
        List.of(new Problem(cause.code(), "cause", String.valueOf(cause.getMessage()))),
        context.toMap(),
        cause);
  }

  private void abandonIfNotSealed(RunContext run, RivetException failure) {
    try {
      RunState state =
          resources.state().run(run.runId()).map(RunRecord::state).orElse(RunState.ABANDONED);
      if (state == RunState.WRITING) {
        abandon(run.lease(), run.start(), run.events(), failure.code().name());
      }
    } catch (dev.rivet.spi.state.StateException | RivetException e) {
      failure.addSuppressed(e); // the next repair abandons it
    }
  }

  private static List<SliceRecord> slices(RunContext run) {
    return StateErrors.call(
        "reading the slices", run.context(), () -> run.resources().state().slices(run.runId()));
  }

  private static RepairReport report(
      RepairPlan plan, RunStart start, List<SliceRecord> slices, long rows, Manifest manifest) {
    Set<Integer> repaired = new TreeSet<>();
    List<RepairReport.Result> results = new ArrayList<>();
    for (SliceRecord slice : slices) {
      repaired.add(slice.slice().index());
      results.add(
          new RepairReport.Result(slice.slice(), Objects.requireNonNull(slice.completed()).rows()));
    }
    List<String> superseded =
        manifest.parts().stream()
            .filter(
                p -> p.status() == Manifest.PartStatus.SUPERSEDED && repaired.contains(p.slice()))
            .map(Manifest.Part::path)
            .toList();
    return new RepairReport(plan, start.runId(), results, rows, superseded);
  }
}
