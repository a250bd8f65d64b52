package dev.rivet.dialect.postgres.internal.session;

import dev.rivet.spi.dialect.ServerLoad;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The server's statistics views. Needs no privilege: our own sessions are always visible to us. */
final class ServerWatch {
  private static final int CHECKPOINTER_VIEW = 17;

  private static final String LIMIT =
      """
      SELECT CASE WHEN r.rolconnlimit >= 0
          THEN least(r.rolconnlimit, pg_catalog.current_setting('max_connections')::pg_catalog.int4)
          ELSE pg_catalog.current_setting('max_connections')::pg_catalog.int4 END
      FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER
      """;

  private static final String DATABASE =
      """
      SELECT temp_bytes, temp_files, tup_returned, tup_fetched, blks_read, blks_hit, deadlocks
      FROM pg_catalog.pg_stat_database WHERE datname = pg_catalog.current_database()
      """;

  // The name is set inside our transactions only, which is where snapshots are.
  private static final String OWN_SESSIONS =
      """
      SELECT pg_catalog.count(*) FILTER (WHERE wait_event_type = 'Lock'),
        coalesce(pg_catalog.max(extract(epoch FROM pg_catalog.clock_timestamp() - xact_start)
          * 1000) FILTER (WHERE backend_xmin IS NOT NULL), 0)::pg_catalog.int8,
        coalesce(pg_catalog.max(pg_catalog.age(backend_xmin)), 0)::pg_catalog.int8
      FROM pg_catalog.pg_stat_activity
      WHERE application_name = pg_catalog.current_setting('application_name')
        AND usename = CURRENT_USER AND datname = pg_catalog.current_database()
        AND pid <> pg_catalog.pg_backend_pid()
      """;

  private ServerWatch() {}

  static OptionalInt maxConnections(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LIMIT)) {
      return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
    }
  }

  static ServerLoad load(Connection connection, int majorVersion) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Map<String, Long> totals = totals(statement);
      OptionalLong pressure = pressure(statement, majorVersion);
      try (ResultSet row = statement.executeQuery(OWN_SESSIONS)) {
        if (!row.next()) {
          throw new SQLException("pg_stat_activity gave no row");
        }
        return new ServerLoad(
            pressure, totals, Duration.ofMillis(row.getLong(2)), row.getLong(3), row.getInt(1));
      }
    }
  }

  private static Map<String, Long> totals(Statement statement) throws SQLException {
    Map<String, Long> totals = new HashMap<>();
    try (ResultSet row = statement.executeQuery(DATABASE)) {
      if (row.next()) {
        totals.put(ServerLoad.TEMP_BYTES, row.getLong(1));
        totals.put("temp_files", row.getLong(2));
        totals.put(ServerLoad.ROWS_SCANNED, row.getLong(3));
        totals.put("rows_fetched", row.getLong(4));
        totals.put(ServerLoad.BLOCKS_READ, row.getLong(5));
        totals.put("blocks_hit", row.getLong(6));
        totals.put(ServerLoad.DEADLOCKS, row.getLong(7));
      }
    }
    return totals;
  }

  /** Checkpoints somebody or the amount of WAL asked for, as opposed to those that were due. */
  private static OptionalLong pressure(Statement statement, int majorVersion) throws SQLException {
    String sql =
        majorVersion >= CHECKPOINTER_VIEW
            ? "SELECT num_requested FROM pg_catalog.pg_stat_checkpointer"
            : "SELECT checkpoints_req FROM pg_catalog.pg_stat_bgwriter";
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }
}
