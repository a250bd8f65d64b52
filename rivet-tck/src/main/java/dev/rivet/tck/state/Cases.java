package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.Seal;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceOutcome;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateException.Kind;
import dev.rivet.spi.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all groups of cases share: a store, a lease, and short ways to take a run from state to state. */
abstract class Cases {
  static final ExportKey KEY = new ExportKey("default", "orders");
  static final Duration TTL = Duration.ofSeconds(30);
  static final Instant STARTED = Instant.parse("2024-03-31T00:30:00.000001Z");
  static final RunCommit NOTHING = new RunCommit(null, null, null, Map.of());

  private final StateStoreContract contract;
  private final List<StateStore> opened = new ArrayList<>();
  final ManualClock clock = new ManualClock();
  StateStore store;
  Lease lease;

  @SuppressWarnings("NullAway.Init")
  Cases(StateStoreContract contract) {
    this.contract = contract;
  }

  @BeforeEach
  void openStore() throws Exception {
    store = another();
    lease = acquire(KEY, "owner-1");
  }

  @AfterEach
  void closeStores() throws Exception {
    for (StateStore each : opened) {
      each.close();
    }
  }

  /** As another process would. */
  final StateStore another() throws Exception {
    StateStore another = contract.open(clock);
    opened.add(another);
    return another;
  }

  final Lease acquire(ExportKey key, String owner) throws StateException {
    return store.acquireLease(key, owner, TTL).orElseThrow();
  }

  // ---- values

  static RunStart run(String runId) {
    return new RunStart(
        runId,
        RunStart.EXPORT,
        null,
        "plan-" + runId,
        "{\"plan\":\"" + runId + "\"}",
        "xxh3:0000000000000001",
        "cluster-1/db-1",
        "chunked",
        "exports/2024-03-31/",
        false,
        STARTED);
  }

  static RunStart checkpointed(String runId) {
    RunStart run = run(runId);
    return new RunStart(
        runId,
        run.kind(),
        null,
        run.planId(),
        run.planJson(),
        run.planFingerprint(),
        run.sourceFingerprint(),
        run.strategy(),
        run.prefix(),
        true,
        run.startedAt());
  }

  static RunStart repair(String runId, String parent) {
    RunStart run = run(runId);
    return new RunStart(
        runId,
        RunStart.REPAIR,
        parent,
        run.planId(),
        run.planJson(),
        run.planFingerprint(),
        run.sourceFingerprint(),
        run.strategy(),
        run.prefix(),
        true,
        run.startedAt());
  }

  static List<Slice> slices(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Slice(i, new SliceBounds.Range("id", i * 100L, i * 100L + 99)))
        .toList();
  }

  static SliceOutcome outcome(long rows) {
    return new SliceOutcome(rows, "00000000000000000000000000000001", "{\"nulls\":{\"a\":0}}");
  }

  static PartRecord part(SliceClaim claim, int sequence) {
    int index = claim.slice().index();
    String name = claim.runId() + "-" + index + "-" + claim.attempt() + "-" + sequence + ".parquet";
    return new PartRecord(
        claim.runId(), index, sequence, name, 10, 1000, "xxh3:00000000000000ff", null);
  }

  static Seal seal(String runId, RunCommit commit) {
    return new Seal(
        "manifest-" + runId + ".json",
        "xxh3:00000000000000aa",
        "{\n  \"run_id\" : 1\r\n}\n",
        commit);
  }

  static Boundary chunk(String runId, int index) {
    return new Boundary("chunked", index, null, null, runId, STARTED);
  }

  static Boundary cursor(String runId, String cursor, String type) {
    return new Boundary("incremental", null, cursor, type, runId, STARTED);
  }

  static RunCommit commit(@Nullable Boundary boundary) {
    return new RunCommit(boundary, null, null, Map.of());
  }

  // ---- steps

  final SliceClaim claim(String runId) throws StateException {
    return store.claimSlice(lease, runId, "worker-1", 3).orElseThrow();
  }

  final void complete(SliceClaim claim) throws StateException {
    store.completeSlice(lease, claim, outcome(10), List.of(part(claim, 0)));
  }

  final void fail(SliceClaim claim) throws StateException {
    store.failSlice(lease, claim, "broken", false);
  }

  /** One slice, completed. */
  final void written(RunStart run) throws StateException {
    store.startRun(lease, run, slices(1));
    complete(claim(run.runId()));
  }

  final void sealed(RunStart run, RunCommit commit) throws StateException {
    written(run);
    store.seal(lease, run.runId(), seal(run.runId(), commit));
  }

  final void committed(RunStart run, RunCommit commit) throws StateException {
    sealed(run, commit);
    store.commit(lease, run.runId(), commit);
  }

  final void committed(String runId, Boundary boundary) throws StateException {
    committed(run(runId), commit(boundary));
  }

  static void assertRefused(Kind kind, ThrowingCallable step) {
    Throwable thrown = catchThrowable(step);
    assertThat(thrown).isInstanceOf(StateException.class);
    assertThat(((StateException) thrown).kind()).as("%s", thrown).isEqualTo(kind);
  }

  static void assertIllegal(ThrowingCallable step) {
    assertRefused(Kind.ILLEGAL_TRANSITION, step);
  }
}
