package dev.rivet.dialect.postgres.internal.session;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/**
 * Lets any thread stop what the session is doing. A cancel request that arrives late would hit the next statement on the
 * connection, in the worst case that of the pool's next user; so requests and the ends of statements exclude each other, and a
 * request is sent completely before a statement may end. If the server does not answer to it, the connection is given up.
 * Thread-safe.
 */
final class Cancellation {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(3).toNanos();
  private static final long POLL_MILLIS = 100;
  private static final long AGAIN_MILLIS = 500;

  private final PGConnection pg;
  private final Runnable giveUp;
  private final Object sending = new Object();
  private int activities;
  private volatile boolean requested;

  /** Open while a statement runs. */
  private CountDownLatch ended = new CountDownLatch(0);

  private volatile boolean waiting; // the reading thread, for the server
  private volatile long waitingSince;
  private volatile boolean givenUp;

  Cancellation(PGConnection pg, Runnable giveUp) {
    this.pg = pg;
    this.giveUp = giveUp;
  }

  /** Something begins that may be cancelled, also between its statements. */
  synchronized void enter() {
    activities++;
  }

  synchronized void leave() {
    activities--;
    if (activities == 0) {
      requested = false;
    }
  }

  synchronized void statementStarts() throws SQLException {
    if (requested) {
      throw new StatementCancelledException();
    }
    ended = new CountDownLatch(1);
  }

  void statementEnds() {
    CountDownLatch running;
    synchronized (this) {
      running = ended;
    }
    if (givenUp) {
      running.countDown();
      return; // nobody can be hit by a late request any more
    }
    synchronized (sending) {
      running.countDown();
    }
  }

  /** The reading thread waits for the server from now on. */
  void waitStarts() {
    waitingSince = System.nanoTime();
    waiting = true;
  }

  void waitEnds() {
    waiting = false;
  }

  boolean isRequested() {
    return requested;
  }

  /** From any thread; returns at once. */
  synchronized void cancel() {
    if (activities == 0 || requested) {
      return;
    }
    requested = true;
    CountDownLatch running = ended;
    if (running.getCount() > 0) {
      start("rivet-cancel", () -> send(running));
      start("rivet-cancel-watch", () -> watch(running));
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** For the reading thread itself, to stop a statement that is still sending. */
  void stopRunning() throws SQLException {
    if (!givenUp) {
      pg.cancelQuery();
    }
  }

  /** Asks again until the statement has ended: between two fetches of a cursor the server forgets a request. */
  private void send(CountDownLatch running) {
    try {
      do {
        synchronized (sending) {
          if (running.getCount() > 0 && !givenUp) {
            pg.cancelQuery();
          }
        }
      } while (!running.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS) && !givenUp);
    } catch (SQLException e) {
      PgSession.LOG.debug("cancel request failed: {}", e.getSQLState());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server that cannot be reached does not hear a request either; then only closing the socket wakes the reader. */
  private void watch(CountDownLatch running) {
    long asked = System.nanoTime();
    try {
      while (!running.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        if (waiting && now - waitingSince > PATIENCE_NANOS && now - asked > PATIENCE_NANOS) {
          givenUp = true;
          giveUp.run();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
