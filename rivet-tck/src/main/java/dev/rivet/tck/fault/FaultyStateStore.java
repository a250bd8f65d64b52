package dev.rivet.tck.fault;

import static java.util.Objects.requireNonNull;

import dev.rivet.plan.Slice;
import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.Progression;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunMetric;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.Seal;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceOutcome;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A state store that passes everything on and fails when its {@link FaultPlan} says so. Every method that changes something is an
 * effect. Injected failures are {@link StateException}s of kind {@code UNAVAILABLE}. Closing it closes the wrapped store.
 */
public final class FaultyStateStore implements StateStore {
  private final StateStore delegate;
  private final FaultPlan plan;

  private FaultyStateStore(StateStore delegate, FaultPlan plan) {
    this.delegate = requireNonNull(delegate, "store");
    this.plan = requireNonNull(plan, "plan");
  }

  /** The same store, with faults. */
  public static StateStore wrap(StateStore store, FaultPlan plan) {
    return new FaultyStateStore(store, plan);
  }

  private <T> T effect(String method, Object target, FaultPlan.Step<T, StateException> step)
      throws StateException {
    return plan.effect(
        "StateStore." + method, target.toString(), FaultyStateStore::unavailable, step);
  }

  private void change(String method, Object target, FaultPlan.Change<StateException> change)
      throws StateException {
    plan.change("StateStore." + method, target.toString(), FaultyStateStore::unavailable, change);
  }

  private static StateException unavailable(String message) {
    return new StateException(StateException.Kind.UNAVAILABLE, message, null);
  }

  @Override
  public Optional<Lease> acquireLease(ExportKey key, String owner, Duration ttl)
      throws StateException {
    return effect("acquireLease", key, () -> delegate.acquireLease(key, owner, ttl));
  }

  @Override
  public Lease renewLease(Lease lease, Duration ttl) throws StateException {
    return effect("renewLease", lease.key(), () -> delegate.renewLease(lease, ttl));
  }

  @Override
  public void releaseLease(Lease lease) throws StateException {
    change("releaseLease", lease.key(), () -> delegate.releaseLease(lease));
  }

  @Override
  public void startRun(Lease lease, RunStart run, List<Slice> slices) throws StateException {
    change("startRun", run.runId(), () -> delegate.startRun(lease, run, slices));
  }

  @Override
  public Optional<RunRecord> run(String runId) throws StateException {
    return delegate.run(runId);
  }

  @Override
  public List<RunRecord> unfinishedRuns(ExportKey key) throws StateException {
    return delegate.unfinishedRuns(key);
  }

  @Override
  public List<RunRecord> committedRuns(ExportKey key, int limit) throws StateException {
    return delegate.committedRuns(key, limit);
  }

  @Override
  public Optional<RunRecord> committedRunOfPlan(ExportKey key, String planId)
      throws StateException {
    return delegate.committedRunOfPlan(key, planId);
  }

  @Override
  public List<RunRecord> repairsOf(String runId) throws StateException {
    return delegate.repairsOf(runId);
  }

  @Override
  public void seal(Lease lease, String runId, Seal seal) throws StateException {
    change("seal", runId, () -> delegate.seal(lease, runId, seal));
  }

  @Override
  public void commit(Lease lease, String runId, RunCommit commit) throws StateException {
    change("commit", runId, () -> delegate.commit(lease, runId, commit));
  }

  @Override
  public void abandon(Lease lease, String runId, String reason) throws StateException {
    change("abandon", runId, () -> delegate.abandon(lease, runId, reason));
  }

  @Override
  public Optional<SliceClaim> claimSlice(Lease lease, String runId, String worker, int maxAttempts)
      throws StateException {
    return effect(
        "claimSlice", runId, () -> delegate.claimSlice(lease, runId, worker, maxAttempts));
  }

  @Override
  public void completeSlice(
      Lease lease, SliceClaim claim, SliceOutcome outcome, List<PartRecord> parts)
      throws StateException {
    change(
        "completeSlice", claim.slice(), () -> delegate.completeSlice(lease, claim, outcome, parts));
  }

  @Override
  public void failSlice(Lease lease, SliceClaim claim, String error, boolean isPinned)
      throws StateException {
    change("failSlice", claim.slice(), () -> delegate.failSlice(lease, claim, error, isPinned));
  }

  @Override
  public void reopenSlices(Lease lease, String runId, Set<Integer> damaged) throws StateException {
    change("reopenSlices", runId, () -> delegate.reopenSlices(lease, runId, damaged));
  }

  @Override
  public List<SliceRecord> slices(String runId) throws StateException {
    return delegate.slices(runId);
  }

  @Override
  public List<PartRecord> parts(String runId) throws StateException {
    return delegate.parts(runId);
  }

  @Override
  public Optional<Progression> progression(ExportKey key) throws StateException {
    return delegate.progression(key);
  }

  @Override
  public List<Progression> progressions(String namespace) throws StateException {
    return delegate.progressions(namespace);
  }

  @Override
  public List<String> exports(String namespace) throws StateException {
    return delegate.exports(namespace);
  }

  @Override
  public boolean recordVerified(ExportKey key, Boundary verified) throws StateException {
    return effect("recordVerified", key, () -> delegate.recordVerified(key, verified));
  }

  @Override
  public Optional<String> cursor(ExportKey key) throws StateException {
    return delegate.cursor(key);
  }

  @Override
  public Optional<String> schema(ExportKey key) throws StateException {
    return delegate.schema(key);
  }

  @Override
  public Map<String, Long> shape(ExportKey key) throws StateException {
    return delegate.shape(key);
  }

  @Override
  public void recordMetric(RunMetric metric) throws StateException {
    change("recordMetric", metric.runId(), () -> delegate.recordMetric(metric));
  }

  @Override
  public List<RunMetric> metrics(ExportKey key, int limit) throws StateException {
    return delegate.metrics(key, limit);
  }

  @Override
  public void recordJournal(ExportKey key, String runId, String journal) throws StateException {
    change("recordJournal", runId, () -> delegate.recordJournal(key, runId, journal));
  }

  @Override
  public Optional<String> journal(String runId) throws StateException {
    return delegate.journal(runId);
  }

  @Override
  public void resetCursor(ExportKey key) throws StateException {
    change("resetCursor", key, () -> delegate.resetCursor(key));
  }

  @Override
  public void resetChunks(ExportKey key) throws StateException {
    change("resetChunks", key, () -> delegate.resetChunks(key));
  }

  @Override
  public void prune(ExportKey key, Instant before) throws StateException {
    change("prune", key, () -> delegate.prune(key, before));
  }

  @Override
  public void close() throws StateException {
    delegate.close();
  }
}
