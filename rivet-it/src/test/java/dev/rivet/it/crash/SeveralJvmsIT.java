package dev.rivet.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.extract.Chunked;
import dev.rivet.it.support.ChildJvm;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.SourceTable;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several JVMs apply one plan against one PostgreSQL ledger. The source is slow on purpose (a throttle), so that their number counts
 * more than the cores of this machine. {@code -Drivet.jvms.slices=400} makes it long.
 */
class SeveralJvmsIT {
  private static final int SLICES = Integer.getInteger("rivet.jvms.slices", 20);
  private static final int ROWS_PER_SLICE = 50;
  private static final int ROWS = SLICES * ROWS_PER_SLICE;
  private static final Duration SLICE_TIME = Duration.ofMillis(400);
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration KILL_EVERY =
      Duration.ofMillis(Integer.getInteger("rivet.jvms.killMillis", SLICES > 100 ? 5000 : 1500));
  private static final int JVMS = 4;

  private static Postgres db;
  private static SourceTable orders;
  private static List<List<String>> expected;

  @TempDir Path dir;

  @BeforeAll
  static void fill() throws SQLException {
    db = Postgres.newDatabase();
    orders = SourceTable.orders(db, ROWS);
    expected = orders.rows(db);
  }

  private static final class Fleet implements AutoCloseable {
    private final Env env;
    private final Path here;
    private final List<ChildJvm> all = new ArrayList<>();

    Fleet(Env env, Path here) throws IOException {
      this.env = env;
      this.here = here;
      Export export =
          Export.table("orders")
              .extract(Chunked.by("id").count(SLICES))
              .tuning(
                  Tuning.fast()
                      .batchRows(10)
                      .throttle(SLICE_TIME.multipliedBy(10).dividedBy(ROWS_PER_SLICE)))
              .into(env.prefix())
              .build();
      Files.writeString(planFile(), env.rivet().plan(export).toJson());
    }

    Path planFile() {
      return here.resolve("plan.json");
    }

    ChildJvm start() {
      ChildJvm child =
          ChildJvm.start(
              TogetherMain.class,
              List.of(),
              db.url(),
              env.stateUrl(),
              here.toString(),
              planFile().toString(),
              Long.toString(LEASE.toMillis()));
      all.add(child);
      return child;
    }

    long completed() {
      try {
        long completed = 0;
        List<RunRecord> runs = env.unfinished("default", "orders");
        for (RunRecord run : runs) {
          for (SliceRecord slice : env.store().slices(run.runId())) {
            completed += slice.outcome().isPresent() ? 1 : 0;
          }
        }
        return completed;
      } catch (StateException e) {
        throw new IllegalStateException(e);
      }
    }

    boolean isCommitted() {
      return !env.committed("orders").isEmpty();
    }

    void assertExact() {
      env.results().assertConsistent().assertRows(orders, expected);
      assertThat(env.committed("orders")).hasSize(1);
      assertThat(env.unfinished("default", "orders")).isEmpty();
      assertThat(env.results().immutableManifests()).hasSize(1);
      assertThat(env.results().committed()).hasSize(SLICES);
    }

    @Override
    public void close() {
      all.forEach(ChildJvm::close);
    }
  }

  @Test
  void killingOneOfFourAgainAndAgainLosesAndDoublesNothing() throws Exception {
    Path alone = dir.resolve("alone");
    long one;
    try (Env env = Env.create(db, alone, Env.State.POSTGRES);
        Fleet fleet = new Fleet(env, alone)) {
      long started = System.nanoTime();
      ChildJvm child = fleet.start();
      assertThat(child.exitValue()).as(child.output()).isZero();
      one = System.nanoTime() - started;
      fleet.assertExact();
    }
    long four = withKills(dir.resolve("four"));
    System.out.printf(
        "%d slices of %d ms: one JVM %.1f s; %d JVMs, one killed every %d ms: %.1f s, ratio %.2f%n",
        SLICES,
        SLICE_TIME.toMillis(),
        one / 1e9,
        JVMS,
        KILL_EVERY.toMillis(),
        four / 1e9,
        (double) four / one);
  }

  private static long withKills(Path here) throws Exception {
    Random random = new Random(7);
    try (Env env = Env.create(db, here, Env.State.POSTGRES);
        Fleet fleet = new Fleet(env, here)) {
      long started = System.nanoTime();
      List<ChildJvm> alive = new ArrayList<>();
      for (int i = 0; i < JVMS; i++) {
        alive.add(fleet.start());
      }
      await(() -> fleet.completed() > 0);
      int killed = 0;
      while (!fleet.isCommitted()) {
        alive.remove(random.nextInt(alive.size())).kill();
        killed++;
        if (env.results().files().contains("_SUCCESS")) {
          env.results().assertRows(orders, expected);
        }
        alive.add(fleet.start());
        long nextKill = System.nanoTime() + KILL_EVERY.toNanos();
        long done = fleet.completed();
        // However slow this machine is: no kill before something was done since the last one.
        await(
            () ->
                fleet.isCommitted()
                    || (System.nanoTime() >= nextKill && fleet.completed() >= done + 3));
      }
      long wall = System.nanoTime() - started;
      for (ChildJvm child : alive) {
        assertThat(child.exitValue()).as(child.output()).isZero();
        assertThat(child.output()).contains(TogetherMain.APPLIED + ROWS);
      }
      fleet.assertExact();
      System.out.println("killed " + killed + " JVMs");
      return wall;
    }
  }

  /** The JVM that leads is stopped by the operating system until others are done, and then wakes up where it was. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aJvmThatWakesUpTooLateCommitsAndFinishesNothing() throws Exception {
    try (Env env = Env.create(db, dir, Env.State.POSTGRES);
        Fleet fleet = new Fleet(env, dir)) {
      ChildJvm leader = fleet.start();
      await(() -> fleet.completed() > 0);
      ChildJvm helper = fleet.start();
      await(() -> fleet.completed() > 3);
      leader.signal("STOP");
      List<ChildJvm> others = List.of(helper, fleet.start(), fleet.start());
      for (ChildJvm other : others) {
        assertThat(other.exitValue()).as(other.output()).isZero();
        assertThat(other.output()).contains(TogetherMain.APPLIED + ROWS);
      }
      env.results().assertRows(orders, expected);
      String manifest = Results.fingerprint(env.results().bytes("manifest.json"));

      leader.signal("CONT");

      assertThat(leader.exitValue()).as(leader.output()).isZero();
      assertThat(leader.output()).contains(TogetherMain.APPLIED + ROWS);
      assertThat(Results.fingerprint(env.results().bytes("manifest.json"))).isEqualTo(manifest);
      env.results().assertConsistent().assertRows(orders, expected);
      assertThat(env.committed("orders")).hasSize(1);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.sleep(50); // a ledger in another process has no signal to wait for
    }
  }
}
