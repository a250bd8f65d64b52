package dev.rivet.internal.run;

import dev.rivet.internal.retry.Waiting;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Blocking work on other threads, waited for by the calling one, which can so react to an interrupt while a driver waits for its
 * server.
 */
public final class Watched {
  private static final Duration POLL = Duration.ofMillis(200);

  private Watched() {}

  /**
   * Runs work on another thread.
   *
   * @throws RuntimeException what the work threw, or the control's cause if it was stopped
   */
  public static <T> T call(ExecutorService executor, RunControl control, Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    CountDownLatch done = new CountDownLatch(1);
    executor.execute(
        () -> {
          task.run();
          done.countDown();
        });
    await(done, control, Duration.ofDays(1), () -> {});
    control.check();
    return result(task);
  }

  /** Of a task that has ended, whether or not this thread is interrupted. */
  private static <T> T result(FutureTask<T> task) {
    boolean isInterrupted = Thread.interrupted();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw new IllegalStateException("work threw what it does not declare", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("a task that has ended does not wait", e);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits; an interrupt stops the control and is kept for the caller. A stop is repeated until the work has ended, because a
   * statement may start just after it was told.
   *
   * @param beat how often to run {@code onBeat} while waiting
   */
  static void await(CountDownLatch done, RunControl control, Duration beat, Runnable onBeat) {
    boolean isInterrupted = false;
    Waiting waiting = control.waiting();
    long nextBeat = waiting.nanoTime() + beat.toNanos();
    while (true) {
      try {
        if (waiting.await(done, POLL)) {
          break;
        }
        control.stopAgain();
        if (waiting.nanoTime() - nextBeat >= 0) {
          onBeat.run();
          nextBeat = waiting.nanoTime() + beat.toNanos();
        }
      } catch (InterruptedException e) {
        isInterrupted = true;
        control.cancel("the calling thread was interrupted");
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
