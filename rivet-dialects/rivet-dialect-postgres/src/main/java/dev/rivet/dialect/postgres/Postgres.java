package dev.rivet.dialect.postgres;

import static java.util.Objects.requireNonNull;

import dev.rivet.connect.Endpoint;
import dev.rivet.dialect.postgres.internal.connect.Sources;
import dev.rivet.dialect.postgres.internal.session.PgSession;
import dev.rivet.dialect.postgres.internal.session.ServerErrors;
import dev.rivet.spi.dialect.Dialect;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.support.EndpointDataSource;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Reads PostgreSQL through its own JDBC driver (pgjdbc), from any {@code DataSource}. Rows come by {@code COPY … TO STDOUT} in binary
 * and are decoded straight into Arrow vectors. Every statement runs in a read-only, repeatable-read transaction that carries all
 * settings, so that nothing is left behind in a pool. Thread-safe.
 *
 * <pre>{@code
 * Rivet.builder().source(dataSource).dialect(Postgres.create())
 * }</pre>
 */
public final class Postgres implements Dialect {
  private final boolean copyAllowed;

  private Postgres(boolean copyAllowed) {
    this.copyAllowed = copyAllowed;
  }

  /** For {@link java.util.ServiceLoader}; the same as {@link #create()}. */
  public Postgres() {
    this(true);
  }

  /** Reads with COPY, and with a cursor where the server refuses COPY. */
  public static Postgres create() {
    return new Postgres(true);
  }

  /** Never uses COPY: for proxies that accept it but do not carry it well. Slower. */
  public static Postgres withoutCopy() {
    return new Postgres(false);
  }

  /**
   * Connections to an endpoint, for applications without a {@code DataSource} of their own; without pool. Needs pgjdbc.
   *
   * @throws IllegalArgumentException if the file of trusted authorities holds no certificate
   */
  public static DataSource dataSource(Endpoint endpoint) {
    requireNonNull(endpoint, "endpoint");
    return new EndpointDataSource(endpoint, Sources.of(endpoint));
  }

  @Override
  public String name() {
    return PgSession.DIALECT;
  }

  @Override
  public boolean accepts(DatabaseMetaData metaData) throws SQLException {
    return "PostgreSQL".equals(metaData.getDatabaseProductName());
  }

  @Override
  public SourceSession open(DataSource dataSource, SessionSettings settings) throws SQLException {
    requireNonNull(dataSource, "dataSource");
    requireNonNull(settings, "settings");
    return PgSession.open(dataSource, settings, copyAllowed);
  }

  @Override
  public SourceFailure classify(Throwable failure) {
    requireNonNull(failure, "failure");
    return ServerErrors.classify(failure);
  }

  @Override
  public String toString() {
    return copyAllowed ? "Postgres" : "Postgres without COPY";
  }
}
