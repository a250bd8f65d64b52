package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceOutcome;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.SliceStatus;
import dev.rivet.spi.state.StateException.Kind;
import dev.rivet.spi.state.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** CP4, CP5, CP8, I5, M8. */
abstract class ChunkTaskStateCases extends Cases {
  ChunkTaskStateCases(StateStoreContract contract) {
    super(contract);
  }

  @Test
  void illegalTransitionsRejectedByStore() throws Exception {
    store.startRun(lease, run("r1"), slices(1));
    SliceClaim unclaimed = new SliceClaim("r1", slices(1).get(0), 0);
    SliceClaim first = new SliceClaim("r1", slices(1).get(0), 1);
    SliceClaim second = new SliceClaim("r1", slices(1).get(0), 2);

    // pending
    assertNeitherEnds(unclaimed);
    assertNeitherEnds(first);

    // running
    assertThat(claim("r1")).isEqualTo(first);
    assertNeitherEnds(unclaimed);
    assertNeitherEnds(second);
    assertThat(store.claimSlice(lease, "r1", "worker-2", 3)).isEmpty();

    // failed
    fail(first);
    assertNeitherEnds(first);

    // running again: the first attempt's owner came back
    assertThat(claim("r1")).isEqualTo(second);
    assertNeitherEnds(first);

    // completed is final
    complete(second);
    assertNeitherEnds(first);
    assertNeitherEnds(second);
    store.reopenSlices(lease, "r1", Set.of());
    assertThat(store.claimSlice(lease, "r1", "worker-2", 3)).isEmpty();
    assertThat(store.slices("r1").get(0).status()).isEqualTo(SliceStatus.COMPLETED);
    assertThat(store.parts("r1")).containsExactly(part(second, 0));
  }

  private void assertNeitherEnds(SliceClaim claim) {
    assertIllegal(() -> complete(claim));
    assertIllegal(() -> fail(claim));
  }

  @Test
  void slicesOfARunThatIsNotWritingDoNotChange() throws Exception {
    store.startRun(lease, run("r1"), slices(2));
    SliceClaim claim = claim("r1");
    store.abandon(lease, "r1", "gave up");
    assertNeitherEnds(claim);
    assertIllegal(() -> store.claimSlice(lease, "r1", "worker", 3));
    assertIllegal(() -> store.reopenSlices(lease, "r1", Set.of()));

    sealed(run("r2"), NOTHING);
    assertIllegal(() -> store.claimSlice(lease, "r2", "worker", 3));
    assertIllegal(() -> store.reopenSlices(lease, "r2", Set.of(0)));
    assertThat(store.parts("r2")).hasSize(1);

    assertIllegal(() -> store.claimSlice(lease, "unknown", "worker", 3));
  }

  @Test
  void completedSliceKeepsItsFiguresAndParts() throws Exception {
    store.startRun(lease, run("r1"), slices(2));
    SliceClaim first = claim("r1");
    SliceClaim second = claim("r1");
    clock.advance(Duration.ofSeconds(1));
    SliceOutcome outcome = new SliceOutcome(Long.MAX_VALUE, "ff", "{\"a\":\"ü\"}");
    PartRecord big =
        new PartRecord("r1", 1, 0, "dir/ü.parquet", 5_000_000_000L, 1L << 40, "xxh3:ab", "d41d");

    store.completeSlice(lease, second, outcome, List.of(part(second, 1), big));
    store.completeSlice(lease, first, outcome(0), List.of());

    List<SliceRecord> slices = another().slices("r1");
    assertThat(slices.get(0).outcome()).contains(outcome(0));
    assertThat(slices.get(1).outcome()).contains(outcome);
    assertThat(slices.get(1).updatedAt()).isEqualTo(clock.instant());
    assertThat(another().parts("r1")).containsExactly(big, part(second, 1));
  }

  @Test
  void completedTaskAlwaysHasFileLogRow() throws Exception {
    store.startRun(lease, run("r1"), slices(1));
    SliceClaim claim = claim("r1");
    PartRecord part = part(claim, 0);

    // Two parts of one place: the step fails as a whole.
    assertIllegal(() -> store.completeSlice(lease, claim, outcome(1), List.of(part, part)));

    assertThat(store.slices("r1").get(0).status()).isEqualTo(SliceStatus.RUNNING);
    assertThat(store.parts("r1")).isEmpty();
    complete(claim);
    assertThat(store.parts("r1")).hasSize(1);
  }

