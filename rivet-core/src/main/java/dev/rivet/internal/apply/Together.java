package dev.rivet.internal.apply;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.StateStoreException;
import dev.rivet.extract.Consistency;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.run.Events;
import dev.rivet.internal.run.LeaseKeeper;
import dev.rivet.internal.run.RunControl;
import dev.rivet.internal.run.RunLoop;
import dev.rivet.internal.run.Tally;
import dev.rivet.internal.run.Watched;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.SliceStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies a plan in company: whoever gets the lease leads, the others work on slices with a share of it, and one of them takes the
 * lease when the leader dies. A leader that stalled until its lease was taken helps from then on. Ends when the plan is committed, by whomever, or when leading it failed here.
 */
final class Together {
  private final Resources resources;
  private final Plan plan;
  private final PlanGuards guards;
  private final Events events;
  private final RunControl control;
  private final Report report;
  private final Lead lead;
  private final ExportKey key;
  private final Context context;
  private final Tally tally = new Tally();
  private boolean hasSeenRun;
  private @Nullable Help help;

  /** What the holder of the lease does. */
  @FunctionalInterface
  interface Lead {
    ApplyResult lead(
        LeaseKeeper lease,
        PlanGuards guards,
        Events events,
        RunControl control,
        Report report,
        boolean isTakingOver);
  }

  /** Work on the slices of one run. */
  private record Help(RunStart start, LeaseKeeper share, RunLoop loop) {}

  Together(
      Resources resources,
      Plan plan,
      PlanGuards guards,
      Events events,
      RunControl control,
      Report report,
      Lead lead) {
    this.resources = resources;
    this.plan = plan;
    this.guards = guards;
    this.events = events;
    this.control = control;
    this.report = report;
    this.lead = lead;
    this.key = resources.key(plan.exportName());
    this.context = Context.export(plan.exportName());
  }

  ApplyResult execute() {
    try {
      Optional<ApplyResult> result = step();
      Duration idle = Duration.ZERO;
      while (result.isEmpty()) {
        idle = hasSeenRun ? Duration.ZERO : idle.plus(patience());
        if (idle.compareTo(resources.leaseTtl().multipliedBy(2)) > 0) {
          throw LeaseKeeper.inProgress(resources.leaseTtl(), context); // at something else
        }
        control.sleep(patience());
        result = step();
      }
      return result.get();
    } finally {
      stopHelping();
    }
  }

  private Duration patience() {
    return LeaseKeeper.patience(resources.leaseTtl());
  }

  private Optional<ApplyResult> step() {
    control.check();
    Optional<ApplyResult> done = committed();
    if (done.isPresent()) {
      return done;
    }
    Optional<LeaseKeeper> lease = LeaseKeeper.tryAcquire(resources, key, context);
    if (lease.isPresent()) {
      try (LeaseKeeper held = lease.get()) {
        return Optional.of(leadUnlessDone(held));
      } catch (StateStoreException e) {
        if (e.code() != ErrorCode.LEASE_LOST) {
          throw e;
        }
        events.warn(e.code().name(), "another process leads now; helping: " + e.getMessage());
        control.proceed(e);
        return Optional.empty();
      }
    }
    help();
    return Optional.empty();
  }

  private ApplyResult leadUnlessDone(LeaseKeeper held) {
    stopHelping();
    return committed()
        .orElseGet(() -> lead.lead(held, guards, events, control, report, hasSeenRun));
  }

  /** Somebody may have finished between two looks. */
  private Optional<ApplyResult> committed() {
    Optional<RunRecord> run =
        StateErrors.call(
            "looking for the run of the plan",
            context,
            () -> resources.state().committedRunOfPlan(key, plan.planId()));
    if (run.isEmpty() || runOfPlan().isPresent()) {
      return Optional.empty(); // not, or applied again by force and not finished
    }
    report.observing();
    return Optional.of(
        report.success(
            run.get().start(),
            guards.bypassed(),
            tally,
            List.of(),
            0,
            ApplyOperation.recorded(run.get())));
  }

  private void help() {
    Optional<RunRecord> run = runOfPlan();
    if (run.isEmpty()) {
      return;
    }
    hasSeenRun = true;
    if (run.get().state() != RunState.WRITING
        || !run.get().start().isCheckpointed()
        || plan.export().consistency()
            == Consistency.SNAPSHOT) { // theirs cannot be joined from here
      return; // there is nothing to do but to wait
    }
    List<SliceRecord> open = open(run.get());
    Help current = help;
    if (open.isEmpty()) {
      return;
    }
    if (current == null || !current.start().runId().equals(run.get().runId())) {
      current = startHelping(run.get());
      current.loop().execute(open.size());
    } else {
      current.loop().lookAgain();
    }
  }

  private Optional<RunRecord> runOfPlan() {
    return StateErrors.call(
            "looking for unfinished runs", context, () -> resources.state().unfinishedRuns(key))
        .stream()
        .filter(r -> r.start().planId().equals(plan.planId()))
        .filter(r -> r.start().kind().equals(RunStart.EXPORT))
        .findFirst();
  }

  /** Slices that are, or may come to be, anybody's. */
  private List<SliceRecord> open(RunRecord run) {
    return StateErrors.call(
            "reading the slices", context, () -> resources.state().slices(run.runId()))
        .stream()
        .filter(s -> s.status() == SliceStatus.PENDING || s.status() == SliceStatus.RUNNING)
        .toList();
  }

  private Help startHelping(RunRecord run) {
    stopHelping();
    boolean isChecked =
        Watched.call(
            resources.executor(),
            control,
            () -> {
              ApplyOperation.checkSource(resources, plan, guards, control);
              return true;
            });
    assert isChecked;
    LeaseKeeper share = LeaseKeeper.share(resources, key, context);
    Help started =
        new Help(
            run.start(),
            share,
            new RunLoop(
                ApplyOperation.context(
                    resources, plan, run.start(), share, control, events, tally)));
    help = started;
    events.warn("JOINED", "run '" + run.runId() + "' is led by another process; helping");
    return started;
  }

  private void stopHelping() {
    Help current = help;
    help = null;
    if (current != null) {
      current.share().close();
    }
  }
}
