package dev.rivet.dialect.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rivet.dialect.mysql.internal.driver.RowAccess.Level;
import dev.rivet.dialect.mysql.internal.session.MySqlSession;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.TypeRules;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session sets, whatever the application's connections look like. */
class SessionIT {
  private static final SliceBounds WHOLE = new SliceBounds.Whole();

  private static void table(TestServer server) {
    server.execute(
        "DROP TABLE IF EXISTS opt",
        "CREATE TABLE opt (id int PRIMARY KEY, f tinyint(1), y year, d date, t timestamp NULL, x"
            + " bit(1), l varchar(9) CHARACTER SET latin1, b bigint unsigned)",
        "INSERT INTO opt VALUES (1, 1, 2024, '2024-03-10', '2024-03-10 07:30:00', 1, _utf8mb4"
            + " 0xC3A9, 18446744073709551615), (2, 0, 0, NULL, NULL, 0, 'e', 0)");
  }

  private static final List<List<Object>> EXPECTED =
      List.of(
          List.of(
              1, true, (short) 2024, 19792L, 1710055800000000L, true, "é", "18446744073709551615"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "useServerPrepStmts=true",
        "useServerPrepStmts=false",
        "cachePrepStmts=true&useServerPrepStmts=true",
        "useCursorFetch=true&defaultFetchSize=10",
        "tinyInt1isBit=false",
        "tinyInt1isBit=true&transformedBitIsBoolean=true",
        "yearIsDateType=true",
        "zeroDateTimeBehavior=CONVERT_TO_NULL",
        "zeroDateTimeBehavior=ROUND",
        "connectionTimeZone=-05:00&forceConnectionTimeZoneToSession=true",
        "characterSetResults=latin1",
        "characterEncoding=ISO-8859-1",
        "sessionVariables=sql_mode='ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH,NO_BACKSLASH_ESCAPES',sql_select_limit=1",
        "emulateUnsupportedPstmts=true",
        "useCompression=true",
        "useSSL=false",
        "maxAllowedPacket=65535&largeRowSizeThreshold=10",
        "useUnbufferedInput=false&useReadAheadInput=false",
        "emptyStringsConvertToZero=false&jdbcCompliantTruncation=false",
        "treatMysqlDatetimeAsTimestamp=true&sendFractionalSeconds=false",
        "processEscapeCodesForPrepStmts=true&netTimeoutForStreamingResults=1",
        "readOnlyPropagatesToServer=false&useLocalSessionState=true&useLocalTransactionState=true"
      })
  void anyUrlOfConnectorJ(String options) throws SQLException {
    TestServer server = TestServer.mysql().required();
    table(server);
    DataSource source = server.connectorJ(options.split("&"));
    assertReads(source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "useServerPrepStmts=true",
        "useServerPrepStmts=false",
        "cachePrepStmts=false",
        "tinyInt1isBit=false",
        "yearIsDateType=false",
        "timezone=-05:00",
        "connectionTimeZone=-05:00&forceConnectionTimeZoneToSession=true",
        "defaultFetchSize=1",
        "sessionVariables=sql_select_limit=1",
        "useCompression=true",
        "permitMysqlScheme=true&useReadAheadInput=true",
        "disablePipeline=true"
      })
  void anyUrlOfMariaDbsDriver(String options) throws SQLException {
    TestServer server = TestServer.mysql().required();
    table(server);
    assertReads(server.mariaDbDriver(options.split("&")));
  }

