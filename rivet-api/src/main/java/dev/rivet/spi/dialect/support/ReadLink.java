package dev.rivet.spi.dialect.support;

import java.sql.SQLException;

/** What a {@link PagedReader} needs of its session. One thread at a time. */
public interface ReadLink {
  /** Before a statement is sent; refuses if the session was cancelled. */
  void statementStarts() throws SQLException;

  /** After the last byte of a statement. */
  void statementEnds();

  /** Gives up the connection: its state is unknown. */
  void abort();

  /** The error to show for one of the driver's: without cell values, and telling a cancel from a timeout. */
  SQLException failure(SQLException error);

  /** Ends the read; never throws, a connection that does not obey is aborted. */
  void endRead(boolean failed);
}
