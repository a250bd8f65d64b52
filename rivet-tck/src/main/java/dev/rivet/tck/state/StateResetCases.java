package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.StateException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SS4. */
abstract class StateResetCases extends Cases {
  private static final ExportKey OTHER = new ExportKey("default", "customers");

  StateResetCases(StateStoreContract contract) {
    super(contract);
  }

  @BeforeEach
  void twoExports() throws Exception {
    var mine = lease;
    lease = acquire(OTHER, "owner-2");
    fill("o");
    lease = mine;
    fill("r");
  }

  private void fill(String prefix) throws StateException {
    String done = prefix + "-done";
    committed(run(done), new RunCommit(cursor(done, "5", "int64"), "5", "[]", Map.of("a", 1L)));
    assertThat(store.recordVerified(lease.key(), cursor(done, "5", "int64"))).isTrue();
    written(checkpointed(prefix + "-writing"));
    sealed(run(prefix + "-sealing"), NOTHING);
  }

  private void assertOtherIsUntouched() throws Exception {
    assertThat(store.cursor(OTHER)).contains("5");
    assertThat(store.progression(OTHER).orElseThrow().isVerified()).isTrue();
    assertThat(store.unfinishedRuns(OTHER)).hasSize(2);
    assertThat(store.slices("o-done")).hasSize(1);
    assertThat(store.parts("o-done")).hasSize(1);
  }

  @Test
  void cursorResetRemovesCursorAndProgression() throws Exception {
    store.resetCursor(KEY);

    assertThat(store.cursor(KEY)).isEmpty();
    assertThat(store.progression(KEY)).isEmpty();
    assertThat(store.schema(KEY)).contains("[]");
    assertThat(store.shape(KEY)).isEqualTo(Map.of("a", 1L));
    assertThat(store.unfinishedRuns(KEY)).hasSize(2);
    assertThat(store.slices("r-done")).hasSize(1);
    assertThat(store.parts("r-done")).hasSize(1);
    assertOtherIsUntouched();
  }

  @Test
  void exactRowsRemoved() throws Exception {
    store.resetChunks(KEY);

    assertThat(store.unfinishedRuns(KEY)).isEmpty();
    assertThat(store.run("r-writing").orElseThrow().state()).isEqualTo(RunState.ABANDONED);
    assertThat(store.run("r-sealing").orElseThrow().state()).isEqualTo(RunState.ABANDONED);
    for (String run : new String[] {"r-done", "r-writing", "r-sealing"}) {
      assertThat(store.slices(run)).isEmpty();
      assertThat(store.parts(run)).isEmpty();
    }
    assertThat(store.progression(KEY)).isEmpty();
    assertThat(store.cursor(KEY)).contains("5");
    assertThat(store.schema(KEY)).contains("[]");
    assertThat(store.committedRuns(KEY, 10)).extracting(RunRecord::runId).containsExactly("r-done");
    assertOtherIsUntouched();
    // What was stuck is not in the way any more.
    store.startRun(lease, checkpointed("r-next"), slices(1));
  }

  @Test
  void exportThatNeverRanCanBeReset() throws Exception {
    ExportKey unknown = new ExportKey("default", "unknown");
    store.resetCursor(unknown);
    store.resetChunks(unknown);
    store.prune(unknown, clock.instant());
    assertOtherIsUntouched();
  }
}
