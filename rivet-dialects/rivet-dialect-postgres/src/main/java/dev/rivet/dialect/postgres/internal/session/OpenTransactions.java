package dev.rivet.dialect.postgres.internal.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What other sessions of this database are in the middle of. */
final class OpenTransactions {
  private static final String OTHERS =
      " FROM pg_catalog.pg_stat_activity a WHERE a.datname = pg_catalog.current_database()"
          + " AND a.pid <> pg_catalog.pg_backend_pid()";

  /** Vacuum writes no rows. */
  private static final String NOT_VACUUM =
      " AND a.backend_type IS DISTINCT FROM 'autovacuum worker'";

  private OpenTransactions() {}

  static Instant serverTime(Connection connection) throws SQLException {
    return instant(connection, "SELECT pg_catalog.clock_timestamp()").orElseThrow();
  }

  /** Sessions of others are hidden without a privilege; prepared transactions do not tell when they began. */
  static boolean areVisible(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT NOT EXISTS (SELECT 1"
                    + OTHERS
                    + " AND a.query = '<insufficient privilege>')"
                    + " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_prepared_xacts p"
                    + " WHERE p.database = pg_catalog.current_database())")) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  static Optional<Instant> oldest(Connection connection) throws SQLException {
    return instant(connection, "SELECT min(a.xact_start)" + OTHERS + NOT_VACUUM);
  }

  private static Optional<Instant> instant(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return Optional.ofNullable(rows.getObject(1, OffsetDateTime.class))
          .map(OffsetDateTime::toInstant);
    }
  }
}
