package dev.rivet.dialect.mysql.internal.driver;

import dev.rivet.spi.dialect.support.RowSource;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The rows of a streamed result. Closing it early stops the statement first: a driver would read the rest. */
abstract class ResultRows implements RowSource {
  private static final long DRAIN_NANOS = 10_000_000_000L;
  private static final int QUERY_INTERRUPTED = 1317;

  private final Running running;
  private final ResultSet result;
  private boolean ended;
  private boolean failed;

  ResultRows(Running running, ResultSet result) {
    this.running = running;
    this.result = result;
  }

  @Override
  public final int next(int index) throws SQLException {
    boolean done = false;
    try {
      int size = read(index);
      if (size < 0 && result.isClosed()) {
        // Connector/J reads the rest away when its connection is closed, and then says that there
        // is no more.
        throw new SQLException("the connection was closed before the last row came", "08003");
      }
      ended = size < 0;
      done = true;
      return size;
    } catch (SQLException e) {
      // After an error of the server nothing more comes; one of ours leaves rows behind.
      failed = e.getErrorCode() != 0 || e.getSQLState() != null;
      throw e;
    } finally {
      if (done && ended) {
        failed = false;
      }
    }
  }

  /** Locates the next row's cells; -1 after the last. */
  abstract int read(int index) throws SQLException;

  /** Moves to the next row without looking at it; false after the last. */
  abstract boolean skip() throws SQLException;

  @Override
  public final boolean close() {
    try {
      boolean usable = ended || failed || drained();
      result.close();
      return usable;
    } catch (SQLException e) {
      return isQuiet(e);
    }
  }

  private boolean drained() throws SQLException {
    running.stopStatement();
    long deadline = System.nanoTime() + DRAIN_NANOS;
    try {
      while (skip()) {
        if (System.nanoTime() - deadline > 0) {
          return false;
        }
      }
      return true;
    } catch (SQLException e) {
      return isQuiet(e);
    }
  }

  private static boolean isQuiet(SQLException e) {
    return e.getErrorCode() == QUERY_INTERRUPTED;
  }
}
