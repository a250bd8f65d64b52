package dev.rivet.dialect.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.dialect.mysql.internal.driver.RowAccess.Level;
import dev.rivet.dialect.mysql.internal.session.MySqlSession;
import dev.rivet.spi.dialect.ServerLoad;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The server's own counters, as a harm budget needs them (TU5). */
class ServerWatchIT {
  private static void countersMove(TestServer server, DataSource source) throws SQLException {
    server.execute(
        "DROP TABLE IF EXISTS watched",
        "CREATE TABLE watched (id int PRIMARY KEY, n int)",
        "INSERT INTO watched VALUES (1, 1), (2, 2), (3, 3)");
    try (MySqlSession session = MySqlSession.open(source, Way.settings(), Level.PACKETS)) {
      assertThat(session.maxConnections())
          .hasValue(Integer.parseInt(server.query("SELECT @@GLOBAL.max_connections").strip()));
      ServerLoad before = session.load();
      assertThat(before.pressure()).isPresent();
      assertThat(before.totals())
          .containsKeys(ServerLoad.ROWS_SCANNED, ServerLoad.BLOCKS_READ, "temp_disk_tables");
      String unused = server.query("SELECT count(n) FROM watched");
      ServerLoad after = session.load();
      assertThat(after.totals().get(ServerLoad.ROWS_SCANNED))
          .isGreaterThanOrEqualTo(before.totals().get(ServerLoad.ROWS_SCANNED) + 3);
      assertThat(after.pressure().getAsLong())
          .isGreaterThanOrEqualTo(before.pressure().getAsLong());
    }
  }

  @Test
  void mySql() throws SQLException {
    TestServer server = TestServer.mysql().required();
    countersMove(server, server.connectorJ());
  }

  @Test
  void mariaDb() throws SQLException {
    TestServer server = TestServer.mariaDb().required();
    countersMove(server, server.mariaDbDriver());
  }
}
