package dev.rivet.spi.dialect;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** A session that can tell the server's time and how long others have been writing; needed by safe horizons of incremental exports. */
public interface TransactionClock extends SourceSession {
  /** The server's time. */
  Instant serverTime() throws SQLException;

  /** Whether this account sees when every transaction of the database began. */
  boolean seesTransactions() throws SQLException;

  /** When the oldest open transaction of another session in this database began; empty if there is none. */
  Optional<Instant> oldestTransaction() throws SQLException;
}
