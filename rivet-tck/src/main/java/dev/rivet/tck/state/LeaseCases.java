package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceStatus;
import dev.rivet.spi.state.StateException.Kind;
import dev.rivet.spi.state.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** SS6. */
abstract class LeaseCases extends Cases {
  LeaseCases(StateStoreContract contract) {
    super(contract);
  }

  @Test
  void staleOwnerCannotCommit() throws Exception {
    sealed(run("r1"), commit(chunk("r1", 0)));
    clock.advance(TTL);
    StateStore other = another();
    Lease newer = other.acquireLease(KEY, "owner-2", TTL).orElseThrow();

    assertRefused(Kind.LEASE_LOST, () -> store.commit(lease, "r1", commit(chunk("r1", 0))));

    assertThat(store.run("r1").orElseThrow().state()).isEqualTo(RunState.SEALING);
    assertThat(store.progression(KEY)).isEmpty();
    other.commit(newer, "r1", commit(chunk("r1", 0)));
    assertThat(store.run("r1").orElseThrow().state()).isEqualTo(RunState.COMMITTED);
  }

  @Test
  void staleOwnerCanDoNothing() throws Exception {
    store.startRun(lease, run("r1"), slices(3));
    SliceClaim claim = claim("r1");
    clock.advance(TTL);
    Lease newer = another().acquireLease(KEY, "owner-2", TTL).orElseThrow();

    assertRefused(Kind.LEASE_LOST, () -> store.renewLease(lease, TTL));
    assertRefused(Kind.LEASE_LOST, () -> store.startRun(lease, run("r2"), slices(1)));
    assertRefused(Kind.LEASE_LOST, () -> store.claimSlice(lease, "r1", "worker", 3));
    assertRefused(Kind.LEASE_LOST, () -> store.completeSlice(lease, claim, outcome(1), List.of()));
    assertRefused(Kind.LEASE_LOST, () -> store.failSlice(lease, claim, "error", false));
    assertRefused(Kind.LEASE_LOST, () -> store.reopenSlices(lease, "r1", Set.of()));
    assertRefused(Kind.LEASE_LOST, () -> store.seal(lease, "r1", seal("r1", NOTHING)));
    assertRefused(Kind.LEASE_LOST, () -> store.abandon(lease, "r1", "reason"));
    store.releaseLease(lease);

    assertThat(store.run("r2")).isEmpty();
    assertThat(store.run("r1").orElseThrow().state()).isEqualTo(RunState.WRITING);
    assertThat(store.slices("r1"))
        .extracting(slice -> slice.status())
        .containsExactly(SliceStatus.RUNNING, SliceStatus.PENDING, SliceStatus.PENDING);
    assertThat(store.acquireLease(KEY, "owner-3", TTL)).isEmpty();
    assertThat(store.renewLease(newer, TTL).fencingNumber()).isEqualTo(newer.fencingNumber());
  }

  @Test
  void leaseIsRefusedToOthersUntilItExpires() throws Exception {
    assertThat(lease.expiresAt()).isEqualTo(clock.instant().plus(TTL));
    clock.advance(TTL.minusNanos(1000));
    assertThat(another().acquireLease(KEY, "owner-2", TTL)).isEmpty();

    clock.advance(Duration.ofNanos(1000));

    Lease newer = another().acquireLease(KEY, "owner-2", TTL).orElseThrow();
    assertThat(newer.fencingNumber()).isGreaterThan(lease.fencingNumber());
    assertThat(newer.owner()).isEqualTo("owner-2");
    assertThat(newer.key()).isEqualTo(KEY);
  }

  @Test
  void renewedLeaseLastsLongerAndKeepsItsNumber() throws Exception {
    clock.advance(TTL.minusNanos(1000));
    Lease renewed = store.renewLease(lease, TTL);
    clock.advance(TTL.minusNanos(1000));

    assertThat(another().acquireLease(KEY, "owner-2", TTL)).isEmpty();
    assertThat(renewed.fencingNumber()).isEqualTo(lease.fencingNumber());
    assertThat(renewed.expiresAt()).isAfter(lease.expiresAt());
  }

  @Test
  void expiredLeaseThatNobodyTookStillHolds() throws Exception {
    clock.advance(TTL.multipliedBy(10));
    committed("r1", chunk("r1", 0));
    Lease renewed = store.renewLease(lease, TTL);
    assertThat(renewed.expiresAt()).isEqualTo(clock.instant().plus(TTL));
  }

  @Test
  void releasedLeaseIsFreeAndNoLongerHolds() throws Exception {
    store.releaseLease(lease);
    assertRefused(Kind.LEASE_LOST, () -> store.startRun(lease, run("r1"), slices(1)));
    assertRefused(Kind.LEASE_LOST, () -> store.renewLease(lease, TTL));

    Lease newer = another().acquireLease(KEY, "owner-2", TTL).orElseThrow();
    assertThat(newer.fencingNumber()).isGreaterThan(lease.fencingNumber());
  }

  @Test
  void sameOwnerGetsANewNumberAndItsOldLeaseIsLost() throws Exception {
    Lease again = acquire(KEY, "owner-1");
    assertThat(again.fencingNumber()).isGreaterThan(lease.fencingNumber());
    assertRefused(Kind.LEASE_LOST, () -> store.startRun(lease, run("r1"), slices(1)));
    store.startRun(again, run("r1"), slices(1));
  }

