package dev.rivet.simulation;

import dev.rivet.internal.retry.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A simulated JVM: may die, has its own idea of the time, and runs its threads one at a time or one inside the other. */
final class SimProcess {
  private final int number;
  private final World world;
  private final boolean isThreaded;
  private long skewNanos;
  private boolean isDead;

  SimProcess(int number, World world, boolean isThreaded) {
    this.number = number;
    this.world = world;
    this.isThreaded = isThreaded;
  }

  int number() {
    return number;
  }

  boolean isDead() {
    return isDead;
  }

  void die() {
    isDead = true;
  }

  void skew(long nanos) {
    skewNanos += nanos;
  }

  Instant now() {
    return World.START.plusNanos(world.scheduler().now() + skewNanos);
  }

  Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  Waiting waiting() {
    return new Waiting() {
      @Override
      public boolean await(CountDownLatch latch, Duration atMost) {
        if (isDead) {
          throw new SimulatedCrash();
        }
        return world.scheduler().await(SimProcess.this, latch, atMost.toNanos());
      }

      @Override
      public long nanoTime() {
        return world.scheduler().now();
      }
    };
  }

  AbstractExecutorService executor() {
    return new AbstractExecutorService() {
      @Override
      public void execute(Runnable task) {
        if (isThreaded) {
          world.scheduler().spawn(SimProcess.this, task);
        } else {
          task.run();
        }
      }

      @Override
      public void shutdown() {}

      @Override
      public List<Runnable> shutdownNow() {
        return List.of();
      }

      @Override
      public boolean isShutdown() {
        return false;
      }

      @Override
      public boolean isTerminated() {
        return false;
      }

      @Override
      public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
      }
    };
  }
}
