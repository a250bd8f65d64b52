package dev.rivet.dialect.postgres.internal.session;

import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * Lets any thread stop what the session is doing. A cancel request that arrives late would hit the next statement on the
 * connection, in the worst case that of the pool's next user; so requests and the ends of statements exclude each other, and a
 * request is sent completely before a statement may end. Thread-safe.
 */
final class Cancellation {
  private final PGConnection pg;
  private int activities;
  private boolean running;
  private boolean requested;

  Cancellation(PGConnection pg) {
    this.pg = pg;
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
    running = true;
  }

  synchronized void statementEnds() {
    running = false;
  }

  synchronized boolean isRequested() {
    return requested;
  }

  /** From any thread. */
  synchronized void cancel() {
    if (activities == 0) {
      return;
    }
    requested = true;
    if (running) {
      send();
    }
  }

  /** For the reading thread itself, to stop a statement that is still sending. */
  synchronized void stopRunning() throws SQLException {
    if (running) {
      pg.cancelQuery();
    }
  }

  private void send() {
    try {
      pg.cancelQuery();
    } catch (SQLException e) {
      // The server cannot be reached for a cancel request; the reader meets its own error or aborts
      // at its deadline.
      PgSession.LOG.debug("cancel request failed: {}", e.getSQLState());
    }
  }
}
