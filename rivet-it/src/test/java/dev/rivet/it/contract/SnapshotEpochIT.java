package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.Budget;
import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.extract.Consistency;
import dev.rivet.extract.Keyset;
import dev.rivet.plan.Plan;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.SimulatedCrash;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** One snapshot for all slices, for as long as it may last: NG6. */
class SnapshotEpochIT extends ItemsFixture {

  private Export.Builder snapshot() {
    return items().extract(Keyset.by("id").rows(20)).consistency(Consistency.SNAPSHOT);
  }

  private List<Integer> epochs() {
    return StreamSupport.stream(results().manifest().path("parts").spliterator(), false)
        .filter(p -> p.path("status").asText().equals("committed"))
        .map(p -> p.path("epoch").asInt(-1))
        .toList();
  }

  @Test
  void oneEpochShowsOneMoment() {
    List<List<String>> before = ITEMS.rows(db);
    FaultPlan change =
        FaultPlan.runAfter(1, () -> db.execute("DELETE FROM items WHERE id > 50"))
            .only(e -> e.operation().equals("Upload.commit"));
    var unused = env.faulty(change).run(snapshot().build());
    assertThat(change.hasFired()).isTrue();
    results().assertConsistent().assertRows(ITEMS, before);
    assertThat(epochs()).containsExactly(1, 1, 1, 1, 1);
  }

  /** A resumed run reads the rest under a new snapshot and says so; so does a repair. */
  @Test
  void resumeIsTheNextEpoch() {
    Plan plan = rivet().plan(snapshot().build());
    FaultPlan crash = FaultPlan.crashBefore(3).only(e -> e.operation().equals("Upload.commit"));
    assertThatThrownBy(() -> env.faulty(crash).apply(plan).execute())
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    env.expireLeases();
    assertThat(rivet().apply(plan).execute().slicesResumed()).isEqualTo(2);
    assertThat(epochs()).containsExactly(1, 1, 2, 2, 2);
    db.execute("UPDATE items SET label = 'x' WHERE id IN (1, 90)");
    ReconcileReport report = rivet().reconcile(snapshot().build()).depth(Depth.CONTENT).execute();
    var unusedRepaired = rivet().repair(report).execute();
    assertThat(epochs()).containsExactly(3, 1, 2, 2, 3);
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** Past half its budgeted age no slice begins under a snapshot; the run goes on under the next one. */
  @Test
  void ageEndsAnEpoch() {
    FaultPlan slow =
        FaultPlan.runAfter(2, () -> pause(Duration.ofMillis(1_600)))
            .only(e -> e.operation().equals("Upload.commit"));
    Export export =
        env.export("items")
            .tuning(Tuning.fast().budget(Budget.none().maxSnapshotAge(Duration.ofSeconds(3))))
            .extract(Keyset.by("id").rows(20))
            .consistency(Consistency.SNAPSHOT)
            .build();
    var result = env.faulty(slow).run(export);
    assertThat(slow.hasFired()).isTrue();
    List<Integer> epochs = epochs();
    assertThat(epochs).hasSize(5).startsWith(1).endsWith(2);
    assertThat(result.warnings()).anyMatch(w -> w.startsWith("SNAPSHOT_EPOCH"));
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(db.otherSessions()).isZero();
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis()); // until the snapshot is older than its age
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
