package dev.rivet.internal.apply;

import dev.rivet.SchemaDrift;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.error.SchemaDriftException;
import dev.rivet.internal.commit.PartNames;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.SinkErrors;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.finish.Leftovers;
import dev.rivet.internal.finish.RollForward;
import dev.rivet.internal.finish.SchemaBaseline;
import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.run.Events;
import dev.rivet.internal.run.LeaseKeeper;
import dev.rivet.manifest.Manifest;
import dev.rivet.plan.Plan;
import dev.rivet.run.RunEvent;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateStore;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What happens between "apply this plan" and the first row: whatever an earlier process left half done is finished or abandoned
 * (I11), and the run is resumed or recorded anew.
 */
final class Admission {
  private final Resources resources;
  private final Plan plan;
  private final PlanGuards guards;
  private final LeaseKeeper lease;
  private final Events events;
  private final Context context;
  private final ExportKey key;
  private final StateStore state;

  Admission(Resources resources, Plan plan, PlanGuards guards, LeaseKeeper lease, Events events) {
    this.resources = resources;
    this.plan = plan;
    this.guards = guards;
    this.lease = lease;
    this.events = events;
    this.context = Context.export(plan.exportName());
    this.key = resources.key(plan.exportName());
    this.state = resources.state();
  }

  /**
   * Deals with unfinished runs.
   *
   * @return a run of this plan that was sealed and is now committed, or one that can be resumed; empty to start anew
   */
  Optional<RunRecord> recover() {
    RunRecord mine = null;
    List<RunRecord> unfinished =
        StateErrors.call("looking for unfinished runs", context, () -> state.unfinishedRuns(key));
    for (RunRecord run : unfinished) {
      boolean isMine =
          run.start().planId().equals(plan.planId()) && run.start().kind().equals(RunStart.EXPORT);
      if (run.state() == RunState.SEALING) {
        RollForward.finish(resources, lease, run);
        events.warn(
            "ROLLED_FORWARD",
            "run '" + run.runId() + "' was sealed by an earlier process and is committed now");
        if (isMine) {
          mine =
              StateErrors.call("reading the run", context, () -> state.run(run.runId()))
                  .orElse(null);
        }
      } else if (isMine && run.start().isCheckpointed()) {
        mine = run;
      } else {
        if (run.start().isCheckpointed() && run.start().kind().equals(RunStart.EXPORT)) {
          guards.refuseUnfinished(run);
        }
        abandon(run.start(), "not finished by an earlier process");
      }
    }
    return Optional.ofNullable(mine);
  }

  private void abandon(RunStart run, String reason) {
    StateErrors.run(
        "abandoning run " + run.runId(),
        context.run(run.runId()),
        () -> state.abandon(lease.lease(), run.runId(), reason));
    Location prefix = Location.parse(run.prefix());
    new Leftovers(resources.sink(prefix, plan.exportName()), prefix, plan.exportName(), events)
        .quarantine(run.runId(), Set.of());
  }

  /** A failed run that cannot be continued is done with at once, unless it is sealed: then it is as good as committed. */
  void abandonUnlessResumable(RunStart run, RivetException failure) {
    if (run.isCheckpointed()) {
      return;
    }
    try {
      Optional<RunRecord> now = state.run(run.runId());
      if (now.isPresent() && now.get().state() == RunState.WRITING) {
        abandon(run, failure.code().name());
      }
    } catch (StateException | RivetException e) {
      failure.addSuppressed(e); // the next run of this export does it
    }
  }

  /** The columns against those of the last committed run, before anything is written (SD1, SD2). */
  List<String> checkDrift() {
    String stored =
        StateErrors.call("reading the last columns", context, () -> state.schema(key)).orElse(null);
    if (stored == null) {
      return List.of();
    }
    SchemaBaseline.Drift drift =
        SchemaBaseline.fromJson(stored).driftTo(SchemaBaseline.of(plan.columns()));
    SchemaDrift policy = plan.export().onSchemaDrift();
    if (drift.isEmpty() || policy == SchemaDrift.CONTINUE) {
      return drift.lines();
    }
    events.tell(
        new RunEvent.SchemaChanged(events.now(), drift.added(), drift.removed(), drift.changed()));
    if (policy == SchemaDrift.FAIL) {
      throw new SchemaDriftException(
          ErrorCode.SCHEMA_DRIFT,
          "the columns differ from the last committed run: "
              + drift.lines()
              + ". Nothing was written. Accept them with onSchemaDrift(SchemaDrift.WARN) for one"
              + " run, or name the old columns in a query.",
          List.of(),
          context.toMap(),
          null);
    }
    events.warn(ErrorCode.SCHEMA_DRIFT.name(), drift.lines().toString());
    return drift.lines();
  }

