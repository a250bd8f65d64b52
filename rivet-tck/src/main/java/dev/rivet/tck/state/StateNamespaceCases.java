package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.StateException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SS5. */
abstract class StateNamespaceCases extends Cases {
  StateNamespaceCases(StateStoreContract contract) {
    super(contract);
  }

  @Test
  void isolation() throws Exception {
    ExportKey[] keys = {
      KEY,
      new ExportKey("other", "orders"),
      new ExportKey("default", "Orders"),
      new ExportKey("a", "b/c"),
      new ExportKey("a/b", "c")
    };
    for (int i = 0; i < keys.length; i++) {
      lease = acquire(keys[i], "owner-1");
      run(i);
    }
    for (int i = 0; i < keys.length; i++) {
      assertThat(store.cursor(keys[i])).contains("cursor-" + i);
      assertThat(store.schema(keys[i])).contains("[" + i + "]");
      assertThat(store.shape(keys[i])).isEqualTo(Map.of("a", (long) i));
      assertThat(store.progression(keys[i]).orElseThrow().committed())
          .contains(chunk("run-" + i, i));
      assertThat(store.committedRuns(keys[i], 10))
          .extracting(RunRecord::runId)
          .containsExactly("run-" + i);
      assertThat(store.unfinishedRuns(keys[i]))
          .extracting(RunRecord::runId)
          .containsExactly("next-" + i);
    }
    store.resetCursor(keys[0]);
    store.resetChunks(keys[0]);
    store.prune(keys[0], clock.instant().plusSeconds(1));
    for (int i = 1; i < keys.length; i++) {
      assertThat(store.cursor(keys[i])).isPresent();
      assertThat(store.progression(keys[i])).isPresent();
      assertThat(store.slices("run-" + i)).hasSize(1);
      assertThat(store.unfinishedRuns(keys[i])).hasSize(1);
    }
  }

  private void run(int i) throws StateException {
    RunCommit commit =
        new RunCommit(chunk("run-" + i, i), "cursor-" + i, "[" + i + "]", Map.of("a", (long) i));
    committed(checkpointed("run-" + i), commit);
    store.startRun(lease, checkpointed("next-" + i), slices(1));
  }
}
