package dev.rivet.dialect.mysql;

import static java.util.Objects.requireNonNull;

import dev.rivet.connect.Endpoint;
import dev.rivet.dialect.mysql.internal.connect.Sources;
import dev.rivet.dialect.mysql.internal.driver.RowAccess;
import dev.rivet.dialect.mysql.internal.session.MySqlSession;
import dev.rivet.dialect.mysql.internal.session.ServerErrors;
import dev.rivet.spi.dialect.Dialect;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.support.EndpointDataSource;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * Reads MySQL and MariaDB, through MySQL Connector/J or MariaDB Connector/J, from any {@code DataSource} whatever its URL says.
 * Statements are prepared at the server, whose binary rows are decoded straight into Arrow vectors; tables are read in pages along
 * their primary key. Every read runs in a read-only transaction on one snapshot. A snapshot cannot be shared between connections,
 * so slices of one export may show different moments. Session variables are put back before a connection is returned. Thread-safe.
 *
 * <pre>{@code
 * Rivet.builder().source(dataSource).dialect(MySql.create())
 * }</pre>
 */
public final class MySql implements Dialect {
  private final boolean packetsAllowed;

  private MySql(boolean packetsAllowed) {
    this.packetsAllowed = packetsAllowed;
  }

  /** For {@link java.util.ServiceLoader}; the same as {@link #create()}. */
  public MySql() {
    this(true);
  }

  /** Takes rows from the driver in the fastest way that proves right on the connection. */
  public static MySql create() {
    return new MySql(true);
  }

  /** Takes rows only by the methods of JDBC: for drivers that are wrapped or watched. Slower. */
  public static MySql withoutDriverInternals() {
    return new MySql(false);
  }

  /**
   * Connections to an endpoint, for applications without a {@code DataSource} of their own; without pool. By MySQL Connector/J, or MariaDB
   * Connector/J where that is the only one.
   *
   * @throws IllegalArgumentException if the file of trusted authorities holds no certificate
   */
  public static DataSource dataSource(Endpoint endpoint) {
    requireNonNull(endpoint, "endpoint");
    return new EndpointDataSource(endpoint, Sources.of(endpoint));
  }

  @Override
  public String name() {
    return MySqlSession.DIALECT;
  }

  @Override
  public boolean accepts(DatabaseMetaData metaData) throws SQLException {
    String product =
        (metaData.getDatabaseProductName() + " " + metaData.getDatabaseProductVersion())
            .toLowerCase(Locale.ROOT);
    return product.contains("mysql") || product.contains("mariadb");
  }

  @Override
  public SourceSession open(DataSource dataSource, SessionSettings settings) throws SQLException {
    requireNonNull(dataSource, "dataSource");
    requireNonNull(settings, "settings");
    return MySqlSession.open(
        dataSource, settings, packetsAllowed ? RowAccess.Level.PACKETS : RowAccess.Level.BYTES);
  }

  @Override
  public SourceFailure classify(Throwable failure) {
    requireNonNull(failure, "failure");
    return ServerErrors.classify(failure);
  }

  @Override
  public String toString() {
    return packetsAllowed ? "MySql" : "MySql without driver internals";
  }
}
