package dev.rivet.dialect.jdbc.internal.session;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stops a statement that runs for too long: JDBC's query timeout means something else in every driver, and nothing at all in some
 * (SQLite waits that long for a lock). Thread-safe.
 */
final class Deadline {
  private final Duration timeout;
  private final Runnable stop;
  private @Nullable CompletableFuture<Void> running;
  private boolean over;

  /**
   * For the statements of a session.
   *
   * @param timeout zero for none
   * @param stop stops the running statement; never throws
   */
  Deadline(Duration timeout, Runnable stop) {
    this.timeout = timeout;
    this.stop = stop;
  }

  /** A statement is sent. */
  synchronized void starts() {
    over = false;
    if (timeout.isZero()) {
      return;
    }
    CompletableFuture<Void> end = new CompletableFuture<>();
    running = end;
    // The JDK's own timer; the driver is called from the pool, because that may take a while.
    CompletableFuture<Void> unused =
        end.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionallyAsync(
                e -> {
                  expire(end);
                  return null;
                });
  }

  /** The lock is held while the driver is told, so that the next statement cannot be hit. */
  private synchronized void expire(CompletableFuture<Void> statement) {
    if (running == statement) {
      over = true;
      stop.run();
    }
  }

  /** The last row has come, or an error. */
  synchronized void ends() {
    CompletableFuture<Void> end = running;
    running = null;
    if (end != null) {
      boolean unused = end.complete(null); // the timer forgets it
    }
  }

  /** Whether the last statement was stopped for its time. */
  synchronized boolean isOver() {
    return over;
  }

  /** What to show instead of the driver's complaint that it was stopped. */
  SQLException exceeded() {
    return new SQLTimeoutException("the statement ran longer than " + timeout, "57014");
  }
}
