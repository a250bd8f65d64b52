package dev.rivet.dialect.postgres;

import dev.rivet.tck.dialect.Lack;
import dev.rivet.tck.dialect.TestSource;
import dev.rivet.type.SpecialValue;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server for the contract. */
final class ContractSource implements TestSource {
  private static final String OTHERS =
      " FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'";

  private final EmbeddedPostgres server;

  ContractSource(EmbeddedPostgres server) {
    this.server = server;
  }

  @Override
  public DataSource dataSource() {
    return server.getPostgresDatabase();
  }

  private static DataSource with(String user, String password, int port) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName("postgres");
    source.setUser(user);
    source.setPassword(password);
    source.setConnectTimeout(5);
    return source;
  }

  /** The server of tests trusts everybody but who does not exist. */
  @Override
  public DataSource withWrongPassword() {
    return with("nobody_here", "wrong-canary", server.getPort());
  }

  @Override
  public DataSource unreachable() {
    return with("postgres", "any", 1);
  }

  @Override
  public void execute(String... statements) {
    TestServer.execute(server, statements);
  }

  @Override
  public String query(String sql) {
    return TestServer.query(server, sql);
  }

  @Override
  public String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public Set<Lack> lacks() {
    return Set.of();
  }

  @Override
  public String bigText() {
    return "text";
  }

  @Override
  public String sleeping(int millis) {
    return "pg_sleep(" + millis / 1000.0 + ")::text";
  }

  @Override
  public String state(Connection connection) throws SQLException {
    List<String> state = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT name || '=' || setting FROM pg_settings WHERE name NOT IN"
                    + " ('transaction_isolation', 'transaction_read_only',"
                    + " 'transaction_deferrable') ORDER BY 1")) {
      while (rows.next()) {
        state.add(rows.getString(1));
      }
    }
    return String.join("\n", state)
        + "\n"
        + connection.getTransactionIsolation()
        + connection.isReadOnly();
  }

  @Override
  public long runningStatements() {
    return Long.parseLong(query("SELECT count(*)" + OTHERS + " AND state = 'active'"));
  }

  @Override
  public void endSessions() {
    execute("SELECT pg_terminate_backend(pid)" + OTHERS);
  }

  @Override
  public Optional<String> writingQuery() {
    execute("CREATE SEQUENCE IF NOT EXISTS written");
    return Optional.of("SELECT nextval('written') AS w");
  }

  @Override
  public Special special() {
    return new Special("date", "'infinity'", "'2024-02-29'", SpecialValue.INFINITY);
  }

  @Override
  public Optional<String> unmappedType() {
    return Optional.of("aclitem");
  }
}
