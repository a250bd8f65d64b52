package dev.rivet.dialect.mysql.internal.driver;

import java.sql.SQLException;

/** What the rows of a running statement need of their session. */
public interface Running {
  /** Asks the server to stop the running statement. */
  void stopStatement() throws SQLException;
}
