package dev.rivet.it.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL 18 server for the whole JVM; each test class takes databases of its own from it. */
public final class Postgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final String url;

  private Postgres(String url) {
    this.url = url;
  }

  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "100")
            .setServerConfig("log_statement", "none")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL did not start", e);
      }
    }
  }

  /** A new, empty database. */
  public static Postgres newDatabase() throws SQLException {
    String name = "it_" + DATABASES.incrementAndGet();
    try (Connection c = Server.INSTANCE.getPostgresDatabase().getConnection();
        Statement s = c.createStatement()) {
      s.execute("CREATE DATABASE " + name);
    }
    return new Postgres(Server.INSTANCE.getJdbcUrl("postgres", name));
  }

  /** The database behind a URL, for child processes. */
  public static Postgres at(String url) {
    return new Postgres(url);
  }

  /** Port of the server. */
  public static int port() {
    return Server.INSTANCE.getPort();
  }

  /** URL with user, without password. */
  public String url() {
    return url;
  }

  /** The database's name. */
  public String name() {
    return scalar("SELECT current_database()");
  }

  /** A data source without pool. */
  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  /** A connection in UTC. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("options", "-c TimeZone=UTC");
    properties.setProperty("ApplicationName", "rivet-it");
    return DriverManager.getConnection(url, properties);
  }

  /** Runs statements, each in its own transaction. */
  public void execute(String... statements) {
    try (Connection c = connect();
        Statement s = c.createStatement()) {
      for (String sql : statements) {
        s.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One value as text. */
  public String scalar(String sql) {
    try (Connection c = connect();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.next() ? String.valueOf(r.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One number. */
  public long number(String sql) {
    return Long.parseLong(scalar(sql));
  }

  /** Sessions on this database other than our own. */
  public long otherSessions() {
    return number(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <>"
            + " pg_backend_pid() AND backend_type = 'client backend' AND application_name <>"
            + " 'rivet-it'");
  }
}
