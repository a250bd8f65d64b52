package dev.rivet.dialect.sqlserver.internal.session;

import com.microsoft.sqlserver.jdbc.ISQLServerStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The one place that names the driver. */
final class Adaptive {
  private Adaptive() {}

  /** Rows are taken from the socket as they are asked for, even if the URL says {@code responseBuffering=full}. */
  static void stream(Statement statement) throws SQLException {
    if (!statement.isWrapperFor(ISQLServerStatement.class)) {
      throw new SQLException(
          "SQL Server is read through Microsoft's JDBC driver, not through "
              + statement.getClass().getName(),
          "0A000");
    }
    statement.unwrap(ISQLServerStatement.class).setResponseBuffering("adaptive");
  }
}
