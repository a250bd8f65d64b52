package dev.rivet.dialect.sqlserver.internal.session;

import dev.rivet.plan.SourceIdentity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the server says about itself and the database. Immutable.
 *
 * @param identity for plans
 * @param hasSnapshot whether {@code SNAPSHOT} isolation is allowed
 * @param isReadCommittedSnapshot whether statements see one moment without locks
 * @param lockTimeout of the session as it was, milliseconds, -1 for none
 */
record Server(
    SourceIdentity identity,
    boolean hasSnapshot,
    boolean isReadCommittedSnapshot,
    int lockTimeout) {
  private static final String SQL =
      "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version,"
          + " CAST(SERVERPROPERTY('EngineEdition') AS int) AS edition, d.name AS name,"
          + " CAST(d.snapshot_isolation_state AS int) AS snapshots,"
          + " CAST(d.is_read_committed_snapshot_on AS int) AS rcsi, @@LOCK_TIMEOUT AS lock_timeout,"
          + " CAST(@@SPID AS int) AS spid, CONVERT(nvarchar(36), d.service_broker_guid) AS id"
          + " FROM sys.databases AS d WHERE d.database_id = DB_ID()";

  static Server read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Server server;
      int spid;
      try (ResultSet row = statement.executeQuery(SQL)) {
        if (!row.next()) {
          throw new SQLException("the server does not describe the current database", "42000");
        }
        spid = row.getInt(7);
        int edition = row.getInt(2);
        boolean azure = edition == 5 || edition == 8;
        String id = row.getString(8);
        server =
            new Server(
                new SourceIdentity(
                    SqlServerSession.DIALECT,
                    azure ? "Azure SQL" : "Microsoft SQL Server",
                    row.getString(1),
                    row.getString(3),
                    id + "/" + row.getString(3),
                    azure ? "azure-gateway" : "direct"),
                row.getInt(4) == 1,
                row.getInt(5) == 1,
                row.getInt(6));
      }
      try (ResultSet row = statement.executeQuery("SELECT CAST(@@SPID AS int) AS spid")) {
        boolean same = row.next() && row.getInt(1) == spid;
        return same ? server : server.behind("mssql-multiplexed");
      }
    }
  }

  private Server behind(String pooler) {
    SourceIdentity i = identity;
    return new Server(
        new SourceIdentity(
            i.dialect(), i.product(), i.version(), i.database(), i.fingerprint(), pooler),
        hasSnapshot,
        isReadCommittedSnapshot,
        lockTimeout);
  }
}
