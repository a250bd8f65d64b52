package dev.rivet.dialect.sqlserver.internal.session;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Recovery;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.spi.dialect.support.StatementCancelledException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the server's errors mean, by number (contracts 3.4), and how to repeat them without repeating cell values. */
public final class ServerErrors {
  static final int NO_SUCH_TABLE = 208;

  private static final Duration SLOW = Duration.ofSeconds(15);
  private static final Duration RESOURCES = Duration.ofSeconds(5);
  private static final Duration CONFLICT = Duration.ofSeconds(1);

  /** Errors whose message quotes the value they complain about. */
  private static final Set<Integer> QUOTING =
      Set.of(245, 248, 295, 296, 2628, 8152, 244, 2601, 2627);

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'|\\([^)]*\\)");

  private ServerErrors() {}

  /** The verdict on a failure, by the first link of the cause chain that has one. */
  public static SourceFailure classify(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      if (t instanceof StatementCancelledException) {
        return new SourceFailure(ErrorCode.CANCELLED, Recovery.RETRY, false, Duration.ZERO, "");
      }
      if (t instanceof ValueRefusedException refused) {
        return permanent(refused.code(), "");
      }
      if (t instanceof SQLException sql) {
        Optional<SourceFailure> verdict = byNumber(sql.getErrorCode()).or(() -> byState(sql));
        if (verdict.isPresent()) {
          return verdict.get();
        }
      }
      if (t instanceof IOException) {
        return unreachable();
      }
    }
    return permanent(ErrorCode.SOURCE_FAILED, "");
  }

  private static Optional<SourceFailure> byNumber(int number) {
    return transientNumber(number).or(() -> permanentNumber(number));
  }

  private static Optional<SourceFailure> transientNumber(int number) {
    return switch (number) {
      case 1205, 3960 -> Optional.of(transientFailure(ErrorCode.SOURCE_CONFLICT, CONFLICT, ""));
      case 1222 ->
          Optional.of(
              transientFailure(
                  ErrorCode.SOURCE_LOCK_TIMEOUT,
                  Duration.ZERO,
                  "Another session holds a lock on the table; wait for it, raise lockTimeout, or"
                      + " allow SNAPSHOT isolation in the database."));
      case 64, 233, 10053, 10054, 10060 -> Optional.of(unreachable());
      case 40197, 40501, 40613, 49918, 49919, 49920, 10928, 10929 ->
          Optional.of(
              reconnect(
                  ErrorCode.SOURCE_OVERLOADED,
                  SLOW,
                  "Azure SQL is throttling or moving the database; lower parallel() if it goes"
                      + " on."));
      case 701, 802, 1204, 8645, 8651, 17809 ->
          Optional.of(
              transientFailure(
                  ErrorCode.SOURCE_OVERLOADED,
                  RESOURCES,
                  "The server is out of memory, locks or connections; lower parallel()."));
      default -> Optional.empty();
    };
  }

  private static Optional<SourceFailure> permanentNumber(int number) {
    return switch (number) {
      case 18456, 18452, 18470, 18486, 18487, 18488, 4060, 40615 ->
          Optional.of(
              permanent(
                  ErrorCode.SOURCE_AUTHENTICATION,
                  "Check user, password and database name; on Azure also the firewall."));
      case 229, 230, 262, 297, 300, 371, 916 ->
          Optional.of(
              permanent(
                  ErrorCode.SOURCE_PERMISSION,
                  "Grant SELECT on the table to the connection's account."));
      case NO_SUCH_TABLE ->
          Optional.of(
              permanent(ErrorCode.RELATION_NOT_FOUND, "Check the name, schema and database."));
      case 102, 105, 156, 207, 209, 319, 1033, 8155, 8156, 4104, 3906, 3952 ->
          Optional.of(permanent(ErrorCode.SOURCE_STATEMENT_REJECTED, ""));
      case 220, 232, 241, 242, 244, 245, 248, 295, 296, 517, 8114, 8115, 8134 ->
          Optional.of(
              permanent(
                  ErrorCode.VALUE_NOT_REPRESENTABLE,
                  "An expression or cast failed for a value; use TRY_CAST in a query."));
      default -> Optional.empty();
    };
  }

  private static Optional<SourceFailure> byState(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (e instanceof SQLTimeoutException || state.equals("HYT00") || state.equals("HY008")) {
      return Optional.of(
          permanent(
              ErrorCode.SOURCE_STATEMENT_TIMEOUT,
              "The statement was stopped by its timeout; use smaller chunks or raise"
                  + " statementTimeout."));
    }
    return state.startsWith("08") ? Optional.of(unreachable()) : Optional.empty();
  }

  private static SourceFailure unreachable() {
    return reconnect(
        ErrorCode.SOURCE_UNREACHABLE,
        Duration.ZERO,
        "Check host, port, network and the TLS settings of the URL; the connection was lost or"
            + " never made.");
  }

  private static SourceFailure permanent(ErrorCode code, String hint) {
    Recovery recovery = code.recovery() == Recovery.RETRY ? Recovery.FIX_INPUT : code.recovery();
    return new SourceFailure(code, recovery, false, Duration.ZERO, hint);
  }

  private static SourceFailure transientFailure(ErrorCode code, Duration delay, String hint) {
    return new SourceFailure(code, Recovery.RETRY, false, delay, hint);
  }

  private static SourceFailure reconnect(ErrorCode code, Duration delay, String hint) {
    return new SourceFailure(code, Recovery.RETRY, true, delay, hint);
  }

  /** The same error without cell values, where the server quotes the value it complains about. */
  static SQLException scrubbed(SQLException error) {
    if (!QUOTING.contains(error.getErrorCode())) {
      return error;
    }
    SQLException clean =
        new SQLException(describe(error), error.getSQLState(), error.getErrorCode());
    clean.setStackTrace(error.getStackTrace());
    return clean;
  }

  /** The server's message, safe to show. */
  static String describe(SQLException error) {
    String message = String.valueOf(error.getMessage());
    return QUOTING.contains(error.getErrorCode())
        ? QUOTED.matcher(message).replaceAll("'…'")
        : message;
  }
}
