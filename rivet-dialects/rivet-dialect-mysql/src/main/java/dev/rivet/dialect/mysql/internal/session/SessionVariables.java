package dev.rivet.dialect.mysql.internal.session;

import dev.rivet.dialect.mysql.internal.column.Identifiers;
import dev.rivet.spi.dialect.SessionSettings;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The variables a reading session changes, and what they were. One thread at a time. */
final class SessionVariables {
  /** Modes that change what is read, or what a constant of ours means. */
  private static final Set<String> UNWANTED_MODES =
      Set.of("PAD_CHAR_TO_FULL_LENGTH", "NO_ZERO_DATE", "NO_ZERO_IN_DATE", "EMPTY_STRING_IS_NULL");

  private static final String SQL_MODE = "sql_mode";
  private static final String READ_ONLY = "transaction_read_only";

  private final Connection connection;
  private final Map<String, String> wanted = new LinkedHashMap<>();
  private final Map<String, String> before = new LinkedHashMap<>();
  private final String readOnly;
  private boolean wasReadOnly;
  private boolean changed;

  SessionVariables(Connection connection, Server server, SessionSettings settings) {
    this.connection = connection;
    this.readOnly = server.isMariaDb() ? "tx_read_only" : READ_ONLY;
    wanted.put("time_zone", "'+00:00'"); // timestamp is rendered in it
    wanted.put("character_set_results", "utf8mb4"); // text comes in it, whatever the column's
    wanted.put(SQL_MODE, "");
    wanted.put("sql_select_limit", "18446744073709551615");
    // A consumer may be slow; one that is gone is noticed by the server's keepalives.
    wanted.put("net_write_timeout", "3600");
    if (!server.isMariaDb()) {
      wanted.put("information_schema_stats_expiry", "0");
    }
    putTimeouts(server, settings);
  }

  private void putTimeouts(Server server, SessionSettings settings) {
    Duration statement = settings.statementTimeout();
    if (!statement.isZero()) {
      long millis = Math.max(1, Math.min(statement.toMillis(), Integer.MAX_VALUE));
      if (server.isMariaDb()) {
        wanted.put("max_statement_time", BigDecimal.valueOf(millis, 3).toPlainString());
      } else {
        wanted.put("max_execution_time", String.valueOf(millis));
      }
    }
    Duration lock = settings.lockTimeout();
    if (!lock.isZero()) {
      long seconds = Math.max(1, Math.min((lock.toMillis() + 999) / 1000, 31_536_000));
      wanted.put("lock_wait_timeout", String.valueOf(seconds));
      wanted.put("innodb_lock_wait_timeout", String.valueOf(seconds));
    }
  }

  /** Reads what is, then sets what is wanted. */
  void set() throws SQLException {
    read();
    List<String> assignments = new ArrayList<>();
    wanted.forEach((name, value) -> assignments.add(name + " = " + value));
    changed = true; // also if a part of the following fails
    execute("SET SESSION " + String.join(", ", assignments));
    execute("SET SESSION TRANSACTION READ ONLY");
  }

  private void read() throws SQLException {
    String list =
        wanted.keySet().stream()
            .map(name -> "@@session." + name)
            .collect(Collectors.joining(", ", "SELECT ", ", @@session." + readOnly));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(list)) {
      rows.next();
      int i = 1;
      for (String name : List.copyOf(wanted.keySet())) {
        String value = rows.getString(i++);
        before.put(name, literal(value));
        if (name.equals(SQL_MODE)) {
          wanted.put(SQL_MODE, literal(mode(String.valueOf(value))));
        }
      }
      wasReadOnly = rows.getInt(i) != 0;
    }
  }

  private static String mode(String mode) {
    List<String> kept = new ArrayList<>();
    for (String flag : mode.split(",", -1)) {
      if (!flag.isEmpty() && !UNWANTED_MODES.contains(flag)) {
        kept.add(flag);
      }
    }
    return String.join(",", kept);
  }

  private static String literal(@Nullable String value) {
    if (value == null) {
      return "NULL";
    }
    return value.matches("\\d+(\\.\\d+)?") ? value : Identifiers.literal(value);
  }

  /** Puts everything back. */
  void restore() throws SQLException {
    if (!changed) {
      return;
    }
    changed = false;
    List<String> assignments = new ArrayList<>();
    before.forEach((name, value) -> assignments.add(name + " = " + value));
    execute("SET SESSION " + String.join(", ", assignments));
    if (!wasReadOnly) {
      execute("SET SESSION TRANSACTION READ WRITE");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
