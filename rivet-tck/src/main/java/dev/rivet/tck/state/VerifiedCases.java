package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Progression;
import org.junit.jupiter.api.Test;

/** PG6. */
abstract class VerifiedCases extends Cases {
  VerifiedCases(StateStoreContract contract) {
    super(contract);
  }

  @Test
  void verifiedIsRecordedBesideCommitted() throws Exception {
    committed("r1", chunk("r1", 9));
    assertThat(store.progression(KEY).orElseThrow().isVerified()).isFalse();

    assertThat(store.recordVerified(KEY, chunk("r1", 9))).isTrue();

    Progression progression = another().progression(KEY).orElseThrow();
    assertThat(progression.committed()).contains(chunk("r1", 9));
    assertThat(progression.verified()).contains(chunk("r1", 9));
    assertThat(progression.isVerified()).isTrue();
  }

  @Test
  void refusedIfANewerRunCommittedMeanwhile() throws Exception {
    committed("r1", chunk("r1", 9));
    committed("r2", chunk("r2", 9));
    assertThat(store.recordVerified(KEY, chunk("r1", 9))).isFalse();
    assertThat(store.progression(KEY).orElseThrow().verified()).isEmpty();
  }

  @Test
  void newerIsWhatCommittedLater() throws Exception {
    sealed(run("late"), commit(chunk("late", 1)));
    committed("early", chunk("early", 1));
    store.commit(lease, "late", commit(chunk("late", 1)));
    assertThat(store.recordVerified(KEY, chunk("early", 1))).isFalse();
    assertThat(store.recordVerified(KEY, chunk("late", 1))).isTrue();
  }

  @Test
  void keptWhenANewerRunCommits() throws Exception {
    committed("r1", chunk("r1", 9));
    assertThat(store.recordVerified(KEY, chunk("r1", 9))).isTrue();
    committed("r2", chunk("r2", 3));
    Progression progression = store.progression(KEY).orElseThrow();
    assertThat(progression.verified()).contains(chunk("r1", 9));
    assertThat(progression.isVerified()).isFalse();
  }

  @Test
  void repairOfTheRunIsNoNewerRun() throws Exception {
    committed("r1", chunk("r1", 9));
    committed(repair("p1", "r1"), NOTHING);
    assertThat(store.recordVerified(KEY, chunk("r1", 9))).isTrue();
  }

  @Test
  void runThatIsNotCommittedCannotBeVerified() throws Exception {
    sealed(run("r1"), NOTHING);
    assertIllegal(() -> store.recordVerified(KEY, chunk("r1", 9)));
    assertIllegal(() -> store.recordVerified(KEY, chunk("unknown", 9)));
    committed("r2", chunk("r2", 9));
    assertIllegal(() -> store.recordVerified(new ExportKey("other", "orders"), chunk("r2", 9)));
  }

  @Test
  void refusedAfterAReset() throws Exception {
    Boundary boundary = chunk("r1", 9);
    committed("r1", boundary);
    store.resetCursor(KEY);
    assertThat(store.recordVerified(KEY, boundary)).isFalse();
    assertThat(store.progression(KEY)).isEmpty();
  }
}
