package dev.rivet.dialect.mysql;

import dev.rivet.dialect.mysql.internal.driver.RowAccess.Level;
import dev.rivet.dialect.mysql.internal.session.MySqlSession;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.TypeRules;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** A server, a driver, and how rows are taken from it. */
enum Way {
  MYSQL_CONNECTORJ(false, false, Level.PACKETS),
  MYSQL_CONNECTORJ_BYTES(false, false, Level.BYTES),
  MYSQL_CONNECTORJ_GETTERS(false, false, Level.GETTERS),
  MYSQL_MARIADB_DRIVER(false, true, Level.PACKETS),
  MARIADB_CONNECTORJ(true, false, Level.PACKETS),
  MARIADB_CONNECTORJ_BYTES(true, false, Level.BYTES),
  MARIADB_DRIVER(true, true, Level.PACKETS),
  MARIADB_DRIVER_GETTERS(true, true, Level.GETTERS);

  static final ReadOptions OPTIONS = ReadRows.options(1000, Duration.ZERO);

  private final boolean mariaDb;
  private final boolean mariaDbDriver;
  private final Level level;

  Way(boolean mariaDb, boolean mariaDbDriver, Level level) {
    this.mariaDb = mariaDb;
    this.mariaDbDriver = mariaDbDriver;
    this.level = level;
  }

  static SessionSettings settings() {
    return new SessionSettings("rivet test", Duration.ofMinutes(1), Duration.ofSeconds(5));
  }

  /** The server, or the test is aborted. */
  TestServer server() {
    return (mariaDb ? TestServer.mariaDb() : TestServer.mysql()).required();
  }

  boolean isMariaDb() {
    return mariaDb;
  }

  boolean isMariaDbDriver() {
    return mariaDbDriver;
  }

  Level level() {
    return level;
  }

  DataSource dataSource(String... parameters) {
    return mariaDbDriver ? server().mariaDbDriver(parameters) : server().connectorJ(parameters);
  }

  MySqlSession open(String... parameters) throws SQLException {
    return MySqlSession.open(dataSource(parameters), settings(), level);
  }

  ReadRows read(Relation relation, TypeRules rules) throws SQLException {
    return read(relation, rules, OPTIONS);
  }

  ReadRows read(Relation relation, TypeRules rules, ReadOptions options) throws SQLException {
    try (MySqlSession session = open()) {
      if (session.level() != level) {
        throw new AssertionError(this + " reads by " + session.level());
      }
      SourceRelation resolved = session.resolve(relation, rules);
      return ReadRows.of(resolved, new SliceBounds.Whole(), options);
    }
  }

  ReadRows table(String name) throws SQLException {
    return read(new Relation.Table(null, name), TypeRules.standard());
  }

  ReadRows query(String sql) throws SQLException {
    return read(new Relation.Query(sql), TypeRules.standard());
  }
}
