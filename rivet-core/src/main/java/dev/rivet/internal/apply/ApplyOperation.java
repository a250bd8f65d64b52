package dev.rivet.internal.apply;

import dev.rivet.error.ExportCancelledException;
import dev.rivet.error.RivetException;
import dev.rivet.internal.encode.Encoders;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.finish.Finisher;
import dev.rivet.internal.manifest.ManifestJson;
import dev.rivet.internal.manifest.ManifestReadException;
import dev.rivet.internal.quality.RunQuality;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.run.Events;
import dev.rivet.internal.run.LeaseKeeper;
import dev.rivet.internal.run.RunContext;
import dev.rivet.internal.run.RunControl;
import dev.rivet.internal.run.RunLoop;
import dev.rivet.internal.run.SourceReads;
import dev.rivet.internal.run.Tally;
import dev.rivet.internal.run.Watched;
import dev.rivet.manifest.Manifest;
import dev.rivet.plan.Plan;
import dev.rivet.run.Apply;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Cancellation;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunListener;
import dev.rivet.run.RunStatus;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.unit.Location;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies one plan. */
public final class ApplyOperation implements Apply {
  private final Resources resources;
  private final Plan plan;
  private RunListener listener;
  private @Nullable Cancellation cancellation;
  private boolean isForced;
  private boolean isValidating;
  private boolean isTogether;
  private boolean isUsed;

  /** For one plan. */
  public ApplyOperation(Resources resources, Plan plan) {
    this.resources = resources;
    this.plan = plan;
    this.listener = resources.listener();
  }

  @Override
  public Apply force() {
    isForced = true;
    return this;
  }

  @Override
  public Apply validate() {
    isValidating = true;
    return this;
  }

  @Override
  public Apply together() {
    isTogether = true;
    return this;
  }

  @Override
  public Apply listener(RunListener observer) {
    listener = listener.andThen(Objects.requireNonNull(observer, "listener"));
    return this;
  }

  @Override
  public Apply cancellation(Cancellation newCancellation) {
    if (cancellation != null && cancellation != newCancellation) {
      throw new IllegalStateException("cancellation was already set");
    }
    cancellation = Objects.requireNonNull(newCancellation, "cancellation");
    return this;
  }

  @Override
  public ApplyResult execute() {
    if (isUsed) {
      throw new IllegalStateException(
          "this Apply was executed already; ask rivet.apply(plan) for another one");
    }
    isUsed = true;
    Events events = new Events(listener, resources.clock());
    RunControl control = new RunControl(Context.export(plan.exportName()), resources.waiting());
    Runnable onCancel = () -> control.cancel("cancelled by the application");
    if (cancellation != null) {
      cancellation.onCancel(onCancel);
    }
    Report report = new Report(resources, plan, events);
    try {
      ApplyResult result = guarded(events, control, report);
      report.prune();
      return isValidating ? report.validated(result) : result;
    } finally {
      if (cancellation != null) {
        cancellation.remove(onCancel);
      }
    }
  }

  private ApplyResult guarded(Events events, RunControl control, Report report) {
    PlanGuards guards = new PlanGuards(resources, plan, isForced, events);
    guards.checkPlan();
    control.check();
    if (isTogether) {
      return new Together(resources, plan, guards, events, control, report, this::lead).execute();
    }
    try (LeaseKeeper lease =
        LeaseKeeper.acquire(
            resources, resources.key(plan.exportName()), Context.export(plan.exportName()))) {
      return lead(lease, guards, events, control, report, false);
    }
  }

