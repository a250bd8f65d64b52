package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.Seal;
import dev.rivet.spi.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** I6, I11, PA14. */
abstract class RunStateCases extends Cases {
  RunStateCases(StateStoreContract contract) {
    super(contract);
  }

  @Test
  void illegalStepsRejectedByStore() throws Exception {
    assertNotSealed("unknown");
    assertNotCommitted("unknown");
    assertNotAbandoned("unknown");

    written(run("writing"));
    assertNotCommitted("writing");

    sealed(run("sealing"), NOTHING);
    assertNotSealed("sealing");

    committed(run("committed"), NOTHING);
    assertNotSealed("committed");
    assertNotCommitted("committed");
    assertNotAbandoned("committed");

    written(run("abandoned"));
    store.abandon(lease, "abandoned", "gave up");
    assertNotSealed("abandoned");
    assertNotCommitted("abandoned");
    assertNotAbandoned("abandoned");

    store.abandon(lease, "writing", "gave up");
    store.abandon(lease, "sealing", "no manifest");
    assertThat(store.run("writing").orElseThrow().state()).isEqualTo(RunState.ABANDONED);
    assertThat(store.run("sealing").orElseThrow().state()).isEqualTo(RunState.ABANDONED);
    assertThat(store.unfinishedRuns(KEY)).isEmpty();
  }

  private void assertNotSealed(String runId) {
    assertIllegal(() -> store.seal(lease, runId, seal(runId, NOTHING)));
  }

  private void assertNotCommitted(String runId) {
    assertIllegal(() -> store.commit(lease, runId, NOTHING));
  }

  private void assertNotAbandoned(String runId) {
    assertIllegal(() -> store.abandon(lease, runId, "reason"));
  }

  @Test
  void refusedCommitChangesNothing() throws Exception {
    written(run("r1"));
    RunCommit commit = new RunCommit(chunk("r1", 0), "42", "{\"columns\":[]}", Map.of("name", 5L));
    assertIllegal(() -> store.commit(lease, "r1", commit));
    assertThat(store.progression(KEY)).isEmpty();
    assertThat(store.cursor(KEY)).isEmpty();
    assertThat(store.schema(KEY)).isEmpty();
    assertThat(store.shape(KEY)).isEmpty();
  }

  @Test
  void anotherProcessFinishesASealedRunWithWhatItWasSealedWith() throws Exception {
    Boundary boundary =
        new Boundary(
            "incremental",
            null,
            "2024-03-31T02:30:00.000001",
            "timestamp(microsecond)",
            "r1",
            Instant.parse("2024-03-31T01:30:00.000001Z"));
    RunCommit commit =
        new RunCommit(
            boundary, "a\0b\\u0000\uDC00", "{\"columns\":[\"ü\"]}", Map.of("name", 5L, "note", 9L));
    written(run("r1"));
    clock.advance(Duration.ofSeconds(1));
    Seal seal =
        new Seal(
            "manifest-r1.json",
            "xxh3:00000000000000aa",
            "{\"ü\":\"\\u0000\",\r\n \"b\":1}\n",
            commit);
    store.seal(lease, "r1", seal);
    clock.advance(TTL);

    StateStore other = another();
    Lease newer = other.acquireLease(KEY, "owner-2", TTL).orElseThrow();
    RunRecord found = other.unfinishedRuns(KEY).get(0);
    assertThat(found.state()).isEqualTo(RunState.SEALING);
    assertThat(found.manifestKey()).isEqualTo(seal.manifestKey());
    assertThat(found.manifestFingerprint()).isEqualTo(seal.manifestFingerprint());
    assertThat(found.manifest()).contains(seal.manifestJson());
    assertThat(found.commit()).contains(commit);
    other.commit(newer, "r1", found.commit().orElseThrow());

    RunRecord committed = store.run("r1").orElseThrow();
    assertThat(committed.state()).isEqualTo(RunState.COMMITTED);
    assertThat(committed.manifest()).contains(seal.manifestJson());
    assertThat(committed.commit()).contains(commit);
    assertThat(committed.updatedAt()).isEqualTo(clock.instant());
    assertThat(store.progression(KEY).orElseThrow().committed()).contains(boundary);
    assertThat(store.cursor(KEY)).contains("a\0b\\u0000\uDC00");
    assertThat(store.schema(KEY)).contains("{\"columns\":[\"ü\"]}");
    assertThat(store.shape(KEY)).isEqualTo(Map.of("name", 5L, "note", 9L));
  }

  @Test
  void sealWithoutBoundaryIsGivenBackWithoutOne() throws Exception {
    sealed(repair("p1", "r1"), NOTHING);
    assertThat(store.run("p1").orElseThrow().commit()).contains(NOTHING);
  }

  @Test
  void unfinishedRunsAreOldestFirst() throws Exception {
    written(run("z"));
    sealed(run("a"), NOTHING);
    written(repair("m", "q"));
    committed(run("done"), NOTHING);
    assertThat(store.unfinishedRuns(KEY))
        .extracting(RunRecord::runId)
        .containsExactly("z", "a", "m");
  }

  @Test
  void committedRunsAreNewestCommitFirst() throws Exception {
    sealed(run("late"), NOTHING);
    committed(run("b"), NOTHING);
    committed(repair("p", "b"), NOTHING);
    store.commit(lease, "late", NOTHING);
    written(run("writing"));
    written(run("abandoned"));
    store.abandon(lease, "abandoned", "reason");

    assertThat(store.committedRuns(KEY, 10))
        .extracting(RunRecord::runId)
        .containsExactly("late", "p", "b");
    assertThat(store.committedRuns(KEY, 2))
        .extracting(RunRecord::runId)
        .containsExactly("late", "p");
    assertThat(store.committedRuns(new ExportKey("other", "orders"), 10)).isEmpty();
  }

  @Test
  void appliedPlanIsFound() throws Exception {
    written(run("r1"));
    assertThat(store.committedRunOfPlan(KEY, "plan-r1")).isEmpty();
    store.seal(lease, "r1", seal("r1", NOTHING));
    assertThat(store.committedRunOfPlan(KEY, "plan-r1")).isEmpty();
    store.commit(lease, "r1", NOTHING);
    assertThat(store.committedRunOfPlan(KEY, "plan-r1").orElseThrow().runId()).isEqualTo("r1");
    assertThat(store.committedRunOfPlan(KEY, "plan-r2")).isEmpty();
    assertThat(store.committedRunOfPlan(new ExportKey("other", "orders"), "plan-r1")).isEmpty();
  }

  @Test
  void committedRepairsAreOldestFirst() throws Exception {
    committed(run("r1"), NOTHING);
    sealed(repair("p9", "r1"), NOTHING);
    committed(repair("p5", "r1"), NOTHING);
    store.commit(lease, "p9", NOTHING);
    committed(repair("px", "r2"), NOTHING);
    written(repair("pw", "r1"));

    assertThat(store.repairsOf("r1")).extracting(RunRecord::runId).containsExactly("p5", "p9");
    RunStart start = store.repairsOf("r1").get(0).start();
    assertThat(start.kind()).isEqualTo(RunStart.REPAIR);
    assertThat(start.parentRunId()).isEqualTo("r1");
    assertThat(store.repairsOf("r3")).isEmpty();
  }

  @Test
  void unknownRunIsEmpty() throws Exception {
    assertThat(store.run("unknown")).isEmpty();
    assertThat(store.slices("unknown")).isEmpty();
    assertThat(store.parts("unknown")).isEmpty();
  }
}