  private static void assertReads(DataSource source) throws SQLException {
    try (MySqlSession session = MySqlSession.open(source, Way.settings(), Level.PACKETS)) {
      assertThat(session.level()).isEqualTo(Level.PACKETS);
      ReadRows read =
          ReadRows.of(
              session.resolve(new Relation.Table(null, "opt"), TypeRules.standard()),
              WHOLE,
              ReadRows.options(1000, Duration.ofMillis(100)));
      assertThat(read.rows()).hasSize(2);
      assertThat(read.rows().subList(0, 1)).isEqualTo(EXPECTED);
      ReadRows query =
          ReadRows.of(
              session.resolve(
                  new Relation.Query("SELECT f, y, x, t, l FROM opt ORDER BY id"),
                  TypeRules.standard()),
              WHOLE,
              Way.OPTIONS);
      assertThat(query.rows().get(0))
          .containsExactly(true, (short) 2024, true, 1710055800000000L, "é");
      assertThat(query.rows()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void settingsAreInForceWhileReading(Way way) throws SQLException {
    String timeout = way.isMariaDb() ? "@@max_statement_time" : "@@max_execution_time";
    String readOnly = way.isMariaDb() ? "@@tx_read_only" : "@@transaction_read_only";
    ReadRows read =
        way.query(
            "SELECT @@session.time_zone AS tz, CAST("
                + timeout
                + " AS CHAR) AS timeout, CAST(@@lock_wait_timeout AS CHAR) AS l,"
                + " CAST(@@innodb_lock_wait_timeout AS CHAR) AS il, IF("
                + readOnly
                + ", '1', '0') AS ro, @@character_set_results AS cs");
    assertThat(read.rows().get(0))
        .containsExactly(
            "+00:00", way.isMariaDb() ? "60.000000" : "60000", "5", "5", "1", "utf8mb4");
  }

  @Test
  void aFractionOfASecondIsATimeoutOnMariaDbToo() throws SQLException {
    TestServer server = TestServer.mariaDb().required();
    SessionSettings settings = new SessionSettings("rivet", Duration.ofMillis(1250), Duration.ZERO);
    try (SourceSession session = MySql.create().open(server.connectorJ(), settings)) {
      assertThat(
              ReadRows.of(
                      session.resolve(
                          new Relation.Query("SELECT CAST(@@max_statement_time AS CHAR) AS t"),
                          TypeRules.standard()),
                      WHOLE,
                      Way.OPTIONS)
                  .values(0))
          .containsExactly("1.250000");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void theServerIsNamed(Way way) throws SQLException {
    try (MySqlSession session = way.open()) {
      assertThat(session.identity().dialect()).isEqualTo("mysql");
      assertThat(session.identity().product()).isEqualTo(way.isMariaDb() ? "MariaDB" : "MySQL");
      assertThat(session.identity().version()).doesNotStartWith("5.5.5");
      assertThat(session.identity().database()).isEqualTo("test");
      assertThat(session.identity().fingerprint()).endsWith("/test").hasSizeGreaterThan(10);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aPoolOfOneServesForEver(Way way) throws SQLException {
    table(way.server());
    HikariConfig config = new HikariConfig();
    config.setDataSource(way.dataSource());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(2_000);
    config.setAutoCommit(false);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      for (int i = 0; i < 3; i++) {
        try (MySqlSession session = MySqlSession.open(pool, Way.settings(), way.level())) {
          assertThat(session.level()).isEqualTo(way.level());
          assertThat(
                  ReadRows.of(
                          session.resolve(new Relation.Table("test", "opt"), TypeRules.standard()),
                          WHOLE,
                          Way.OPTIONS)
                      .rows())
              .hasSize(2);
        }
      }
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT @@session.time_zone")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("-03:00");
      }
    }
  }

  @Test
  void namesThatTheConnectionCannotSpellAreRefusedAloud() {
    TestServer server = TestServer.mysql().required();
    server.execute(
        "DROP TABLE IF EXISTS `表`", "CREATE TABLE `表` (id int)", "INSERT INTO `表` VALUES (1)");
    assertThatThrownBy(
            () -> {
              try (MySqlSession session =
                  MySqlSession.open(
                      server.connectorJ("characterEncoding=ISO-8859-1"),
                      Way.settings(),
                      Level.PACKETS)) {
                ReadRows read =
                    ReadRows.of(
                        session.resolve(new Relation.Table(null, "表"), TypeRules.standard()),
                        WHOLE,
                        Way.OPTIONS);
                throw new IllegalStateException("read " + read.rows());
              }
            })
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("characterEncoding");
  }
}