  /** Does everything under the lease. */
  private ApplyResult lead(
      LeaseKeeper lease,
      PlanGuards guards,
      Events events,
      RunControl control,
      Report report,
      boolean isTakingOver) {
    Admission admission = new Admission(resources, plan, guards, lease, events);
    Optional<RunRecord> earlier = admission.recover();
    if (earlier.isPresent() && earlier.get().state() == RunState.COMMITTED) {
      Manifest manifest = recorded(earlier.get());
      return report.success(
          earlier.get().start(),
          guards.bypassed(),
          new Tally(),
          List.of(),
          plan.slices().size(),
          manifest);
    }
    if (earlier.isEmpty()) { // what somebody forced to run again may go on without force
      guards.checkNotApplied(resources.key(plan.exportName()));
    }
    guards.checkCursor(resources.key(plan.exportName()));
    List<String> drift =
        Watched.call(
            resources.executor(),
            control,
            () -> {
              checkSource(resources, plan, guards, control);
              return admission.checkDrift();
            });
    RunStart start = earlier.isPresent() ? earlier.get().start() : admission.start();
    Tally tally = new Tally();
    report.begin(start, guards.bypassed(), tally, drift);
    try {
      int done = earlier.isPresent() ? admission.resume(earlier.get(), isTakingOver) : 0;
      report.resumed(done);
      events.tell(
          new RunEvent.RunStarted(
              events.now(),
              start.runId(),
              plan.exportName(),
              start.strategy(),
              plan.slices().size(),
              done,
              plan.facts().rowEstimate(),
              earlier.isPresent()));
      return export(start, lease, events, control, tally, report);
    } catch (RivetException e) {
      admission.abandonUnlessResumable(start, e);
      report.failed(
          e, e instanceof ExportCancelledException ? RunStatus.CANCELLED : RunStatus.FAILED);
      throw e;
    }
  }

  /** The manifest of a sealed or committed run. */
  static Manifest recorded(RunRecord run) {
    try {
      return ManifestJson.read(run.manifest().orElseThrow().getBytes(StandardCharsets.UTF_8));
    } catch (ManifestReadException e) {
      throw new IllegalStateException("the state store holds a manifest that we did not write", e);
    }
  }

  /** Whether the source is the one that was planned for and still has the planned columns. */
  static void checkSource(Resources resources, Plan plan, PlanGuards guards, RunControl control) {
    Context context = Context.export(plan.exportName());
    try (SourceSession session = resources.source().open(plan.export().tuning(), context)) {
      control.register(session);
      try {
        guards.checkSource(session.identity());
        var resolved = SourceReads.resolve(session, plan, context);
        assert resolved.problems().isEmpty();
      } finally {
        control.unregister(session);
      }
    } catch (SQLException e) {
      control.check();
      throw resources.source().failure(e, "checking the source", context);
    }
  }

  private ApplyResult export(
      RunStart start,
      LeaseKeeper lease,
      Events events,
      RunControl control,
      Tally tally,
      Report report) {
    RunContext run = context(resources, plan, start, lease, control, events, tally);
    RunLoop loop = new RunLoop(run);
    loop.execute(unfinished(run).size());
    List<SliceRecord> left = unfinished(run);
    if (!left.isEmpty()) {
      throw loop.failure(left);
    }
    control.check();
    Optional<Manifest> manifest = new Finisher(run).finish(List.of());
    return manifest.isPresent()
        ? report.success(
            start, report.bypassed(), tally, report.drift(), report.resumed(), manifest.get())
        : report.skipped(
            plan.cursorSnapshot() == null
                ? "the source returned 0 rows"
                : plan.slices().isEmpty()
                    ? plan.rationale()
                    : "nothing changed since the last run");
  }

  /** A run at work here. */
  static RunContext context(
      Resources resources,
      Plan plan,
      RunStart start,
      LeaseKeeper lease,
      RunControl control,
      Events events,
      Tally tally) {
    Location prefix = Location.parse(start.prefix());
    return new RunContext(
        resources,
        plan,
        start,
        resources.sink(prefix, plan.exportName()),
        prefix,
        Encoders.of(plan, resources.executor()),
        lease,
        control,
        events,
        tally,
        RunQuality.of(plan));
  }

  private static List<SliceRecord> unfinished(RunContext run) {
    return StateErrors.call(
            "reading the slices", run.context(), () -> run.resources().state().slices(run.runId()))
        .stream()
        .filter(s -> s.outcome().isEmpty())
        .toList();
  }
}