  @Test
  void exportsAndNamespacesHaveLeasesOfTheirOwn() throws Exception {
    Lease export = acquire(new ExportKey("default", "customers"), "owner-2");
    Lease namespace = acquire(new ExportKey("other", "orders"), "owner-3");
    store.startRun(lease, run("r1"), slices(1));
    store.startRun(export, run("r2"), slices(1));
    store.startRun(namespace, run("r3"), slices(1));
  }

  @Test
  void oneOfManyGetsTheLease() throws Exception {
    ExportKey key = new ExportKey("default", "contended");
    List<StateStore> stores = List.of(store, another(), another());
    List<Boolean> won =
        Threads.run(12, i -> stores.get(i % 3).acquireLease(key, "owner-" + i, TTL).isPresent());
    assertThat(won).containsOnlyOnce(true);
  }

  // ---- shares

  @Test
  void aShareIsEnoughForSlicesOnly() throws Exception {
    store.startRun(lease, run("r1"), slices(2));
    Lease share = share("helper-1");
    StateStore other = another();

    SliceClaim claim = other.claimSlice(share, "r1", "helper-1/0", 3).orElseThrow();
    SliceClaim own = claim("r1");
    other.completeSlice(share, claim, outcome(10), List.of(part(claim, 0)));
    complete(own);

    assertThat(claim.slice().index()).isZero();
    assertThat(own.slice().index()).isEqualTo(1);
    assertRefused(Kind.LEASE_LOST, () -> other.startRun(share, run("r2"), slices(1)));
    assertRefused(Kind.LEASE_LOST, () -> other.reopenSlices(share, "r1", Set.of()));
    assertRefused(Kind.LEASE_LOST, () -> other.seal(share, "r1", seal("r1", NOTHING)));
    assertRefused(Kind.LEASE_LOST, () -> other.abandon(share, "r1", "reason"));
    store.seal(lease, "r1", seal("r1", NOTHING));
    assertRefused(Kind.LEASE_LOST, () -> other.commit(share, "r1", NOTHING));
    assertThat(other.claimSlice(share, "r1", "helper-1/0", 3)).isEmpty();
  }

  @Test
  void anExpiredShareLosesItsSliceAndCannotCompleteIt() throws Exception {
    store.startRun(lease, run("r1"), slices(1));
    Lease share = share("helper-1");
    SliceClaim lost = store.claimSlice(share, "r1", "helper-1/0", 1).orElseThrow();
    clock.advance(TTL.minusNanos(1000));
    assertThat(store.claimSlice(share("helper-2"), "r1", "helper-2/0", 1)).isEmpty();
    assertThat(store.claimSlice(lease, "r1", "worker-1", 1)).isEmpty();

    clock.advance(Duration.ofNanos(1000));

    Lease thief = share("helper-2");
    SliceClaim stolen = another().claimSlice(thief, "r1", "helper-2/0", 1).orElseThrow();
    assertThat(stolen.attempt()).isEqualTo(lost.attempt() + 1);
    assertRefused(Kind.LEASE_LOST, () -> store.completeSlice(share, lost, outcome(1), List.of()));
    assertRefused(Kind.LEASE_LOST, () -> store.failSlice(share, lost, "error", false));
    store.completeSlice(thief, stolen, outcome(10), List.of(part(stolen, 0)));
    assertThat(store.parts("r1")).containsExactly(part(stolen, 0));
  }

  @Test
  void renewingAShareExtendsItsClaimsAndReleasingItGivesThemUp() throws Exception {
    store.startRun(lease, run("r1"), slices(2));
    Lease share = share("helper-1");
    SliceClaim claim = store.claimSlice(share, "r1", "helper-1/0", 3).orElseThrow();
    SliceClaim second = store.claimSlice(share, "r1", "helper-1/1", 3).orElseThrow();
    store.completeSlice(share, second, outcome(10), List.of());
    clock.advance(TTL.minusNanos(1000));
    Lease renewed = store.renewLease(share, TTL);
    clock.advance(TTL.minusNanos(1000));
    assertThat(renewed.isShare()).isTrue();
    assertThat(store.claimSlice(lease, "r1", "worker-1", 3)).isEmpty();

    store.releaseLease(renewed);

    SliceClaim taken = claim("r1");
    assertThat(taken.slice()).isEqualTo(claim.slice());
    assertThat(taken.attempt()).isEqualTo(2);
    assertThat(store.claimSlice(lease, "r1", "worker-1", 3)).isEmpty();
  }

  @Test
  void aNewLeaseTakesTheSlicesOfTheOldOneButNotThoseOfALiveShare() throws Exception {
    store.startRun(lease, run("r1"), slices(3));
    SliceClaim old = claim("r1");
    clock.advance(TTL);
    Lease share = share("helper-1");
    SliceClaim shared = store.claimSlice(share, "r1", "helper-1/0", 3).orElseThrow();
    assertThat(shared.slice().index()).isEqualTo(1);

    Lease newer = another().acquireLease(KEY, "owner-2", TTL).orElseThrow();
    SliceClaim again = store.claimSlice(newer, "r1", "worker-2", 1).orElseThrow();
    assertThat(again.slice()).isEqualTo(old.slice());
    assertThat(again.attempt()).isEqualTo(2);
    store.reopenSlices(newer, "r1", Set.of());

    assertThat(store.slices("r1"))
        .extracting(slice -> slice.status())
        .containsExactly(SliceStatus.PENDING, SliceStatus.RUNNING, SliceStatus.PENDING);
    store.completeSlice(share, shared, outcome(10), List.of());
  }

  private Lease share(String owner) {
    return Lease.share(KEY, owner, clock.instant().plus(TTL));
  }
}
