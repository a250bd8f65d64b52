package dev.rivet.internal.apply;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.PlanRejectedException;
import dev.rivet.error.Problem;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.json.PlanSeal;
import dev.rivet.internal.planning.DefinitionFingerprint;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.run.Events;
import dev.rivet.plan.KeyBound;
import dev.rivet.plan.Plan;
import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.run.Guard;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Decides whether a plan may be applied now. Everything here happens before the first row is read (contracts §4.2). */
final class PlanGuards {
  /** Clocks of two machines may differ by this much. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final Resources resources;
  private final Plan plan;
  private final boolean isForced;
  private final Events events;
  private final Context context;
  private final Set<Guard> bypassed = EnumSet.noneOf(Guard.class);

  PlanGuards(Resources resources, Plan plan, boolean isForced, Events events) {
    this.resources = resources;
    this.plan = plan;
    this.isForced = isForced;
    this.events = events;
    this.context = Context.export(plan.exportName());
  }

  /** Guards that force overrode; recorded in the report (PA11). */
  Set<Guard> bypassed() {
    return Set.copyOf(bypassed);
  }

  /** What the plan says about itself: integrity, never overridden (PA10), adjacency (PA5), fingerprint (PA6), age (PA3). */
  void checkPlan() {
    PlanSeal.verify(plan);
    checkRanges();
    if (!plan.fingerprint().equals(DefinitionFingerprint.of(plan.export()))) {
      throw rejected(
          ErrorCode.PLAN_EDITED,
          "the plan's fingerprint does not belong to its definition. Make a new plan.");
    }
    List<Problem> sinkProblems = resources.sinkProblems(plan.export());
    if (!sinkProblems.isEmpty()) {
      throw new PlanRejectedException(
          ErrorCode.SINK_NOT_FOUND, "no sink", sinkProblems, context.toMap(), null);
    }
    checkAge();
  }

  private void checkRanges() {
    SliceBounds.Range last = null;
    int index = 0;
    for (Slice slice : plan.slices()) {
      if (slice.index() != index++) {
        throw rejected(ErrorCode.PLAN_EDITED, "slices are not numbered in order. Make a new plan.");
      }
      if (slice.bounds() instanceof SliceBounds.Range range) {
        if (last != null && (last.to() == Long.MAX_VALUE || range.from() != last.to() + 1)) {
          throw rejected(
              ErrorCode.PLAN_EDITED,
              last + " and " + range + " leave a gap or overlap. Make a new plan.");
        }
        last = range;
      }
    }
    checkIntervals();
  }

  /** One interval begins exactly where the one before it ends. */
  private void checkIntervals() {
    SliceBounds.Interval last = null;
    for (Slice slice : plan.slices()) {
      if (slice.bounds() instanceof SliceBounds.Interval interval) {
        KeyBound end = last == null ? null : last.upper();
        KeyBound begin = interval.lower();
        boolean isAdjacent =
            last == null
                || end != null
                    && begin != null
                    && last.key().equals(interval.key())
                    && end.values().equals(begin.values())
                    && end.isInclusive() != begin.isInclusive();
        if (!isAdjacent) {
          throw rejected(
              ErrorCode.PLAN_EDITED,
              last + " and " + interval + " leave a gap or overlap. Make a new plan.");
        }
        last = interval;
      }
    }
  }

  private void checkAge() {
    Instant now = resources.clock().instant();
    Duration age = Duration.between(plan.createdAt(), now);
    if (age.compareTo(SKEW.negated()) < 0) {
      throw rejected(
          ErrorCode.PLAN_FROM_FUTURE,
          "the plan was made at "
              + plan.createdAt()
              + ", it is "
              + now
              + " here. Check the clocks of the two machines.");
    }
    if (age.compareTo(resources.maxAge()) >= 0) {
      refuseUnlessForced(
          Guard.STALENESS,
          ErrorCode.PLAN_STALE,
          "the plan is "
              + age.toHours()
              + " hours old, at most "
              + resources.maxAge().toHours()
              + " are allowed. Make a new plan, or force it.");
    } else if (age.compareTo(resources.warnAge()) >= 0) {
      events.warn(
          ErrorCode.PLAN_STALE.name(),
          "the plan is " + age.toMinutes() + " minutes old; keys may have moved since");
    }
  }

  /** Not twice (PA14). */
  void checkNotApplied(ExportKey key) {
    Optional<RunRecord> applied =
        StateErrors.call(
            "looking for earlier runs",
            context,
            () -> resources.state().committedRunOfPlan(key, plan.planId()));
    if (applied.isPresent()) {
      refuseUnlessForced(
          Guard.ALREADY_APPLIED,
          ErrorCode.PLAN_ALREADY_APPLIED,
          "the plan was applied by run '"
              + applied.get().runId()
              + "'. Make a new plan to export again, or force it.");
    }
  }

  /** The cursor is where it was (PA4); null and not null differ too. */
  void checkCursor(ExportKey key) {
    String stored =
        StateErrors.call("reading the cursor", context, () -> resources.state().cursor(key))
            .orElse(null);
    if (!Objects.equals(stored, plan.cursorSnapshot())) {
      refuseUnlessForced(
          Guard.CURSOR_DRIFT,
          ErrorCode.PLAN_CURSOR_MOVED,
          "another run moved the cursor since the plan was made. Make a new plan.");
    }
  }

  /** The same database (SS5). */
  void checkSource(SourceIdentity now) {
    if (!now.dialect().equals(plan.source().dialect())
        || !now.fingerprint().equals(plan.source().fingerprint())) {
      throw rejected(
          ErrorCode.PLAN_FOREIGN,
          "the plan was made for database '"
              + plan.source().database()
              + "' on "
              + plan.source().product()
              + " "
              + plan.source().version()
              + ", this is '"
              + now.database()
              + "' on "
              + now.product()
              + " "
              + now.version()
              + ". Connect to the planned database, or make a new plan.");
    }
  }

  /** An unfinished run of another plan is in the way (CP2). */
  void refuseUnfinished(RunRecord unfinished) {
    refuseUnlessForced(
        Guard.UNFINISHED_RUN,
        ErrorCode.RUN_UNFINISHED,
        "run '"
            + unfinished.runId()
            + "' of plan "
            + unfinished.start().planId()
            + " is not finished. Apply that plan again to continue it (rivet.unfinishedPlan(\""
            + plan.exportName()
            + "\") has it), or force this one to abandon it.");
  }

  private void refuseUnlessForced(Guard guard, ErrorCode code, String message) {
    if (!isForced) {
      throw rejected(code, message);
    }
    bypassed.add(guard);
    events.warn(code.name(), "forced: " + message);
  }

  private PlanRejectedException rejected(ErrorCode code, String message) {
    return new PlanRejectedException(code, message, List.of(), context.toMap(), null);
  }
}
