package dev.rivet.dialect.jdbc.internal.session;

import dev.rivet.dialect.jdbc.internal.driver.Product;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Every read ends with a rollback: somebody's open transaction must not be ended by it. */
final class Transactions {
  private Transactions() {}

  /**
   * Refuses a connection that has work of others in it. JDBC has no question for that; where the database has none either, every
   * connection without auto-commit is refused.
   */
  static void requireNone(Connection connection) throws SQLException {
    if (connection.getAutoCommit()) {
      return;
    }
    if (Product.of(connection.getMetaData()) != Product.H2) {
      throw new SQLException(
          "the data source hands out connections without auto-commit, and this database cannot say"
              + " whether they have an open transaction, which reading would roll back; give Rivet"
              + " connections of its own with auto-commit",
          "25001");
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT CONTAINS_UNCOMMITTED FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID ="
                    + " SESSION_ID()")) {
      if (row.next() && row.getBoolean(1)) {
        throw new SQLException(
            "the data source handed out a connection with an open transaction; give Rivet"
                + " connections of its own",
            "25001");
      }
    }
  }
}
