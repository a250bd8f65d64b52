package dev.rivet.spi.dialect;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * One kind of source database. Found by {@link java.util.ServiceLoader} or given to the builder. Thread-safe, holds no
 * connection.
 *
 * <p>A dialect gets relations and slices and makes its own SQL; no SQL text of ours is ever read back. It throws {@link
 * SQLException}; the core wraps it in one place, with {@link #classify} for code and recovery.
 */
public interface Dialect {

  /** Short lower-case name, for example {@code postgres}; appears in plans and manifests. */
  String name();

  /** Whether this dialect reads the database behind the connection. */
  boolean accepts(DatabaseMetaData metaData) throws SQLException;

  /**
   * Borrows one connection and makes it safe to read with: read-only, own timeouts, zone UTC. The session gives it back as it
   * was.
   */
  SourceSession open(DataSource dataSource, SessionSettings settings) throws SQLException;

  /** What a failure means, from SQLState and vendor code through the whole cause chain, never from message text (RT4). */
  SourceFailure classify(Throwable failure);
}
