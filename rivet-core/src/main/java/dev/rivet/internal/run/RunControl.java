package dev.rivet.internal.run;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.ExportCancelledException;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.retry.Waiting;
import dev.rivet.spi.dialect.SourceSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Stops a run. The first cause wins; every open session is cancelled at once, so that a thread that waits for the server wakes
 * up. Thread-safe.
 */
public final class RunControl {
  private final Context context;
  private final Waiting waiting;
  private volatile CountDownLatch stopped = new CountDownLatch(1);
  private final Set<SourceSession> sessions = new LinkedHashSet<>();
  private int mostSessions;
  private @Nullable RuntimeException cause;

  /** Not stopped yet. */
  public RunControl(Context context, Waiting waiting) {
    this.context = context;
    this.waiting = waiting;
  }

  /** How threads of the run wait. */
  Waiting waiting() {
    return waiting;
  }

  /** Stops with a failure. */
  public void stop(RuntimeException why) {
    List<SourceSession> open;
    synchronized (this) {
      if (cause != null) {
        return;
      }
      cause = why;
      open = new ArrayList<>(sessions);
      stopped.countDown();
    }
    open.forEach(SourceSession::cancel);
  }

  /** If the run is stopped: cancels what runs again, for statements that started just after the first time. */
  void stopAgain() {
    List<SourceSession> open;
    synchronized (this) {
      if (cause == null) {
        return;
      }
      open = new ArrayList<>(sessions);
    }
    open.forEach(SourceSession::cancel);
  }

  /**
   * Takes a stop back, when all threads of the run have ended and the caller knows how to go on.
   *
   * @param handled what it was stopped with; any other cause stays
   */
  public synchronized void proceed(RuntimeException handled) {
    if (cause == handled) {
      cause = null;
      stopped = new CountDownLatch(1);
    }
  }

  /** Stops because somebody asked for it. */
  public void cancel(String why) {
    stop(
        new ExportCancelledException(
            ErrorCode.CANCELLED,
            why + ". Finished slices are kept; applying the same plan again continues.",
            List.of(),
            context.toMap(),
            null));
  }

  /** Whether the run is to end. */
  public synchronized boolean isStopped() {
    return cause != null;
  }

  /** Throws the cause if the run is to end. */
  public synchronized void check() {
    if (cause != null) {
      throw cause;
    }
  }

  /** Cancels the session when the run stops. */
  public void register(SourceSession session) {
    synchronized (this) {
      if (cause == null) {
        sessions.add(session);
        mostSessions = Math.max(mostSessions, sessions.size());
        return;
      }
    }
    session.cancel();
  }

  /** Most sessions at once so far. */
  synchronized int mostSessions() {
    return mostSessions;
  }

  /** The session is about to close. */
  public synchronized void unregister(SourceSession session) {
    sessions.remove(session);
  }

  /** Waits, but not longer than until the run stops. */
  public void sleep(Duration duration) {
    try {
      if (waiting.await(stopped, duration)) {
        check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Thread.currentThread().isInterrupted()) {
      cancel("the thread was interrupted");
    }
    check();
  }
}
