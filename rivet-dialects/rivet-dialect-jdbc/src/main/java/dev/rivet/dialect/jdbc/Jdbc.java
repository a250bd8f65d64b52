package dev.rivet.dialect.jdbc;

import static java.util.Objects.requireNonNull;

import dev.rivet.dialect.jdbc.internal.session.DriverErrors;
import dev.rivet.dialect.jdbc.internal.session.JdbcSession;
import dev.rivet.spi.dialect.Dialect;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceSession;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ServiceLoader;
import javax.sql.DataSource;

/**
 * Reads any other database that has a JDBC 4.2 driver, through Apache Arrow's JDBC adapter with Rivet's type rules on top. Proven on
 * H2, SQLite and DuckDB. Names are quoted as the driver says; dates and times are read by {@code java.time} without losing digits;
 * numbers without precision need a type. Each slice is one statement; a snapshot cannot be shared between connections. Slower and less
 * informed than a dialect of the database's own: no row estimates, no paging. Thread-safe.
 *
 * <pre>{@code
 * Rivet.builder().source(dataSource).dialect(Jdbc.create())
 * }</pre>
 */
public final class Jdbc implements Dialect {

  /** For {@link ServiceLoader}; the same as {@link #create()}. */
  public Jdbc() {}

  /** The dialect. */
  public static Jdbc create() {
    return new Jdbc();
  }

  @Override
  public String name() {
    return JdbcSession.DIALECT;
  }

  /** Whether no other dialect on the class path reads this database: so it does not matter which is asked first. */
  @Override
  public boolean accepts(DatabaseMetaData metaData) throws SQLException {
    for (ServiceLoader.Provider<Dialect> provider :
        ServiceLoader.load(Dialect.class).stream().toList()) {
      if (provider.type() != Jdbc.class && provider.get().accepts(metaData)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public SourceSession open(DataSource dataSource, SessionSettings settings) throws SQLException {
    requireNonNull(dataSource, "dataSource");
    requireNonNull(settings, "settings");
    return JdbcSession.open(dataSource, settings);
  }

  @Override
  public SourceFailure classify(Throwable failure) {
    requireNonNull(failure, "failure");
    return DriverErrors.classify(failure);
  }

  @Override
  public String toString() {
    return "Jdbc";
  }
}
