package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.StateException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** SS7. */
abstract class RetentionCases extends Cases {
  RetentionCases(StateStoreContract contract) {
    super(contract);
  }

  /** A day later. */
  private void observed(String runId) throws StateException {
    store.recordMetric(MetricsCases.metric(runId, clock.instant(), "success"));
    store.recordJournal(lease.key(), runId, "{}\n");
    clock.advance(Duration.ofDays(1));
  }

  private void assertKept(String runId, boolean isKept) throws StateException {
    int rows = isKept ? 1 : 0;
    assertThat(store.slices(runId)).as("slices of %s", runId).hasSize(rows);
    assertThat(store.parts(runId)).as("parts of %s", runId).hasSize(rows);
    assertThat(store.journal(runId).isPresent()).as("journal of %s", runId).isEqualTo(isKept);
    assertThat(store.metrics(KEY, 100).stream().anyMatch(m -> m.runId().equals(runId)))
        .as("metric of %s", runId)
        .isEqualTo(isKept);
  }

  @Test
  void prunesOnlyOldRuns() throws Exception {
    committed("old", chunk("old", 0));
    observed("old");
    written(run("abandoned"));
    store.abandon(lease, "abandoned", "reason");
    observed("abandoned");
    Instant before = clock.instant();
    committed("new", chunk("new", 0));
    observed("new");
    written(run("writing"));
    observed("writing");

    store.prune(KEY, before);

    assertKept("old", false);
    assertKept("abandoned", false);
    assertKept("new", true);
    assertKept("writing", true);
    assertThat(store.committedRunOfPlan(KEY, "plan-old")).isPresent();
  }

  @Test
  void neverWhatTheCurrentBoundaryNeeds() throws Exception {
    written(checkpointed("writing"));
    observed("writing");
    committed("verified", chunk("verified", 0));
    observed("verified");
    assertThat(store.recordVerified(KEY, chunk("verified", 0))).isTrue();
    committed("between", chunk("between", 0));
    observed("between");
    committed("current", cursor("current", "9", "int64"));
    observed("current");
    // A cursor that went back moves no boundary, but it is the run to reconcile.
    committed("newest", cursor("newest", "8", "int64"));
    observed("newest");
    committed(repair("repair", "newest"), NOTHING);
    observed("repair");

    store.prune(KEY, Instant.MAX);

    assertKept("between", false);
    assertKept("writing", true);
    assertKept("verified", true);
    assertKept("current", true);
    assertKept("newest", true);
    assertKept("repair", true);
  }

  @Test
  void runThatFailedBeforeItWasRecorded() throws Exception {
    observed("failed-early");
    Instant before = clock.instant();
    observed("failed-late");
    store.prune(KEY, before);
    assertThat(store.metrics(KEY, 10)).extracting(m -> m.runId()).containsExactly("failed-late");
    assertThat(store.journal("failed-early")).isEmpty();
    assertThat(store.journal("failed-late")).isPresent();
  }

  @Test
  void otherExportsAreLeftAlone() throws Exception {
    committed("a1", chunk("a1", 0));
    committed("a2", chunk("a2", 0));
    clock.advance(Duration.ofDays(1));
    store.prune(new ExportKey("other", "orders"), clock.instant());
    assertThat(store.parts("a1")).hasSize(1);
  }
}
