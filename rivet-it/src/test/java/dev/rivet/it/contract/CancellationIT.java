package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Recovery;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Cancellation;
import dev.rivet.run.Depth;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever cancels or interrupts gets an answer within five seconds, and nothing is left: session, statement, file, lease. */
class CancellationIT {
  private static final Duration PROMISE = Duration.ofSeconds(5);

  private static Postgres db;

  @TempDir Path dir;
  private Env env;

  @BeforeAll
  static void fill() throws SQLException {
    db = Postgres.newDatabase();
    db.execute(
        "CREATE TABLE items (id bigint PRIMARY KEY, note text)",
        "INSERT INTO items SELECT i, 'note ' || i FROM generate_series(1, 300) i",
        // The last hundred rows take ten seconds.
        "CREATE VIEW slow AS SELECT id, note, CASE WHEN id > 200 THEN pg_sleep(0.1) IS NULL END AS"
            + " s FROM items");
  }

  @BeforeEach
  void open() {
    env = Env.sqlite(db, dir);
  }

  @AfterEach
  void close() {
    env.close();
  }

  private Export slow() {
    return Export.table("slow")
        .extract(Chunked.by("id").rows(100).parallel(2))
        .tuning(Tuning.fast())
        .into(env.prefix())
        .build();
  }

  /** Tells when two slices are done and the third, slow one is being read. */
  private static RunListener inTheSlowSlice(CountDownLatch reached) {
    CountDownLatch done = new CountDownLatch(2);
    return event -> {
      if (event instanceof RunEvent.SliceCompleted) {
        done.countDown();
        if (done.getCount() == 0) {
          reached.countDown();
        }
      }
    };
  }

  private void nothingIsLeft() throws Exception {
    long end = System.nanoTime() + PROMISE.toNanos();
    while (db.otherSessions() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20); // a server process takes a moment to end
    }
    assertThat(db.otherSessions()).isZero();
    assertThat(env.number("SELECT count(*) FROM rivet_lease WHERE owner IS NOT NULL")).isZero();
    try (var files = Files.walk(env.prefix())) {
      assertThat(files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
          .allMatch(n -> n.endsWith(".parquet"))
          .hasSize(2);
    }
  }

  @Test
  void cancelledFromOutside_thenGoesOn() throws Exception {
    Plan plan = env.rivet().plan(slow());
    Cancellation stop = Cancellation.create();
    CountDownLatch reached = new CountDownLatch(1);
    CompletableFuture<RivetException> failure =
        CompletableFuture.supplyAsync(
            () ->
                Env.failure(
                    ErrorCode.CANCELLED,
                    () ->
                        env.rivet()
                            .apply(plan)
                            .cancellation(stop)
                            .listener(inTheSlowSlice(reached))
                            .execute()));
    assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
    stop.cancel();
    RivetException e = failure.get(PROMISE.toSeconds(), TimeUnit.SECONDS);
    assertThat(e.recovery()).isEqualTo(Recovery.RETRY);
    assertThat(e).hasMessageContaining("applying the same plan again continues");
    nothingIsLeft();
    db.execute("CREATE OR REPLACE VIEW slow AS SELECT id, note, NULL::boolean AS s FROM items");
    try {
      ApplyResult again = env.rivet().apply(plan).validate().execute();
      assertThat(again.slicesResumed()).isEqualTo(2);
      assertThat(again.rows()).isEqualTo(300);
      env.results().assertConsistent();
    } finally {
      db.execute(
          "CREATE OR REPLACE VIEW slow AS SELECT id, note, CASE WHEN id > 200 THEN pg_sleep(0.1) IS"
              + " NULL END AS s FROM items");
    }
  }

  @Test
  void interrupted() throws Exception {
    Plan plan = env.rivet().plan(slow());
    CountDownLatch reached = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                var unused = env.rivet().apply(plan).listener(inTheSlowSlice(reached)).execute();
              } catch (Throwable t) {
                thrown.set(t);
              }
              flag.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    caller.join(PROMISE.toMillis());
    assertThat(caller.isAlive()).isFalse();
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            RivetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(flag.get()).as("the interrupt is kept for the caller").isTrue();
    nothingIsLeft();
  }

  @Test
  void cancelledBeforeItStarted() {
    Plan plan = env.rivet().plan(slow());
    Cancellation stop = Cancellation.create();
    stop.cancel();
    Env.failure(ErrorCode.CANCELLED, () -> env.rivet().apply(plan).cancellation(stop).execute());
    assertThat(env.prefix()).doesNotExist();
    assertThat(env.unfinished("default", "slow")).isEmpty();
  }

  @Test
  void aReconcileCanBeInterruptedToo() throws Exception {
    Export quick =
        Export.table("items").extract(Chunked.by("id").rows(100)).into(env.prefix()).build();
    assertThat(env.rivet().run(quick).rows()).isEqualTo(300);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (var blocker = db.connect();
        var lock = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      lock.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE");
      Thread caller =
          new Thread(
              () ->
                  thrown.set(
                      Assertions.catchThrowable(
                          () -> env.rivet().reconcile(quick).depth(Depth.CONTENT).execute())));
      caller.start();
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (db.number("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0
          && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(20); // until it waits for the lock
      }
      caller.interrupt();
      caller.join(PROMISE.toMillis());
      assertThat(caller.isAlive()).isFalse();
      blocker.rollback();
    }
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            RivetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }
}
