package dev.rivet.simulation;

import dev.rivet.plan.Slice;
import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.Progression;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.Seal;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceOutcome;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateException.Kind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as one process reaches it. The methods that an apply calls; whatever else a state store can do is a proxy's business, so
 * that a new question in the interface does not concern a simulation that never asks it.
 */
final class SimState implements InvocationHandler {
  private final World world;
  private final SimProcess process;

  private SimState(World world, SimProcess process) {
    this.world = world;
    this.process = process;
  }

  static dev.rivet.spi.state.StateStore of(World world, SimProcess process) {
    return (dev.rivet.spi.state.StateStore)
        Proxy.newProxyInstance(
            SimState.class.getClassLoader(),
            new Class<?>[] {dev.rivet.spi.state.StateStore.class},
            new SimState(world, process));
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] a)
      throws Throwable {
    if (a == null) {
      return method.getName().equals("toString") ? "simulated state" : null;
    }
    Ledger ledger = world.ledger();
    return switch (method.getName()) {
      case "acquireLease" ->
          step("acquireLease", () -> ledger.acquire((String) a[1], (Duration) a[2], process.now()));
      case "renewLease" ->
          step("renewLease", () -> ledger.renew((Lease) a[0], (Duration) a[1], process.now()));
      case "releaseLease" ->
          change("releaseLease", () -> ledger.release((Lease) a[0], process.now()));
      case "startRun" ->
          change("startRun", () -> ledger.start((Lease) a[0], (RunStart) a[1], (List<Slice>) a[2]));
      case "seal" -> change("seal", () -> ledger.seal((Lease) a[0], (String) a[1], (Seal) a[2]));
      case "commit" ->
          change(
              "commit",
              () -> {
                ledger.commit((Lease) a[0], (String) a[1], (RunCommit) a[2]);
                world.checkCommitted((String) a[1]);
              });
      case "abandon" -> change("abandon", () -> ledger.abandon((Lease) a[0], (String) a[1]));
      case "claimSlice" ->
          step(
              "claimSlice",
              () -> ledger.claim((Lease) a[0], (String) a[1], (Integer) a[3], process.now()));
      case "completeSlice" ->
          change(
              "completeSlice",
              () ->
                  ledger.complete(
                      (Lease) a[0],
                      (SliceClaim) a[1],
                      (SliceOutcome) a[2],
                      (List<PartRecord>) a[3]));
      case "failSlice" ->
          change(
              "failSlice",
              () -> ledger.fail((Lease) a[0], (SliceClaim) a[1], (String) a[2], (Boolean) a[3]));
      case "reopenSlices" ->
          change(
              "reopenSlices",
              () -> ledger.reopen((Lease) a[0], (String) a[1], (Set<Integer>) a[2], process.now()));
      default -> step(method.getName(), () -> ask(ledger, method.getName(), a));
    };
  }

  private Object ask(Ledger ledger, String question, Object[] a) throws StateException {
    return switch (question) {
      case "run" -> ledger.records(r -> r.start.runId().equals(a[0])).stream().findFirst();
      case "unfinishedRuns" ->
          ledger.records(r -> r.state == RunState.WRITING || r.state == RunState.SEALING);
      case "committedRuns" -> committed(ledger);
      case "committedRunOfPlan" ->
          committed(ledger).stream().filter(r -> r.start().planId().equals(a[1])).findFirst();
      case "repairsOf", "metrics" -> List.of();
      case "slices" -> slices(ledger, (String) a[0]);
      case "parts" -> ledger.parts((String) a[0]);
      case "progression" -> ledger.committedBoundary().map(b -> progression((ExportKey) a[0], b));
      case "cursor", "journal" -> Optional.empty();
      case "schema" -> ledger.schema();
      case "shape" -> Map.of();
      case "recordMetric", "recordJournal" -> Optional.empty();
      default -> throw new AssertionError("not simulated: " + question);
    };
  }

  private static Progression progression(ExportKey key, Boundary committed) {
    return new Progression(key, committed, null);
  }

  private static List<RunRecord> committed(Ledger ledger) {
    List<RunRecord> newestFirst = new ArrayList<>();
    ledger.commits().forEach(c -> newestFirst.add(0, ledger.records(r -> r == c).get(0)));
    return newestFirst;
  }

  private static List<SliceRecord> slices(Ledger ledger, String runId) throws StateException {
    return ledger.slices(runId);
  }

  private interface Change {
    void run() throws StateException;
  }

  private @Nullable Object change(String what, Change change) throws StateException {
    Object unused =
        step(
            what,
            () -> {
              change.run();
              return "";
            });
    return null;
  }

  private <T> T step(String what, Faults.Step<T, StateException> step) throws StateException {
    return world
        .faults()
        .step(process, what, m -> new StateException(Kind.UNAVAILABLE, m, null), step);
  }
}
