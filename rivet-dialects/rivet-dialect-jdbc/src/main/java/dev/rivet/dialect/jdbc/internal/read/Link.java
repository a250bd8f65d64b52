package dev.rivet.dialect.jdbc.internal.read;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** What a reader needs of its session. One thread at a time. */
public interface Link {
  /** A forward-only statement with the session's timeout. */
  PreparedStatement prepare(String sql) throws SQLException;

  /** Before a statement is sent; refuses if the session was cancelled. */
  void statementStarts(Statement statement) throws SQLException;

  /** Between rows, for drivers that do not hear when they are told to stop: throws if they were. */
  void requireRunning() throws SQLException;

  /** After the last row of a statement. */
  void statementEnds();

  /** Asks the database to stop the running statement; never throws. */
  void stopStatement();

  /** Whether an error while closing says no more than that the statement was stopped. */
  boolean isHarmless(SQLException error);

  /** Gives up the connection: its state is unknown. */
  void abort();

  /** The error to show for one of the driver's. */
  SQLException failure(SQLException error);

  /** Ends the read; never throws, a connection that does not obey is aborted. */
  void endRead();
}
