package dev.rivet.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Full;
import dev.rivet.format.Format;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.SourceTable;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.RunStatus;
import dev.rivet.run.ValidationReport;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.StateException;
import dev.rivet.tck.fault.Effect;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.FaultySink;
import dev.rivet.tck.fault.SimulatedCrash;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * FM1: for every n, fail at the n-th durable side effect, apply the same plan again, and compare what readers of the manifest see
 * with the source. Three ways to fail: the process dies before it, the effect fails once, the effect happens but reports failure.
 * Proves also I1–I3, I11, CP8, M1, M2, PG2 and CU1 at every point.
 */
public abstract class CrashMatrix {
  private static final int ROWS = 600;

  @TempDir Path dir;

  /**
   * What is exported.
   *
   * @param source where the table is
   * @param orders the table
   * @param expected its rows as text
   */
  public record Content(DataSource source, SourceTable orders, List<List<String>> expected) {}

  private static final class OnPostgres {
    static final Postgres DB = create();
    static final SourceTable ORDERS = SourceTable.orders(DB, ROWS);
    static final Content CONTENT = new Content(DB.dataSource(), ORDERS, ORDERS.rows(DB));

    private static Postgres create() {
      try {
        return Postgres.newDatabase();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The table of orders; on PostgreSQL unless overridden. */
  protected Content content() {
    return OnPostgres.CONTENT;
  }

  /** Sessions that an export left on the source. */
  protected long sessionsLeft() {
    return OnPostgres.DB.otherSessions();
  }

  /** One cell of the matrix. */
  public record Cell(
      String mode, Extraction extraction, Format format, Env.State state, Fault fault) {
    @Override
    public String toString() {
      return mode + ", " + format.name() + ", state in " + state + ", " + fault;
    }
  }

  /** The whole table in one slice. */
  protected static Cell full(Format format, Env.State state, Fault fault) {
    return new Cell("full", Full.scan(), format, state, fault);
  }

  /** One slice after the other. */
  protected static Cell chunked(Format format, Env.State state, Fault fault) {
    return new Cell("chunked", Chunked.by("id").count(3), format, state, fault);
  }

  /** More slices than workers, so that one of them takes a second. */
  protected static Cell parallel(Format format, Env.State state, Fault fault) {
    return new Cell(
        "chunked, parallel 3", Chunked.by("id").count(4).parallel(3), format, state, fault);
  }

  public enum Fault {
    /** Nothing happens from here on. */
    DIES_BEFORE(FaultPlan::crashBefore),
    /** One exception, nothing happened. */
    FAILS(FaultPlan::failBefore),
    /** One exception, but it happened. */
    HAPPENS_BUT_FAILS(FaultPlan::failAfter);

    private final IntFunction<FaultPlan> plan;

    Fault(IntFunction<FaultPlan> plan) {
      this.plan = plan;
    }
  }

  /** A sink to the destination; called again and again, as processes would make theirs. */
  protected abstract Sink newSink();

  /** A prefix that nothing was written to yet. */
  protected abstract Location newPrefix(int n);

  /** A directory with all that is visible at a prefix, under the same names. */
  protected abstract Path seen(Location prefix);

  /** The directory of a test. */
  protected Path dir() {
    return dir;
  }

  @AfterEach
  void noSessionIsLeft() {
    assertThat(sessionsLeft()).isZero();
  }

  /** All points of failure of one cell. */
  protected void leavesEveryRowExactlyOnce(Cell cell) {
    try (Env env = Env.create(content().source(), dir, cell.state())) {
      boolean isReached = true;
      int n = 0;
      while (isReached) {
        n++;
        isReached = point(env, cell, n);
      }
      assertThat(n)
          .as("effects of an undisturbed run")
          .isGreaterThan(cell.extraction() instanceof Full ? 9 : 18);
    }
  }

  /**
   * One point of failure.
   *
   * @return whether the run had that many effects
   */
  private boolean point(Env env, Cell cell, int n) {
    FaultPlan faults = cell.fault().plan.apply(n);
    Location prefix = newPrefix(n);
    String namespace = "n" + n;
    String failure = "success";
    Plan plan;
    try (Rivet rivet = env.rivet(b -> b.namespace(namespace).sink(newSink()))) {
      plan = Plan.fromJson(rivet.plan(export(cell, prefix)).toJson());
    }
    try {
      try (Rivet rivet = faulty(env, faults, namespace)) {
        assertThat(rivet.apply(plan).execute().status()).isEqualTo(RunStatus.SUCCESS);
      } catch (RivetException e) {
        failure = e.toString();
      } catch (SimulatedCrash | IllegalStateException e) {
        assertThat(cell.fault())
            .as("only a dying process may throw %s", e)
            .isEqualTo(Fault.DIES_BEFORE);
        failure = e.toString();
      }
      afterTheFailure(env, namespace, prefix);
      env.expireLeases();
      try (Rivet rivet = env.rivet(b -> b.namespace(namespace).sink(newSink()))) {
        again(rivet, plan);
        afterTheSecondApply(env, rivet, namespace, prefix, plan.export());
      }
    } catch (AssertionError | RuntimeException e) {
      List<Effect> effects = faults.effects();
      throw new AssertionError(
          cell
              + ", n = "
              + n
              + " of "
              + effects
              + "; first call: "
              + failure
              + "; then: "
              + e.getMessage(),
          e);
    }
    return faults.hasFired();
  }

  private Rivet faulty(Env env, FaultPlan faults, String namespace) {
    return env.faulty(faults, b -> b.namespace(namespace).sink(FaultySink.wrap(newSink(), faults)));
  }

  private static Export export(Cell cell, Location prefix) {
    return Export.table("orders")
        .extract(cell.extraction())
        .as(cell.format())
        .tuning(Tuning.fast().retryBackoff(Duration.ofMillis(1)))
        .into(prefix)
        .build();
  }

  private void again(Rivet rivet, Plan plan) {
    try {
      ApplyResult result = rivet.apply(plan).validate().execute();
      assertThat(result.status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(result.rows()).isEqualTo(content().expected().size());
      assertThat(result.validationPassed()).isTrue();
    } catch (RivetException e) {
      assertThat(e.code()).as("%s", e).isEqualTo(ErrorCode.PLAN_ALREADY_APPLIED);
    }
  }

  /** What must hold even while nobody has cleaned up. */
  private void afterTheFailure(Env env, String namespace, Location prefix) {
    Results results = Results.at(seen(prefix));
    // I1, DW1: whatever is visible is finished.
    assertThat(results.read(content().orders(), List.copyOf(results.partFiles())).size())
        .isGreaterThanOrEqualTo(0);
    // M2, M5: a marker means a complete, readable, exact manifest.
    if (results.files().contains("_SUCCESS")) {
      results.assertConsistent().assertRows(content().orders(), content().expected());
    }
    // I3, PG2: a committed boundary means a durable manifest of that run.
    for (RunRecord run : env.committed(namespace, "orders")) {
      assertThat(results.runId()).isEqualTo(run.runId());
      results.assertConsistent().assertRows(content().orders(), content().expected());
    }
    // I2, CP8: a completed slice has its parts in the file log, and they exist.
    for (RunRecord run : env.unfinished(namespace, "orders")) {
      try {
        List<PartRecord> parts = env.store().parts(run.runId());
        for (SliceRecord slice : env.store().slices(run.runId())) {
          if (slice.outcome().isPresent()) {
            List<PartRecord> own =
                parts.stream().filter(p -> p.sliceIndex() == slice.slice().index()).toList();
            assertThat(own.stream().mapToLong(PartRecord::rows).sum())
                .isEqualTo(slice.outcome().get().rows());
            own.forEach(
                p ->
                    assertThat(Results.fingerprint(results.bytes(p.name())))
                        .isEqualTo(p.fingerprint()));
          }
        }
      } catch (StateException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What must hold in the end. */
  private void afterTheSecondApply(
      Env env, Rivet rivet, String namespace, Location prefix, Export export) {
    Results results =
        Results.at(seen(prefix))
            .assertConsistent()
            .assertRows(content().orders(), content().expected());
    assertThat(env.committed(namespace, "orders")).as("committed runs").hasSize(1);
    assertThat(env.unfinished(namespace, "orders")).as("unfinished runs").isEmpty();
    assertThat(results.runId()).isEqualTo(env.committed(namespace, "orders").get(0).runId());
    assertThat(results.immutableManifests()).as("immutable manifests").hasSize(1);
    Results.compare(content().expected(), results.rebuilt(content().orders()));
    ValidationReport validation = rivet.validate(export).execute();
    assertThat(validation.failures()).isEmpty();
    assertThat(validation.isRunning()).isFalse();
    assertThat(rivet.progression("orders").orElseThrow().committed().orElseThrow().runId())
        .isEqualTo(results.runId());
    assertThat(env.number("SELECT count(*) FROM rivet_lease WHERE owner IS NOT NULL"))
        .as("leases held")
        .isZero();
  }
}
