package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.Export;
import dev.rivet.error.InvalidExportException;
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
    var repaired = rivet().repair(report).execute();
    assertThat(epochs()).containsExactly(3, 1, 2, 2, 3);
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  /** Past its age no slice begins under a snapshot; the run goes on under the next one. */
  @Test
  void ageEndsAnEpoch() {
    var result = rivet().run(snapshot().snapshotAge(Duration.ofNanos(1)).build());
    assertThat(epochs()).containsExactly(1, 2, 3, 4, 5);
    assertThat(result.warnings()).anyMatch(w -> w.startsWith("SNAPSHOT_EPOCH"));
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(db.otherSessions()).isZero();
    assertThatThrownBy(() -> items().snapshotAge(Duration.ofHours(1)).build())
        .isInstanceOf(InvalidExportException.class)
        .hasMessageContaining("SNAPSHOT");
  }
}
