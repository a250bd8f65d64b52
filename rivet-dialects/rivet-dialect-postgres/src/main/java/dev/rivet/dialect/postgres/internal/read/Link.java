package dev.rivet.dialect.postgres.internal.read;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** What a reader needs of its session. */
public interface Link {

  /** Begins the transaction of a read, or goes on with that of the shared snapshot. */
  void beginRead() throws SQLException;

  /** Ends what {@link #beginRead} began; never throws, a connection that does not obey is aborted. */
  void endRead(boolean failed);

  /** Begins again after a statement was refused before its first row. */
  void restartRead() throws SQLException;

  /** Before a statement is sent; refuses if the session was cancelled. */
  void statementStarts() throws SQLException;

  /** After the last byte of a statement. */
  void statementEnds();

  /** The reading thread is about to wait for the server. */
  void waitStarts();

  /** The reading thread no longer waits for the server. */
  void waitEnds();

  /** Whether the connection has been given up. */
  boolean isBroken();

  /** Fails if the session was cancelled: a request that finds the server idle has no effect there. */
  void checkCancelled() throws SQLException;

  /** Asks the server to stop the running statement. */
  void stopStatement() throws SQLException;

  /** Gives up the connection: its state is unknown. */
  void abort();

  /** The error to show for one of the driver's: without cell values, and telling a cancel from a timeout. */
  SQLException failure(SQLException error);

  /** The connection. */
  Connection connection();

  /** The connection as the driver's. */
  PGConnection pg();

  /** Whether COPY may be used. */
  boolean isCopyAllowed();

  /** The server refused COPY; it is not tried again. */
  void copyRefused();

  /** Whether statements may ask for binary results, which takes named statements. */
  boolean isBinaryTransferAllowed();
}