  @Test
  void failedSliceIsClaimedUpToTheCap() throws Exception {
    store.startRun(lease, run("r1"), slices(1));
    for (int attempt = 1; attempt <= 3; attempt++) {
      SliceClaim claim = claim("r1");
      assertThat(claim.attempt()).isEqualTo(attempt);
      fail(claim);
    }
    assertThat(store.claimSlice(lease, "r1", "worker", 3)).isEmpty();
    assertThat(store.claimSlice(lease, "r1", "worker", 4)).isPresent();
  }

  @Test
  void permanentErrorClaimedOnce_resumeRetriesAfterFix() throws Exception {
    store.startRun(lease, run("r1"), slices(1));
    String error = "value \0 of \\u0000 in C:\\new is \uD800 broken 🦀";
    store.failSlice(lease, claim("r1"), error, true);

    SliceRecord pinned = store.slices("r1").get(0);
    assertThat(pinned.isPinned()).isTrue();
    assertThat(pinned.status()).isEqualTo(SliceStatus.FAILED);
    assertThat(pinned.lastError()).isEqualTo(error);
    assertThat(store.claimSlice(lease, "r1", "worker", 3)).isEmpty();

    store.reopenSlices(lease, "r1", Set.of());
    assertThat(store.slices("r1").get(0).isPinned()).isFalse();
    assertThat(claim("r1").attempt()).isEqualTo(2);
  }

  @Test
  void resumeReopensWhatIsNotCompleted() throws Exception {
    store.startRun(lease, run("r1"), slices(4));
    complete(claim("r1"));
    SliceClaim second = claim("r1");
    SliceClaim third = claim("r1");
    SliceClaim running = claim("r1");
    fail(second);
    fail(third);
    StateStore other = another();

    other.reopenSlices(lease, "r1", Set.of());

    assertThat(other.slices("r1"))
        .extracting(SliceRecord::status)
        .containsExactly(
            SliceStatus.COMPLETED, SliceStatus.PENDING, SliceStatus.PENDING, SliceStatus.PENDING);
    // The cap counts anew, the names do not.
    for (int round = 0; round < 3; round++) {
      SliceClaim claim = claim("r1");
      assertThat(claim.slice().index()).isEqualTo(1);
      assertThat(claim.attempt()).isEqualTo(round + 2);
      fail(claim);
    }
    assertThat(claim("r1").slice().index()).isEqualTo(2);
    assertNeitherEnds(running);
  }

  @Test
  void sliceWhosePartsAreGoneIsWrittenAgain() throws Exception {
    store.startRun(lease, run("r1"), slices(3));
    complete(claim("r1"));
    SliceClaim kept = claim("r1");
    complete(kept);
    complete(claim("r1"));

    store.reopenSlices(lease, "r1", Set.of(0, 2));

    assertThat(store.parts("r1")).containsExactly(part(kept, 0));
    SliceRecord damaged = store.slices("r1").get(0);
    assertThat(damaged.status()).isEqualTo(SliceStatus.PENDING);
    assertThat(damaged.outcome()).isEmpty();
    SliceClaim again = claim("r1");
    assertThat(again.slice().index()).isZero();
    assertThat(again.attempt()).isEqualTo(2);
    complete(again);
    complete(claim("r1"));
    assertThat(store.parts("r1")).hasSize(3);
    assertThat(store.claimSlice(lease, "r1", "worker", 3)).isEmpty();
  }

  @Test
  void sliceOfAnotherExportsRunIsRefused() throws Exception {
    store.startRun(lease, run("r1"), slices(1));
    SliceClaim claim = claim("r1");
    var other = acquire(new dev.rivet.spi.state.ExportKey("other", "orders"), "owner-1");
    assertRefused(
        Kind.ILLEGAL_TRANSITION, () -> store.completeSlice(other, claim, outcome(1), List.of()));
    assertIllegal(() -> store.claimSlice(other, "r1", "worker", 3));
    assertIllegal(() -> store.abandon(other, "r1", "reason"));
  }
}
