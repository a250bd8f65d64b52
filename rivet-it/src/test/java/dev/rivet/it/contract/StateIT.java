package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.engine.State;
import dev.rivet.error.ErrorCode;
import dev.rivet.inspect.JournalEntry;
import dev.rivet.inspect.UnfinishedRun;
import dev.rivet.it.support.Env;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.RunMetric;
import dev.rivet.tck.fault.FaultPlan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ledger as people see it: SS4, SS7, PR5 and the walkthrough's listing of boundaries. */
class StateIT extends ItemsFixture {
  private State state() {
    return env.rivet().state();
  }

  /** As in the walkthrough: committed first, verified only after a clean reconcile. */
  @Test
  void progressionAsTableAndJson() throws IOException {
    Env.ManualClock clock = new Env.ManualClock(Instant.parse("2026-04-18T12:20:15Z"));
    assertThat(state().progression().toString())
        .isEqualTo("EXPORT  COMM MODE  COMMITTED  COMMITTED AT  VERI MODE  VERIFIED\n");
    env.rivet(b -> b.clock(clock)).run(chunked());
    env.rivet(b -> b.clock(clock)).run(items().named("orders_whole").build());
    assertThat(state().progression().toString())
        .isEqualTo(
            """
            EXPORT        COMM MODE  COMMITTED  COMMITTED AT             VERI MODE  VERIFIED
            items         chunked    chunk #2   2026-04-18 12:20:15 UTC  -          -
            orders_whole  full       complete   2026-04-18 12:20:15 UTC  -          -
            """);
    env.rivet(b -> b.clock(clock)).reconcile(chunked()).execute().orThrow();
    assertThat(state().progression().toString())
        .contains("items         chunked    chunk #2   2026-04-18 12:20:15 UTC  chunked    chunk");
    JsonNode json = new ObjectMapper().readTree(state().progression().toJson());
    assertThat(json.path(0).path("key").path("export").asText()).isEqualTo("items");
    assertThat(json.path(0).path("committed_boundary").path("slice_index").asInt()).isEqualTo(2);
    assertThat(json.path(1).path("verified_boundary").isMissingNode()).isTrue();
  }

  /** SS4: a run that did not end is listed as stuck, with what is done and why it stopped. */
  @Test
  void unfinishedRunsAreListedUntilTheyAreResumedOrReset() {
    FaultPlan faults =
        FaultPlan.failBefore(2).only(e -> e.operation().equals("StateStore.completeSlice"));
    assertThatThrownBy(() -> env.faulty(faults).run(chunked())).isNotNull();
    List<UnfinishedRun> stuck = state().unfinished().rows();
    assertThat(stuck).hasSize(1);
    assertThat(stuck.get(0).export()).isEqualTo("items");
    assertThat(stuck.get(0).state()).isEqualTo("writing");
    assertThat(stuck.get(0).isResumable()).isTrue();
    assertThat(stuck.get(0).slices()).isEqualTo(3);
    assertThat(stuck.get(0).slicesCompleted()).isEqualTo(1);
    assertThat(state().unfinished().toString()).contains("1/3");
    assertThat(state().slices("items").toString())
        .contains("[1..30]", "completed", "30")
        .contains("[61..90]", "pending");
    state().resetChunks("items");
    assertThat(state().unfinished().isEmpty()).isTrue();
    assertThat(state().slices("items").isEmpty()).isTrue();
    env.rivet().run(chunked());
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** PR5: the status of a run that worked is the one that readers of the history look for. */
  @Test
  void runsPartsAndJournal() throws IOException {
    var result = env.rivet().run(chunked());
    assertThat(state().runs("items").rows())
        .extracting(RunMetric::status)
        .containsExactly("success");
    assertThat(state().lastRuns().toString()).contains(result.runId(), "success", " 90 ");
    assertThat(state().parts(result.runId()).rows())
        .extracting(PartRecord::rows)
        .containsExactly(30L, 30L, 30L);
    assertThat(state().slicesOfRun(result.runId()).rows()).hasSize(3);
    List<JournalEntry> journal = state().journal(result.runId()).rows();
    assertThat(journal)
        .extracting(JournalEntry::event)
        .startsWith("RunStarted")
        .endsWith("RunCompleted");
    assertThat(journal).allSatisfy(e -> assertThat(e.at()).isNotNull());
    JsonNode json = new ObjectMapper().readTree(state().journal(result.runId()).toJson());
    assertThat(json.path(0).path("event").asText()).isEqualTo("RunStarted");
    assertThat(state().journal("nothing").isEmpty()).isTrue();
  }

  /** SS4: exactly the cursor and the progression go. */
  @Test
  void resetCursorRemovesCursorAndProgression() {
    env.rivet().run(chunked());
    env.sql(
        "INSERT INTO rivet_export_state SELECT 'default', 'items', '42', run_id, updated_at FROM"
            + " rivet_run");
    assertThat(state().cursors().toString())
        .startsWith("EXPORT  CURSOR  COMMITTED AT\nitems   42 ");
    state().resetCursor("items");
    assertThat(state().cursors().isEmpty()).isTrue();
    assertThat(state().progression().isEmpty()).isTrue();
    assertThat(state().runs("items").rows()).hasSize(1);
    assertThat(state().exports()).containsExactly("items");
  }

  /** SS7: by call and by setting; what the boundary stands on stays. */
  @Test
  void ledgersOlderThanTheRetentionGo() {
    Env.ManualClock clock = new Env.ManualClock(Instant.now().minus(Duration.ofDays(10)));
    var rivet = env.rivet(b -> b.clock(clock).retention(Duration.ofDays(30)));
    var old = rivet.run(chunked());
    var last = rivet.run(chunked());
    assertThat(state().parts(old.runId()).rows()).hasSize(3);
    assertThatThrownBy(() -> state().prune(Duration.ofDays(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    clock.set(Instant.now().plus(Duration.ofDays(40)));
    var skipping = env.rivet(b -> b.clock(clock).retention(Duration.ofDays(30)));
    var now = skipping.run(chunked());
    assertThat(state().parts(old.runId()).isEmpty()).isTrue();
    assertThat(state().parts(last.runId()).isEmpty()).isTrue();
    assertThat(state().parts(now.runId()).rows()).hasSize(3);
    assertThat(state().runs("items").rows()).extracting(RunMetric::runId).contains(now.runId());
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** SS4: the run that is at work fails at its next step, and nothing of it becomes visible. */
  @Test
  void resetWinsOverARunAtWork() {
    FaultPlan meanwhile =
        FaultPlan.runBefore(1, () -> state().resetChunks("items"))
            .only(e -> e.operation().equals("StateStore.seal"));
    Env.failure(ErrorCode.STATE_ILLEGAL_TRANSITION, () -> env.faulty(meanwhile).run(chunked()));
    assertThat(meanwhile.hasFired()).isTrue();
    assertThat(state().progression().isEmpty()).isTrue();
    env.rivet().run(chunked());
    results().assertConsistent().assertEquals(ITEMS, db);
  }
}
