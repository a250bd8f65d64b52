package dev.rivet.dialect.postgres.internal.session;

import dev.rivet.dialect.postgres.internal.column.Identifiers;
import dev.rivet.spi.dialect.SessionSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The session's transactions: read-only, repeatable read, with every setting inside ({@code SET LOCAL}), so that a rollback is all
 * it takes to leave nothing behind. One thread at a time.
 */
final class Transaction {
  private static final String TRANSACTION_GONE = "25000";

  private final Connection connection;
  private final String settings;
  private boolean open;
  private boolean exporting;
  private boolean exportLost;
  private @Nullable String joined;

  Transaction(Connection connection, SessionSettings settings, int majorVersion) {
    this.connection = connection;
    this.settings = render(settings, majorVersion);
  }

  private static String render(SessionSettings settings, int majorVersion) {
    StringBuilder sql = new StringBuilder(512);
    set(sql, "application_name", settings.applicationName());
    setMillis(sql, "statement_timeout", settings.statementTimeout());
    setMillis(sql, "lock_timeout", settings.lockTimeout());
    // A consumer may be slow; a client that is gone is noticed by the server's keepalives. One hour
    // is a backstop.
    set(sql, "idle_in_transaction_session_timeout", "3600000");
    // Texts and casts must not depend on who configured the role.
    set(sql, "TimeZone", "UTC");
    set(sql, "DateStyle", "ISO, MDY");
    set(sql, "IntervalStyle", "iso_8601");
    set(sql, "extra_float_digits", "1");
    set(sql, "bytea_output", "hex");
    set(sql, "xmloption", "content");
    set(sql, "standard_conforming_strings", "on");
    // The same table gives the same order: no start in the middle of a scan, no race between
    // workers.
    set(sql, "synchronize_seqscans", "off");
    set(sql, "max_parallel_workers_per_gather", "0");
    if (majorVersion >= 11) {
      set(sql, "jit", "off"); // compiling a plan that runs for a quarter of a second does not pay
    }
    return sql.toString();
  }

  private static void setMillis(StringBuilder sql, String name, Duration value) {
    if (!value.isZero()) {
      set(sql, name, String.valueOf(Math.max(1, Math.min(value.toMillis(), Integer.MAX_VALUE))));
    }
  }

  private static void set(StringBuilder sql, String name, String value) {
    sql.append(";SET LOCAL ").append(name).append('=').append(Identifiers.literal(value));
  }

  /** Begins, or goes on with the transaction that holds a shared snapshot. */
  void begin() throws SQLException {
    if (exportLost) {
      throw new SQLException(
          "the transaction that shares its snapshot has ended; start over with a new session",
          TRANSACTION_GONE);
    }
    if (open) {
      return;
    }
    open = true; // also if a part of the following fails
    try (Statement statement = connection.createStatement()) {
      String snapshot =
          joined == null ? "" : ";SET TRANSACTION SNAPSHOT " + Identifiers.literal(joined);
      statement.execute(
          "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY" + snapshot + settings);
    }
  }

  /** Whether {@link #end} has anything to do. */
  boolean endsWith(boolean failed) {
    return open && (failed || !exporting && joined == null);
  }

  /** Ends, unless others depend on the snapshot. After a failure it always ends. */
  void end(boolean failed) throws SQLException {
    if (!endsWith(failed)) {
      return;
    }
    open = false;
    exportLost = exporting;
    connection.rollback();
  }

  /** Ends whatever is open. */
  void finish() throws SQLException {
    exporting = false;
    joined = null;
    end(false);
  }

  String exportSnapshot() throws SQLException {
    begin();
    exporting = true;
    try (Statement statement = connection.createStatement()) {
      // This session may wait for hours while others read.
      statement.execute("SET LOCAL idle_in_transaction_session_timeout=0");
      try (ResultSet rows = statement.executeQuery("SELECT pg_catalog.pg_export_snapshot()")) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  void joinSnapshot(String token) throws SQLException {
    if (exporting) {
      throw new SQLException(
          "this session shares its own snapshot and cannot join another", TRANSACTION_GONE);
    }
    end(true);
    joined = token;
    begin();
  }
}
