package dev.rivet.simulation;

import dev.rivet.plan.Slice;
import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.Seal;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceOutcome;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.SliceStatus;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The ledger of one export in memory, with the rules of {@link dev.rivet.spi.state.StateStore}; one thread at a time. */
final class Ledger {
  private final ExportKey key;
  private final List<Run> runs = new ArrayList<>();
  private final List<Run> commits = new ArrayList<>();
  private @Nullable String owner;
  private long fencing;
  private Instant expiresAt = Instant.EPOCH;
  private @Nullable String schema;
  private @Nullable Boundary committed;

  /** A run with its slices. */
  static final class Run {
    final RunStart start;
    final List<SliceState> slices = new ArrayList<>();
    RunState state = RunState.WRITING;
    @Nullable Seal seal;

    Run(RunStart start) {
      this.start = start;
    }
  }

  /** A slice. */
  static final class SliceState {
    final Slice slice;
    SliceStatus status = SliceStatus.PENDING;
    int attempts;
    int roundAttempts;
    boolean isPinned;
    @Nullable String lastError;
    @Nullable SliceOutcome outcome;
    List<PartRecord> parts = List.of();
    @Nullable String claimOwner;
    long claimFencing;
    @Nullable Instant claimUntil;

    SliceState(Slice slice) {
      this.slice = slice;
    }

    void unclaim() {
      claimOwner = null;
      claimFencing = 0;
      claimUntil = null;
    }
  }

  Ledger(ExportKey key) {
    this.key = key;
  }

  // ---- lease

  Optional<Lease> acquire(String newOwner, Duration ttl, Instant now) {
    if (owner != null && !owner.equals(newOwner) && expiresAt.isAfter(now)) {
      return Optional.empty();
    }
    owner = newOwner;
    fencing++;
    expiresAt = now.plus(ttl);
    return Optional.of(new Lease(key, newOwner, fencing, expiresAt));
  }

  Lease renew(Lease lease, Duration ttl, Instant now) throws StateException {
    Lease renewed = new Lease(key, lease.owner(), lease.fencingNumber(), now.plus(ttl));
    if (lease.isShare()) {
      extend(renewed);
      return renewed;
    }
    check(lease);
    expiresAt = renewed.expiresAt();
    return renewed;
  }

  void release(Lease lease, Instant now) {
    if (lease.isShare()) {
      extend(Lease.share(key, lease.owner(), now));
    } else if (lease.owner().equals(owner) && lease.fencingNumber() == fencing) {
      owner = null;
    }
  }

  private void extend(Lease share) {
    for (Run run : runs) {
      if (run.state == RunState.WRITING) {
        for (SliceState slice : run.slices) {
          if (slice.status == SliceStatus.RUNNING
              && slice.claimUntil != null
              && share.owner().equals(slice.claimOwner)) {
            slice.claimUntil = share.expiresAt();
          }
        }
      }
    }
  }

  private void check(Lease lease) throws StateException {
    if (lease.fencingNumber() != fencing || !lease.owner().equals(owner)) {
      throw new StateException(
          Kind.LEASE_LOST, "lease " + lease.fencingNumber() + " is not " + fencing, null);
    }
  }

  boolean isLeased() {
    return owner != null;
  }

  // ---- runs

  void start(Lease lease, RunStart start, List<Slice> slices) throws StateException {
    check(lease);
    boolean isSecond =
        runs.stream()
            .anyMatch(
                r ->
                    r.start.isCheckpointed()
                        && (r.state == RunState.WRITING || r.state == RunState.SEALING));
    if (start.isCheckpointed() && isSecond) {
      throw illegal("a run is unfinished");
    }
    Run run = new Run(start);
    slices.forEach(s -> run.slices.add(new SliceState(s)));
    runs.add(run);
  }

  void seal(Lease lease, String runId, Seal seal) throws StateException {
    check(lease);
    Run run = find(runId);
    if (run.slices.stream().anyMatch(s -> s.status != SliceStatus.COMPLETED)) {
      throw illegal("slices are not completed");
    }
    take(run, RunState.SEALING, Set.of(RunState.WRITING));
    run.seal = seal;
  }

  void commit(Lease lease, String runId, RunCommit commit) throws StateException {
    check(lease);
    Run run = find(runId);
    take(run, RunState.COMMITTED, Set.of(RunState.SEALING));
    commits.add(run);
    schema = commit.schemaJson();
    committed = commit.committed();
  }

  void abandon(Lease lease, String runId) throws StateException {
    check(lease);
    take(find(runId), RunState.ABANDONED, Set.of(RunState.WRITING, RunState.SEALING));
  }

  private static void take(Run run, RunState to, Set<RunState> from) throws StateException {
    if (!from.contains(run.state)) {
      throw illegal("the run is " + run.state);
    }
    run.state = to;
  }

  private static StateException illegal(String why) {
    return new StateException(Kind.ILLEGAL_TRANSITION, why, null);
  }

  private Run find(String runId) throws StateException {
    for (Run run : runs) {
      if (run.start.runId().equals(runId)) {
        return run;
      }
    }
    throw illegal("no run " + runId);
  }

