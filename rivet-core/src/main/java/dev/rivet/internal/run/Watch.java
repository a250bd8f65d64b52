package dev.rivet.internal.run;

import dev.rivet.Budget;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Recovery;
import dev.rivet.error.RivetException;
import dev.rivet.error.SourceException;
import dev.rivet.run.Harm;
import dev.rivet.run.RunEvent;
import dev.rivet.spi.dialect.ServerLoad;
import dev.rivet.spi.dialect.ServerSession;
import dev.rivet.spi.dialect.SourceSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run within its budget: one loop of reading the server's counters on a connection of its own, deciding, and pacing the
 * workers. Without a budget it only paces. The thread-safe part is what workers call.
 */
final class Watch implements AutoCloseable {
  private static final Duration SAMPLE = Duration.ofMillis(1_500);
  private static final Duration POLL = Duration.ofMillis(200);

  private final RunContext run;
  private final Budget budget;
  private final Governor governor;
  private final Pace pace;
  private final long startedNanos = System.nanoTime();
  private volatile boolean isClosed;
  private volatile long snapshotNanos;
  private @Nullable Thread thread;
  private @Nullable ServerLoad first;
  private @Nullable ServerLoad last;
  private Duration oldestSnapshot = Duration.ZERO;
  private long oldestXmin;
  private int lockWaits;
  private boolean isBlindTold;

  Watch(RunContext run, int workers) {
    this.run = run;
    this.budget = run.plan().export().tuning().budget();
    this.governor = new Governor(workers, budget.isYielding(), this::adjusted);
    this.pace = new Pace(run.plan().export().tuning());
  }

  private void adjusted(int from, int to) {
    run.events()
        .tell(
            new RunEvent.ParallelismAdjusted(
                run.events().now(), from, to, "the server's pressure counter"));
  }

  /** The snapshot all slices see was taken. */
  void snapshotShared() {
    snapshotNanos = System.nanoTime();
  }

  /** Begins to watch, if there is a budget to keep. */
  void start() {
    if (!budget.isSet() || thread != null) {
      return;
    }
    Thread watcher = new Thread(this::loop, "rivet-watch");
    watcher.setDaemon(true);
    thread = watcher;
    watcher.start();
  }

  /** Waits until a slice may begin; {@link #leave()} follows. */
  void enter() {
    while (!governor.tryEnter()) {
      run.control().sleep(POLL);
    }
  }

  void leave() {
    governor.leave();
  }

  /** Between two batches: keeps the snapshot's age, the pause, the throttle and the rate. */
  void afterBatch(int rows, long bytes, long sliceStartedNanos) {
    long now = System.nanoTime();
    checkSnapshot(now - (snapshotNanos == 0 ? sliceStartedNanos : snapshotNanos));
    Duration pause = pace.after(rows, bytes, now);
    if (!pause.isZero()) {
      run.control().sleep(pause);
    }
    if (governor.isPaused()) {
      run.control().sleep(POLL);
    }
  }

  private void checkSnapshot(long ageNanos) {
    Duration limit = budget.maxSnapshotAge();
    if (!limit.isZero() && ageNanos > limit.toNanos()) {
      throw new SourceException(
          ErrorCode.BUDGET_EXCEEDED,
          Recovery.FIX_INPUT,
          "the snapshot is open for longer than the "
              + limit
              + " its budget allows, and holds back vacuum.\n  Use narrower slices, or"
              + " Consistency.PER_SLICE; finished slices are kept.",
          null,
          run.context().toMap(),
          null);
    }
  }

  private void loop() {
    SourceSession session = null;
    long nextAt = System.nanoTime();
    try {
      while (true) {
        boolean isLast = isClosed;
        if (isLast || System.nanoTime() - nextAt >= 0) {
          nextAt = System.nanoTime() + SAMPLE.toNanos();
          session = sample(session);
        }
        if (isLast) {
          return;
        }
        Thread.sleep(POLL.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeQuietly(session);
    }
  }

  private @Nullable SourceSession sample(@Nullable SourceSession open) {
    SourceSession session = open;
    try {
      if (session == null) {
        session = run.resources().source().open(run.plan().export().tuning());
      }
      if (session instanceof ServerSession server) {
        seen(server.load());
      } else {
        blind("this dialect cannot read the server's counters");
      }
      return session;
    } catch (SQLException | RivetException e) {
      blind("the server's counters cannot be read: " + e.getClass().getSimpleName());
      closeQuietly(session);
      return null;
    }
  }

  private synchronized void seen(ServerLoad load) {
    if (first == null) {
      first = load;
    }
    last = load;
    oldestSnapshot = longer(oldestSnapshot, load.oldestSnapshot());
    oldestXmin = Math.max(oldestXmin, load.oldestXminAge());
    lockWaits = Math.max(lockWaits, load.lockWaits());
    governor.reading(load);
  }

  private synchronized void blind(String why) {
    governor.reading(OptionalLong.empty());
    if (!isBlindTold) {
      isBlindTold = true;
      run.events().warn("NOT_WATCHED", why + "; the run goes on without watching");
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static void closeQuietly(@Nullable SourceSession session) {
    if (session != null) {
      try {
        session.close();
      } catch (SQLException e) {
        org.slf4j.LoggerFactory.getLogger(Watch.class)
            .debug("the watching session did not close cleanly: {}", e.getSQLState());
      }
    }
  }

  /** Reads the counters once more and puts what was measured into the run's figures. */
  @Override
  public void close() {
    isClosed = true;
    Thread watcher = thread;
    if (watcher == null) {
      return;
    }
    try {
      watcher.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    run.tally().harm(harm());
  }

  private synchronized Harm harm() {
    double seconds = Math.max(0.001, (System.nanoTime() - startedNanos) / 1e9);
    return new Harm(
        run.tally().longestStatement(),
        oldestSnapshot,
        oldestXmin,
        lockWaits,
        run.control().mostSessions() + 1,
        (long) (run.tally().sourceBytes() / seconds),
        delta(ServerLoad.TEMP_BYTES),
        delta(ServerLoad.ROWS_SCANNED),
        delta(ServerLoad.BLOCKS_READ),
        delta(ServerLoad.DEADLOCKS),
        governor.yields(),
        last != null);
  }

  private long delta(String counter) {
    ServerLoad begin = first;
    ServerLoad end = last;
    return begin == null || end == null
        ? 0
        : Math.max(
            0, end.totals().getOrDefault(counter, 0L) - begin.totals().getOrDefault(counter, 0L));
  }
}
