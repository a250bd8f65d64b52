package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.SliceStatus;
import dev.rivet.spi.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** CP4, SS2. */
abstract class ClaimConcurrencyCases extends Cases {
  ClaimConcurrencyCases(StateStoreContract contract) {
    super(contract);
  }

  @Test
  void noChunkClaimedTwice() throws Exception {
    int count = 120;
    store.startRun(lease, run("r1"), slices(count));
    List<StateStore> stores = List.of(store, another(), another());

    List<List<Integer>> claimed = Threads.run(6, i -> work(stores.get(i % 3), "worker-" + i));

    assertThat(claimed.stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).boxed().toList());
    assertThat(store.slices("r1"))
        .extracting(SliceRecord::status, SliceRecord::attempts)
        .containsOnly(org.assertj.core.groups.Tuple.tuple(SliceStatus.COMPLETED, 1));
    assertThat(store.parts("r1")).hasSize(count);
  }

  private List<Integer> work(StateStore mine, String worker) throws Exception {
    List<Integer> claimed = new ArrayList<>();
    while (true) {
      Optional<SliceClaim> claim = mine.claimSlice(lease, "r1", worker, 1);
      if (claim.isEmpty()) {
        return claimed;
      }
      claimed.add(claim.get().slice().index());
      mine.completeSlice(lease, claim.get(), outcome(1), List.of(part(claim.get(), 0)));
    }
  }

  @Test
  void claimsComeByIndex() throws Exception {
    store.startRun(lease, run("r1"), slices(12));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      order.add(claim("r1").slice().index());
    }
    assertThat(order).isSorted().hasSize(12);
    assertThat(store.claimSlice(lease, "r1", "worker", 3)).isEmpty();
  }
}
