package dev.rivet.dialect.mysql.internal.session;

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

/**
 * The server's status variables, which everybody may read. Which snapshots are open is known to accounts with PROCESS only, so that
 * is left out.
 */
final class ServerWatch {
  /** Waits for room in the log buffer: writers the disk cannot follow, and nothing that reading provokes. */
  private static final String PRESSURE = "Innodb_log_waits";

  private static final Map<String, String> TOTALS =
      Map.of(
          "Innodb_rows_read",
          ServerLoad.ROWS_SCANNED,
          "Rows_read", // MariaDB, which has dropped the other
          ServerLoad.ROWS_SCANNED,
          "Innodb_buffer_pool_reads",
          ServerLoad.BLOCKS_READ,
          "Innodb_deadlocks",
          ServerLoad.DEADLOCKS,
          "Created_tmp_disk_tables",
          "temp_disk_tables",
          "Handler_read_rnd_next",
          "rows_read_in_order",
          "Innodb_row_lock_waits",
          "row_lock_waits");

  private ServerWatch() {}

  static OptionalInt maxConnections(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT @@GLOBAL.max_connections, @@max_user_connections")) {
      if (!row.next()) {
        return OptionalInt.empty();
      }
      int server = row.getInt(1);
      int user = row.getInt(2);
      return OptionalInt.of(user > 0 ? Math.min(user, server) : server);
    }
  }

  static ServerLoad load(Connection connection) throws SQLException {
    Map<String, Long> totals = new HashMap<>();
    OptionalLong pressure = OptionalLong.empty();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS")) {
      while (row.next()) {
        String name = row.getString(1);
        if (name.equalsIgnoreCase(PRESSURE)) {
          pressure = OptionalLong.of(row.getLong(2));
        }
        String key = TOTALS.get(name);
        if (key != null) {
          totals.merge(key, row.getLong(2), Math::max);
        }
      }
    }
    return new ServerLoad(pressure, totals, Duration.ZERO, 0, 0);
  }
}