  /** Records a new run with all its slices. */
  RunStart start() {
    Instant now = resources.clock().instant();
    String runId = PartNames.runId(plan.exportName(), now, resources.random());
    Location prefix = expand(runId, now);
    RunStart start =
        new RunStart(
            runId,
            RunStart.EXPORT,
            null,
            plan.planId(),
            plan.toJson(),
            plan.fingerprint(),
            plan.source().fingerprint(),
            plan.export().extraction().strategy(),
            prefix.toString(),
            isResumable(plan),
            now);
    checkDestination(prefix, runId);
    StateErrors.run(
        "recording the new run",
        context.run(runId),
        () -> state.startRun(lease.lease(), start, plan.slices()));
    return start;
  }

  /** A set of values that was held in memory cannot be continued by another process. */
  static boolean isResumable(Plan plan) {
    return plan.export().extraction().isCheckpointed()
        && plan.export().quality().unique().isEmpty();
  }

  private Location expand(String runId, Instant now) {
    return plan.export()
        .destination()
        .expand(
            Map.of(
                "date", LocalDate.ofInstant(now, ZoneOffset.UTC).toString(),
                "export", plan.exportName(),
                "table", plan.exportName(),
                "run_id", runId));
  }

  /** A look before the first row is read, so that an unusable destination costs the source nothing; warns of a re-run (M11). */
  private void checkDestination(Location prefix, String runId) {
    Sink sink = resources.sink(prefix, plan.exportName());
    new Leftovers(sink, prefix, plan.exportName(), events).removeUnfinished();
    if (sink instanceof ReadableSink readable) {
      try {
        if (readable.head(new ObjectKey(prefix, Manifest.SUCCESS)).isPresent()) {
          events.warn(
              "PREFIX_COMPLETE",
              prefix
                  + " already holds a complete run: its parts stay, "
                  + Manifest.CURRENT
                  + " will list only the new one");
        }
      } catch (IOException e) {
        throw SinkErrors.wrap(sink, e, "looking at " + prefix, context.run(runId));
      }
    }
  }

  /**
   * Prepares a run to go on: slices whose parts are gone or altered are exported again, the rest is kept (M8).
   *
   * @param isTakingOver whether this process saw the run at work: then what failed was tried enough, and what is done was just
   *     done. Slices of the lost leader are claimed as such
   * @return slices already finished
   */
  int resume(RunRecord run, boolean isTakingOver) {
    if (!isTakingOver) {
      reopen(run);
    }
    int done =
        (int)
            StateErrors.call(
                    "reading the slices", context.run(run.runId()), () -> state.slices(run.runId()))
                .stream()
                .filter(s -> s.outcome().isPresent())
                .count();
    events.warn(
        "RESUMED",
        "run '"
            + run.runId()
            + "' goes on: "
            + done
            + " of "
            + plan.slices().size()
            + " slices are kept");
    return done;
  }

  private void reopen(RunRecord run) {
    Location prefix = Location.parse(run.start().prefix());
    Sink sink = resources.sink(prefix, plan.exportName());
    new Leftovers(sink, prefix, plan.exportName(), events).removeUnfinished();
    List<PartRecord> parts =
        StateErrors.call(
            "reading the file log", context.run(run.runId()), () -> state.parts(run.runId()));
    Set<Integer> damaged = damaged(sink, prefix, parts);
    StateErrors.run(
        "reopening slices",
        context.run(run.runId()),
        () -> state.reopenSlices(lease.lease(), run.runId(), damaged));
  }

  private Set<Integer> damaged(Sink sink, Location prefix, List<PartRecord> parts) {
    Set<Integer> damaged = new TreeSet<>();
    if (!(sink instanceof ReadableSink readable)) {
      return damaged;
    }
    for (PartRecord part : parts) {
      ObjectKey object = new ObjectKey(prefix, part.name());
      try {
        StoredObject stored = readable.head(object).orElse(null);
        if (isDamaged(part, stored) || isAltered(readable, object, part)) {
          damaged.add(part.sliceIndex());
          events.warn(
              "PART_DAMAGED",
              "'"
                  + object
                  + "' is missing or altered: slice "
                  + part.sliceIndex()
                  + " is exported again");
        }
      } catch (IOException e) {
        throw SinkErrors.wrap(sink, e, "looking at '" + object + "'", context);
      }
    }
    return damaged;
  }

  /** Where reading back costs next to nothing and the store knows no checksum, the bytes themselves decide (M8). */
  private static boolean isAltered(ReadableSink sink, ObjectKey object, PartRecord part)
      throws IOException {
    if (sink.capabilities().protocol() != SinkCapabilities.CommitProtocol.ATOMIC) {
      return false;
    }
    try (InputStream in = sink.open(object, 0)) {
      return !Fingerprint.of(in).equals(part.fingerprint());
    }
  }

  private static boolean isDamaged(PartRecord part, @Nullable StoredObject stored) {
    return stored == null
        || stored.size() != part.size()
        || (part.md5() != null
            && stored.md5().isPresent()
            && !stored.md5().get().equals(part.md5()));
  }
}
