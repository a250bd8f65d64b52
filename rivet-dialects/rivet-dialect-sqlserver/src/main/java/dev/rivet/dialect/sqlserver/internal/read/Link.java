package dev.rivet.dialect.sqlserver.internal.read;

import dev.rivet.spi.dialect.support.ReadLink;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What statements need of their session. One thread at a time. */
public interface Link extends ReadLink {
  /** A forward-only statement that streams, with the session's timeout. */
  PreparedStatement prepare(String sql) throws SQLException;

  /** The statement about to run, for {@code cancel()}. */
  void running(PreparedStatement statement);

  /** Stops the statement that is sending rows. */
  void stopStatement() throws SQLException;

  /** When a statement that begins now has to have sent its last row; the driver itself stops counting at the first. */
  long deadline();

  /** The error for a statement past its deadline. */
  SQLException timeout();
}
