package dev.rivet.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets exactly one of many threads run, and decides at every {@link #point} which one: the same seed, the same order. Time stands
 * still but for what is added here. Threads come from a pool, since making one costs more than a whole schedule.
 */
final class Scheduler {
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final int LIMIT = 60_000;

  private final Random random;
  private final Executor threads;
  private final int switchPermille;
  private final int pausePermille;
  private final long pauseNanos;
  private final List<Task> alive = new ArrayList<>();
  private final Task driver = new Task(null, () -> {});
  private Supplier<@Nullable Runnable> starts = () -> null;
  private @Nullable Task current;
  private long now;
  private int points;

  /** A thread of a simulated process. */
  private final class Task {
    private final @Nullable SimProcess process;
    private final Runnable body;
    private @Nullable Thread thread;
    private volatile boolean hasTurn;
    private boolean isBlocked;
    private CountDownLatch latch = NEVER;
    private long wakeAt;

    Task(@Nullable SimProcess process, Runnable body) {
      this.process = process;
      this.body = body;
    }

    boolean isRunnable() {
      return !isBlocked
          || latch.getCount() == 0
          || wakeAt <= now
          || (process != null && process.isDead());
    }

    void run() {
      thread = Thread.currentThread();
      awaitTurn();
      try {
        body.run();
      } catch (SimulatedCrash e) {
        assert process == null || process.isDead();
      } finally {
        alive.remove(this);
        Task next = pick();
        current = next;
        next.give();
      }
    }

    void give() {
      hasTurn = true;
      LockSupport.unpark(thread);
    }

    void awaitTurn() {
      while (!hasTurn) {
        LockSupport.park(this);
      }
      hasTurn = false;
    }
  }

  Scheduler(Random random, Executor threads, int switchPermille, int pausePermille, long pause) {
    this.random = random;
    this.threads = threads;
    this.switchPermille = switchPermille;
    this.pausePermille = pausePermille;
    this.pauseNanos = pause;
  }

  long now() {
    return now;
  }

  void advance(long nanos) {
    now += nanos;
  }

  /** Runs until no task is left. Whenever it is somebody's turn, it may be that of a new process. */
  void run(Supplier<@Nullable Runnable> newStarts) {
    starts = newStarts;
    driver.thread = Thread.currentThread();
    Task next = pick();
    if (next != driver) {
      current = next;
      next.give();
      driver.awaitTurn();
    }
    current = null;
  }

  /** Another thread of a process. */
  void spawn(SimProcess process, Runnable body) {
    Task task = new Task(process, body);
    alive.add(task);
    CountDownLatch started = new CountDownLatch(1);
    threads.execute(
        () -> {
          task.thread = Thread.currentThread();
          started.countDown();
          task.run();
        });
    try {
      started.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Something that takes time and during which others may run, or this thread be stopped for long. */
  void point(SimProcess process) {
    if (current == null) {
      return; // plans are made before the simulation
    }
    if (process.isDead()) {
      throw new SimulatedCrash();
    }
    now += 1_000_000L * (1 + random.nextInt(20));
    if (++points > LIMIT) {
      throw new IllegalStateException("no end in sight");
    }
    Task me = current();
    if (random.nextInt(1000) < pausePermille) {
      block(me, NEVER, pauseNanos / 2 + (long) (random.nextDouble() * 2 * pauseNanos));
    } else if (random.nextInt(1000) < switchPermille) {
      handOver(me);
    }
    if (process.isDead()) {
      throw new SimulatedCrash();
    }
  }

  /** Waits for the latch or for time. */
  boolean await(SimProcess process, CountDownLatch latch, long nanos) {
    if (latch.getCount() == 0) {
      return true;
    }
    if (++points > LIMIT) {
      throw new IllegalStateException("no end in sight");
    }
    // Nobody is woken up on time: polls of 200 ms would make up most of a schedule.
    block(current(), latch, nanos * (1 + random.nextInt(40)));
    if (process.isDead()) {
      throw new SimulatedCrash();
    }
    return latch.getCount() == 0;
  }

  private Task current() {
    Task me = current;
    if (me == null || me.thread != Thread.currentThread()) {
      throw new IllegalStateException("a thread of nobody's");
    }
    return me;
  }

  private void block(Task me, CountDownLatch latch, long nanos) {
    me.isBlocked = true;
    me.latch = latch;
    me.wakeAt = now + nanos;
    handOver(me);
    me.isBlocked = false;
    me.latch = NEVER;
  }

  private void handOver(Task me) {
    Task next = pick();
    if (next != me) {
      current = next;
      next.give();
      me.awaitTurn();
      current = me;
    }
  }

  private Task pick() {
    while (true) {
      Runnable start = starts.get();
      if (start != null) {
        start.run();
      }
      if (alive.isEmpty()) {
        return driver;
      }
      int runnable = 0;
      Task chosen = null;
      long next = Long.MAX_VALUE;
      for (Task task : alive) {
        if (task.isRunnable()) {
          runnable++;
          if (random.nextInt(runnable) == 0) {
            chosen = task;
          }
        } else {
          next = Math.min(next, task.wakeAt);
        }
      }
      if (chosen != null) {
        return chosen;
      }
      now = Math.max(now, next);
    }
  }
}
