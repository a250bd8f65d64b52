package dev.rivet.dialect.mysql;

import dev.rivet.tck.dialect.Lack;
import dev.rivet.tck.dialect.TestSource;
import dev.rivet.type.SpecialValue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** A MySQL or MariaDB server for the contract, through one of the drivers. */
final class MySqlTestSource implements TestSource {
  private final TestServer server;
  private final boolean mariaDbDriver;

  MySqlTestSource(TestServer server, boolean mariaDbDriver) {
    this.server = server.required();
    this.mariaDbDriver = mariaDbDriver;
  }

  @Override
  public DataSource dataSource() {
    return mariaDbDriver ? server.mariaDbDriver() : server.connectorJ();
  }

  private DataSource with(String user, String password, String url) {
    try {
      if (mariaDbDriver) {
        org.mariadb.jdbc.MariaDbDataSource source = new org.mariadb.jdbc.MariaDbDataSource();
        source.setUrl("jdbc:mariadb" + url);
        source.setUser(user);
        source.setPassword(password);
        return source;
      }
      com.mysql.cj.jdbc.MysqlDataSource source = new com.mysql.cj.jdbc.MysqlDataSource();
      source.setUrl("jdbc:mysql" + url);
      source.setUser(user);
      source.setPassword(password);
      return source;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public DataSource withWrongPassword() {
    return with("reader", "wrong-canary", server.url("", "test"));
  }

  @Override
  public DataSource unreachable() {
    return with("reader", "any", "://127.0.0.1:1/test?connectTimeout=2000");
  }

  @Override
  public void execute(String... statements) {
    server.execute(statements);
  }

  @Override
  public String query(String sql) {
    return server.query(sql);
  }

  @Override
  public String quote(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  @Override
  public Set<Lack> lacks() {
    return Set.of(Lack.SNAPSHOT_SHARING, Lack.UNMAPPED_TYPES);
  }

  @Override
  public String bigText() {
    return "longtext";
  }

  @Override
  public String sleeping(int millis) {
    return "SLEEP(" + millis / 1000.0 + ")";
  }

  @Override
  public String state(Connection connection) throws SQLException {
    List<String> state = new ArrayList<>();
    String changing =
        "'timestamp', 'pseudo_thread_id', 'rand_seed1', 'rand_seed2', 'last_insert_id', 'identity',"
            + " 'warning_count', 'error_count', 'statement_id', 'gtid_next', 'in_transaction',"
            + " 'last_gtid', 'proxy_user', 'external_user', 'original_commit_timestamp',"
            + " 'immediate_server_version', 'original_server_version'";
    String sql =
        server.isMariaDb()
            ? "SELECT LOWER(VARIABLE_NAME), VARIABLE_VALUE FROM"
                + " information_schema.SESSION_VARIABLES WHERE LOWER(VARIABLE_NAME) NOT IN ("
                + changing
                + ") ORDER BY 1"
            : "SELECT VARIABLE_NAME, VARIABLE_VALUE FROM performance_schema.session_variables"
                + " WHERE VARIABLE_NAME NOT IN ("
                + changing
                + ") ORDER BY 1";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        state.add(rows.getString(1) + "=" + rows.getString(2));
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT @@character_set_results, DATABASE()")) {
      rows.next();
      state.add("results=" + rows.getString(1) + " database=" + rows.getString(2));
    }
    return String.join("\n", state)
        + "\n"
        + connection.getTransactionIsolation()
        + connection.isReadOnly();
  }

  /** Connections that come or go, such as this class's own a moment ago, run no statement. */
  private static final String OTHERS =
      " FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND COMMAND NOT IN"
          + " ('Daemon', 'Sleep', 'Binlog Dump', 'Connect', 'Quit') AND USER NOT IN"
          + " ('event_scheduler', 'system user', 'unauthenticated user')";

  @Override
  public long runningStatements() {
    return Long.parseLong(query("SELECT COUNT(*)" + OTHERS));
  }

  @Override
  public void endSessions() {
    String ids =
        query(
            "SELECT GROUP_CONCAT(ID) FROM information_schema.PROCESSLIST WHERE ID <>"
                + " CONNECTION_ID() AND USER IN ('root', 'reader')");
    for (String id : ids.split(",", -1)) {
      try {
        server.execute("KILL CONNECTION " + id);
      } catch (IllegalStateException e) {
        // gone already
      }
    }
  }

  @Override
  public Optional<String> writingQuery() {
    server.execute(
        "DROP FUNCTION IF EXISTS writes",
        "CREATE TABLE IF NOT EXISTS written (id int)",
        "CREATE FUNCTION writes() RETURNS int NOT DETERMINISTIC MODIFIES SQL DATA BEGIN INSERT INTO"
            + " written VALUES (1); RETURN 1; END");
    return Optional.of("SELECT writes() AS w");
  }

  @Override
  public Special special() {
    return new Special("date", "'0000-00-00'", "'2024-02-29'", SpecialValue.ZERO_DATE);
  }

  @Override
  public Optional<String> unmappedType() {
    return Optional.empty();
  }
}
