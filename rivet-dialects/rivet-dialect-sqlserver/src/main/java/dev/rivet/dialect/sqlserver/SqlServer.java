package dev.rivet.dialect.sqlserver;

import static java.util.Objects.requireNonNull;

import dev.rivet.connect.Endpoint;
import dev.rivet.dialect.sqlserver.internal.connect.Sources;
import dev.rivet.dialect.sqlserver.internal.session.ServerErrors;
import dev.rivet.dialect.sqlserver.internal.session.SqlServerSession;
import dev.rivet.spi.dialect.Dialect;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.support.EndpointDataSource;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Reads SQL Server 2017 and newer and Azure SQL through Microsoft's JDBC driver, from any {@code DataSource}. Results are streamed;
 * tables are read in pages along their clustered unique or primary key. Reads run under {@code SNAPSHOT} isolation where the database
 * allows it, and take no locks then; a snapshot cannot be shared between connections. The session's settings are put back before a
 * connection is returned. Thread-safe.
 *
 * <pre>{@code
 * Rivet.builder().source(dataSource).dialect(SqlServer.create())
 * }</pre>
 */
public final class SqlServer implements Dialect {

  /** For {@link java.util.ServiceLoader}; the same as {@link #create()}. */
  public SqlServer() {}

  /** The dialect. */
  public static SqlServer create() {
    return new SqlServer();
  }

  /**
   * Connections to an endpoint, for applications without a {@code DataSource} of their own; without pool. Needs mssql-jdbc.
   *
   * @throws IllegalArgumentException if the file of trusted authorities holds no certificate
   */
  public static DataSource dataSource(Endpoint endpoint) {
    requireNonNull(endpoint, "endpoint");
    return new EndpointDataSource(endpoint, Sources.of(endpoint));
  }

  @Override
  public String name() {
    return SqlServerSession.DIALECT;
  }

  @Override
  public boolean accepts(DatabaseMetaData metaData) throws SQLException {
    return "Microsoft SQL Server".equals(metaData.getDatabaseProductName());
  }

  @Override
  public SourceSession open(DataSource dataSource, SessionSettings settings) throws SQLException {
    requireNonNull(dataSource, "dataSource");
    requireNonNull(settings, "settings");
    return SqlServerSession.open(dataSource, settings);
  }

  @Override
  public SourceFailure classify(Throwable failure) {
    requireNonNull(failure, "failure");
    return ServerErrors.classify(failure);
  }

  @Override
  public String toString() {
    return "SqlServer";
  }
}
