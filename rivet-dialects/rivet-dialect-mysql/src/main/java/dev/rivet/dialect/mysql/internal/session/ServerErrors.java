package dev.rivet.dialect.mysql.internal.session;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Recovery;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.spi.dialect.support.StatementCancelledException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the server's errors mean (RT4), and how to repeat them without repeating cell values. */
public final class ServerErrors {
  static final int QUERY_INTERRUPTED = 1317;
  static final int NO_SUCH_TABLE = 1146;
  static final int NO_SUCH_DATABASE = 1049;
  static final int DUPLICATE_COLUMN = 1060;
  static final int READ_ONLY = 1792;

  private static final Duration SLOW = Duration.ofSeconds(15);
  private static final Duration RESOURCES = Duration.ofSeconds(5);
  private static final Duration CONFLICT = Duration.ofSeconds(1);

  /** Errors whose message quotes the value they complain about. */
  private static final Set<Integer> QUOTING =
      Set.of(1062, 1264, 1292, 1365, 1366, 1406, 1411, 1525, 1690, 1691, 3140, 3141, 3143, 3156);

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

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
        Optional<SourceFailure> verdict = byCode(sql.getErrorCode()).or(() -> byState(sql));
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

  private static SourceFailure unreachable() {
    return reconnect(
        ErrorCode.SOURCE_UNREACHABLE,
        Duration.ZERO,
        "Check host, port and network; the connection was lost or never made.");
  }

  private static Optional<SourceFailure> byCode(int code) {
    return transientCode(code).or(() -> refused(code)).or(() -> rejected(code));
  }

  private static Optional<SourceFailure> transientCode(int code) {
    SourceFailure verdict =
        switch (code) {
          case 1213, 1020, 1614 -> transientFailure(ErrorCode.SOURCE_CONFLICT, CONFLICT, "");
          case 1205 ->
              transientFailure(
                  ErrorCode.SOURCE_LOCK_TIMEOUT,
                  Duration.ZERO,
                  "Another session holds a lock on the table; wait for it or raise lockTimeout.");
          case 1040, 1203, 1226 ->
              reconnect(
                  ErrorCode.SOURCE_OVERLOADED,
                  SLOW,
                  "The server has no connection left; lower parallel() or raise max_connections.");
          case 1053, 1077, 1079, 1080 ->
              reconnect(
                  ErrorCode.SOURCE_UNREACHABLE,
                  SLOW,
                  "The server is shutting down or starting up.");
          case 1927, 2002, 2003, 2005, 2006, 2013, 2055, 4031 -> unreachable();
          case 1021, 1037, 1038, 1041, 1114, 1135 ->
              transientFailure(
                  ErrorCode.SOURCE_OVERLOADED,
                  RESOURCES,
                  "The server is out of memory, disk, threads or room for temporary tables.");
          default -> null;
        };
    return Optional.ofNullable(verdict);
  }

  private static Optional<SourceFailure> refused(int code) {
    SourceFailure verdict =
        switch (code) {
          case 1045, 1251, 1524, 1698, 1820, 1862, 3118, 3159, 4151 ->
              permanent(
                  ErrorCode.SOURCE_AUTHENTICATION,
                  "Check user, password, the account's host part, and whether the server demands"
                      + " TLS.");
          case 1044, 1142, 1143, 1227, 1345, 1356, 1370 ->
              permanent(
                  ErrorCode.SOURCE_PERMISSION,
                  "Grant SELECT on the table to the connection's account; a view needs it for its"
                      + " definer too.");
          case 1129, 1130 ->
              permanent(
                  ErrorCode.SOURCE_UNREACHABLE,
                  "The server does not let this host in; see its account list, or run FLUSH"
                      + " HOSTS.");
          default -> null;
        };
    return Optional.ofNullable(verdict);
  }

  private static Optional<SourceFailure> rejected(int code) {
    SourceFailure verdict =
        switch (code) {
          case 3024, 1969, QUERY_INTERRUPTED, 1028 ->
              permanent(
                  ErrorCode.SOURCE_STATEMENT_TIMEOUT,
                  "The statement was stopped by its timeout or by an administrator; use smaller"
                      + " chunks or raise statementTimeout.");
          case NO_SUCH_TABLE, NO_SUCH_DATABASE, 1051, 1109 ->
              permanent(
                  ErrorCode.RELATION_NOT_FOUND, "Check the name, its case, and the database.");
          case READ_ONLY, 1290 ->
              permanent(
                  ErrorCode.SOURCE_STATEMENT_REJECTED,
                  "Rivet only reads: the statement tried to write or to lock rows.");
          case 1054, 1052, 1060, 1064, 1066, 1149, 1248, 1295 ->
              permanent(ErrorCode.SOURCE_STATEMENT_REJECTED, "");
          case 1264, 1292, 1366, 1411, 1690 ->
              permanent(
                  ErrorCode.VALUE_NOT_REPRESENTABLE,
                  "An expression or cast failed for a value; cast more tolerantly in a query.");
          default -> null;
        };
    return Optional.ofNullable(verdict);
  }

  private static Optional<SourceFailure> byState(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String group = state.length() < 2 ? "" : state.substring(0, 2);
    return switch (group) {
      case "08" -> Optional.of(unreachable());
      case "28" ->
          Optional.of(
              permanent(ErrorCode.SOURCE_AUTHENTICATION, "Check user, password and host part."));
      case "40" -> Optional.of(transientFailure(ErrorCode.SOURCE_CONFLICT, CONFLICT, ""));
      case "42", "0A" -> Optional.of(permanent(ErrorCode.SOURCE_STATEMENT_REJECTED, ""));
      case "22" ->
          Optional.of(
              permanent(
                  ErrorCode.VALUE_NOT_REPRESENTABLE,
                  "An expression or cast failed for a value; cast more tolerantly in a query."));
      default -> Optional.empty();
    };
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
  public static SQLException scrubbed(SQLException error) {
    boolean quotes =
        QUOTING.contains(error.getErrorCode())
            || String.valueOf(error.getSQLState()).startsWith("22");
    if (!quotes || error instanceof ValueRefusedException) {
      return error;
    }
    SQLException clean =
        new SQLException(describe(error), error.getSQLState(), error.getErrorCode());
    clean.setStackTrace(error.getStackTrace());
    return clean;
  }

  /** The server's message, safe to show. */
  public static String describe(SQLException error) {
    String message = String.valueOf(error.getMessage());
    // The MariaDB driver puts the connection's id in front.
    String plain = message.replaceFirst("^\\(conn=\\d+\\) ", "");
    return QUOTING.contains(error.getErrorCode())
            || String.valueOf(error.getSQLState()).startsWith("22")
        ? QUOTED.matcher(plain).replaceAll("'…'")
        : plain;
  }
}
