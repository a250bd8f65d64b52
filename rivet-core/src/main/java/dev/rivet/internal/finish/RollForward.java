package dev.rivet.internal.finish;

import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.run.LeaseKeeper;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunState;
import dev.rivet.unit.Location;
import java.util.List;
import java.util.Objects;

/**
 * Finishes a run that was sealed but not committed (I11). The state store kept the exact bytes of its manifest, so finishing
 * means to repeat the same puts: a manifest that was already there stays as it is, one that was not is written now. Hence a
 * sealed run is always completed and never abandoned; its rows appear in exactly one manifest, on whichever side of the put the
 * crash was. Called under the export's lease before anything else reads or writes.
 */
public final class RollForward {
  private RollForward() {}

  /** Finishes a sealed run. */
  public static void finish(Resources resources, LeaseKeeper lease, RunRecord run) {
    Context context = Context.export(run.key().export()).run(run.runId());
    Location prefix = Location.parse(run.start().prefix());
    Sink sink = resources.sink(prefix, run.key().export());
    publishAndCommit(
        resources,
        lease,
        sink,
        prefix,
        run.runId(),
        Objects.requireNonNull(run.manifestJson(), "manifest of a sealed run"),
        run.commit().orElseThrow(),
        context);
  }

  /** A run that is sealed is as good as committed; finish it before looking (I11). */
  public static void finishSealed(Resources resources, ExportKey key, Context context) {
    List<RunRecord> sealed =
        StateErrors.call(
                "looking for unfinished runs", context, () -> resources.state().unfinishedRuns(key))
            .stream()
            .filter(r -> r.state() == RunState.SEALING)
            .toList();
    if (!sealed.isEmpty()) {
      try (LeaseKeeper lease = LeaseKeeper.acquire(resources, key, context)) {
        sealed.forEach(r -> finish(resources, lease, r));
      }
    }
  }

  static void publishAndCommit(
      Resources resources,
      LeaseKeeper lease,
      Sink sink,
      Location prefix,
      String runId,
      String manifestJson,
      RunCommit commit,
      Context context) {
    new Publisher(sink, prefix, lease, context).publish(runId, manifestJson);
    StateErrors.run(
        "committing the run (its manifest is published; applying the same plan again records it)",
        context,
        () -> resources.state().commit(lease.lease(), runId, commit));
  }
}
