package dev.rivet.spi.dialect.support;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Lets any thread stop what a session is doing. A cancel request that arrives late would hit the next statement on the
 * connection, in the worst case that of the pool's next user; so requests and the ends of statements exclude each other, and a
 * request is sent completely before a statement may end. Thread-safe.
 */
public final class Cancellation {
  private final Stopper stopper;
  private int activities;
  private boolean running;
  private boolean requested;
  private boolean sent;

  /** How the server is asked to stop the statement of a connection. */
  @FunctionalInterface
  public interface Stopper {
    /** Returns when the request has been handled by the server, or the connection given up. */
    void stop() throws SQLException;
  }

  /** For one connection. */
  public Cancellation(Stopper stopper) {
    this.stopper = stopper;
  }

  /** Something begins that may be cancelled, also between its statements. */
  public synchronized void enter() {
    activities++;
  }

  /** It has ended. */
  public synchronized void leave() {
    activities--;
    if (activities == 0) {
      requested = false;
    }
  }

  /** A statement is about to be sent. */
  public synchronized void statementStarts() throws SQLException {
    if (requested) {
      throw new StatementCancelledException();
    }
    running = true;
  }

  /** The last byte of a statement has come. */
  public synchronized void statementEnds() {
    running = false;
  }

  /** Whether a cancel came during what is going on. */
  public synchronized boolean isRequested() {
    return requested;
  }

  /** Whether a request was sent since this was last asked; it may have come too late for its statement. */
  public synchronized boolean takeSent() {
    boolean was = sent;
    sent = false;
    return was;
  }

  /**
   * From any thread: stops the running statement and keeps the next from starting.
   *
   * @return the failure to reach the server, null if there was none; the reader then meets its own error or aborts
   */
  public synchronized @Nullable SQLException cancel() {
    if (activities == 0) {
      return null;
    }
    requested = true;
    if (!running) {
      return null;
    }
    try {
      sent = true;
      stopper.stop();
      return null;
    } catch (SQLException e) {
      return e;
    }
  }

  /** For the reading thread itself, to stop a statement that is still sending. */
  public synchronized void stopRunning() throws SQLException {
    if (running) {
      sent = true;
      stopper.stop();
    }
  }
}
