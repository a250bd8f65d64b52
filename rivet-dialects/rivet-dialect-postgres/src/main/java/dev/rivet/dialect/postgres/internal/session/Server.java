package dev.rivet.dialect.postgres.internal.session;

import dev.rivet.plan.SourceIdentity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/**
 * What the server says about itself. Immutable.
 *
 * @param identity for plans
 * @param pid process id of the backend of the first transaction
 * @param isUtf8 whether the server guarantees text to be what it says; false for SQL_ASCII
 */
record Server(SourceIdentity identity, int pid, boolean isUtf8) {
  static final String DIRECT = "direct";

  private static final String SQL =
      """
      SELECT pg_catalog.pg_backend_pid(), pg_catalog.current_database(), d.oid::pg_catalog.int8,
        pg_catalog.current_setting('server_version'), pg_catalog.current_setting('server_encoding')
      FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
      """;

  static Server read(Connection connection, int announcedPid) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SQL)) {
      rows.next();
      int pid = rows.getInt(1);
      String database = rows.getString(2);
      long oid = rows.getLong(3);
      String version = rows.getString(4);
      boolean isUtf8 = !"SQL_ASCII".equals(rows.getString(5));
      String fingerprint = cluster(connection, database) + "/" + oid;
      // A pooler makes up the key it announces; only a direct connection has the backend's own.
      String pooler = pid == announcedPid ? DIRECT : "pooler";
      return new Server(
          new SourceIdentity(
              PgSession.DIALECT, "PostgreSQL", version, database, fingerprint, pooler),
          pid,
          isUtf8);
    }
  }

  /** The cluster's identifier, or where that may not be read something that at least tells databases apart. */
  private static String cluster(Connection connection, String database) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT system_identifier FROM pg_catalog.pg_control_system()")) {
      rows.next();
      return String.valueOf(rows.getLong(1));
    } catch (SQLException e) {
      if (ServerErrors.classify(e).reconnect()) {
        throw e;
      }
      connection.rollback(before);
      return "database " + database;
    }
  }

  static int backendPid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  boolean isPooled() {
    return !identity.pooler().equals(DIRECT);
  }

  Server behind(String pooler) {
    return new Server(
        new SourceIdentity(
            identity.dialect(),
            identity.product(),
            identity.version(),
            identity.database(),
            identity.fingerprint(),
            pooler),
        pid,
        isUtf8);
  }
}