  // ---- slices

  Optional<SliceClaim> claim(Lease lease, String runId, int maxAttempts, Instant now)
      throws StateException {
    if (!lease.isShare()) {
      check(lease);
    }
    Run run = find(runId);
    if (run.state != RunState.WRITING) {
      if (lease.isShare()) {
        return Optional.empty();
      }
      throw illegal("the run is " + run.state);
    }
    for (SliceState slice : run.slices) {
      boolean isLost = slice.status == SliceStatus.RUNNING && isLost(slice, lease, now);
      if (isLost
          || slice.status == SliceStatus.PENDING
          || (slice.status == SliceStatus.FAILED
              && !slice.isPinned
              && slice.roundAttempts < maxAttempts)) {
        slice.status = SliceStatus.RUNNING;
        slice.attempts++;
        slice.roundAttempts += isLost ? 0 : 1;
        slice.claimOwner = lease.owner();
        slice.claimFencing = lease.fencingNumber();
        slice.claimUntil = lease.isShare() ? lease.expiresAt() : null;
        return Optional.of(new SliceClaim(runId, slice.slice, slice.attempts));
      }
    }
    return Optional.empty();
  }

  private static boolean isLost(SliceState slice, Lease lease, Instant now) {
    return slice.claimUntil != null
        ? !slice.claimUntil.isAfter(now)
        : !lease.isShare() && slice.claimFencing < lease.fencingNumber();
  }

  private SliceState claimed(Lease lease, SliceClaim claim) throws StateException {
    if (!lease.isShare()) {
      check(lease);
    }
    Run run = find(claim.runId());
    SliceState slice = run.slices.get(claim.slice().index());
    if (run.state != RunState.WRITING
        || slice.status != SliceStatus.RUNNING
        || slice.attempts != claim.attempt()) {
      throw lease.isShare()
          ? new StateException(Kind.LEASE_LOST, "the slice was taken", null)
          : illegal("the attempt is not running");
    }
    return slice;
  }

  void complete(Lease lease, SliceClaim claim, SliceOutcome outcome, List<PartRecord> parts)
      throws StateException {
    SliceState slice = claimed(lease, claim);
    slice.status = SliceStatus.COMPLETED;
    slice.outcome = outcome;
    slice.parts = List.copyOf(parts);
    slice.unclaim();
  }

  void fail(Lease lease, SliceClaim claim, String error, boolean isPinned) throws StateException {
    SliceState slice = claimed(lease, claim);
    slice.status = SliceStatus.FAILED;
    slice.isPinned = isPinned;
    slice.lastError = error;
    slice.unclaim();
  }

  void reopen(Lease lease, String runId, Set<Integer> damaged, Instant now) throws StateException {
    check(lease);
    Run run = find(runId);
    if (run.state != RunState.WRITING) {
      throw illegal("the run is " + run.state);
    }
    for (SliceState slice : run.slices) {
      boolean isHeld = slice.claimUntil != null && slice.claimUntil.isAfter(now);
      boolean isDamaged =
          slice.status == SliceStatus.COMPLETED && damaged.contains(slice.slice.index());
      boolean isOpen = slice.status == SliceStatus.RUNNING || slice.status == SliceStatus.FAILED;
      if (isDamaged || (isOpen && !isHeld)) {
        slice.status = SliceStatus.PENDING;
        slice.roundAttempts = 0;
        slice.isPinned = false;
        slice.outcome = null;
        slice.parts = List.of();
        slice.unclaim();
      }
    }
  }

  // ---- questions

  List<Run> runs() {
    return runs;
  }

  List<Run> commits() {
    return commits;
  }

  Optional<String> schema() {
    return Optional.ofNullable(schema);
  }

  Optional<Boundary> committedBoundary() {
    return Optional.ofNullable(committed);
  }

  List<RunRecord> records(Predicate<Run> which) {
    return runs.stream().filter(which).map(this::record).toList();
  }

  private RunRecord record(Run run) {
    Seal seal = run.seal;
    return new RunRecord(
        key,
        run.start,
        run.state,
        seal == null ? null : seal.manifestKey(),
        seal == null ? null : seal.manifestFingerprint(),
        seal == null ? null : seal.manifestJson(),
        seal == null ? null : seal.commit(),
        Instant.EPOCH);
  }

  List<SliceRecord> slices(String runId) throws StateException {
    return find(runId).slices.stream()
        .map(
            s ->
                new SliceRecord(
                    runId,
                    s.slice,
                    s.status,
                    s.attempts,
                    s.isPinned,
                    s.lastError,
                    s.outcome,
                    Instant.EPOCH))
        .toList();
  }

  List<PartRecord> parts(String runId) throws StateException {
    return find(runId).slices.stream().flatMap(s -> s.parts.stream()).toList();
  }

  Map<String, Integer> order() {
    Map<String, Integer> order = new LinkedHashMap<>();
    for (Run run : runs) {
      order.put(Objects.requireNonNull(run.start.runId()), order.size());
    }
    return order;
  }
}
