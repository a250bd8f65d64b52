package dev.rivet.sink.s3.internal;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A part on its way to the store, on a thread of its own. */
final class SendingPart implements Runnable {
  private enum State {
    WAITING,
    RUNNING,
    ENDED
  }

  private final Repeat.Step<Void> work;
  private final Runnable afterwards;
  private final CountDownLatch done = new CountDownLatch(1);
  private State state = State.WAITING;
  private @Nullable Thread runner;
  private volatile @Nullable Throwable failure;

  /**
   * Not yet running.
   *
   * @param afterwards runs exactly once, when the part has been sent, has failed, or will never be
   */
  SendingPart(Repeat.Step<Void> work, Runnable afterwards) {
    this.work = work;
    this.afterwards = afterwards;
  }

  @Override
  public void run() {
    synchronized (this) {
      if (state != State.WAITING) {
        return; // Cancelled.
      }
      state = State.RUNNING;
      runner = Thread.currentThread();
    }
    try {
      var unused = work.run();
    } catch (Throwable e) {
      failure = e; // Whoever waits for the part has to know, of errors too.
    } finally {
      synchronized (this) {
        state = State.ENDED;
        runner = null;
        boolean unused = Thread.interrupted(); // By cancel(); the thread goes back to its pool.
      }
      finish();
    }
  }

  private void finish() {
    try {
      afterwards.run();
    } finally {
      done.countDown();
    }
  }

  /** Asks it to stop; what has not begun never will. */
  void cancel() {
    synchronized (this) {
      if (runner != null) {
        runner.interrupt();
      }
      if (state != State.WAITING) {
        return;
      }
      state = State.ENDED;
    }
    finish();
  }

  boolean isDone() {
    return done.getCount() == 0;
  }

  /** Waits for the end and passes a failure on. */
  void await() throws IOException, InterruptedException {
    done.await();
    Throwable thrown = failure;
    if (thrown instanceof IOException io) {
      throw io;
    }
    if (thrown instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  /** Waits for the end, however it is; false if it did not come in time. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return done.await(millis, TimeUnit.MILLISECONDS);
  }
}
