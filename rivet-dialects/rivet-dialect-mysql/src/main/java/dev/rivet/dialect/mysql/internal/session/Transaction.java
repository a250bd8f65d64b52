package dev.rivet.dialect.mysql.internal.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The session's transactions: read-only, on one snapshot from their first moment. One thread at a time. */
final class Transaction {
  private final Connection connection;
  private boolean open;

  Transaction(Connection connection) {
    this.connection = connection;
  }

  void begin() throws SQLException {
    if (open) {
      throw new IllegalStateException("one read at a time");
    }
    execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    open = true; // also if the following fails
    execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  }

  void end() throws SQLException {
    if (open) {
      open = false;
      execute("ROLLBACK");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
