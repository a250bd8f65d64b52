package dev.rivet.dialect.jdbc.internal.session;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Recovery;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.spi.dialect.support.StatementCancelledException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What failures mean, by the standard's SQLStates and JDBC's exception classes; SQLite, which has neither, by its result codes. */
public final class DriverErrors {
  private static final Duration CONFLICT = Duration.ofSeconds(1);
  private static final Duration RESOURCES = Duration.ofSeconds(5);
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

  private DriverErrors() {}

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
        Optional<SourceFailure> verdict =
            bySqlite(sql).or(() -> byState(sql)).or(() -> byClass(sql));
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
    return new SourceFailure(
        ErrorCode.SOURCE_UNREACHABLE,
        Recovery.RETRY,
        true,
        Duration.ZERO,
        "Check host, port and network; the connection was lost or never made.");
  }

  private static Optional<SourceFailure> bySqlite(SQLException e) {
    if (!e.getClass().getName().startsWith("org.sqlite.")) {
      return Optional.empty();
    }
    return switch (e.getErrorCode() & 0xFF) {
      case 5, 6 ->
          Optional.of(
              transientFailure(
                  ErrorCode.SOURCE_LOCK_TIMEOUT,
                  CONFLICT,
                  "Another connection writes to the database file; set busy_timeout."));
      case 3, 23 -> Optional.of(permanent(ErrorCode.SOURCE_PERMISSION, ""));
      case 7 -> Optional.of(transientFailure(ErrorCode.SOURCE_OVERLOADED, RESOURCES, ""));
      case 9 -> Optional.of(timeout());
      case 14, 26 ->
          Optional.of(
              new SourceFailure(
                  ErrorCode.SOURCE_UNREACHABLE,
                  Recovery.FIX_INPUT,
                  true,
                  Duration.ZERO,
                  "The file cannot be opened or is no SQLite database; check the path."));
      default -> Optional.empty();
    };
  }

  private static SourceFailure timeout() {
    return permanent(
        ErrorCode.SOURCE_STATEMENT_TIMEOUT,
        "The statement was stopped by its timeout or by an administrator; use smaller chunks or"
            + " raise statementTimeout.");
  }

  private static Optional<SourceFailure> byState(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    Optional<SourceFailure> exact =
        switch (state) {
          case "42S02", "42P01", "3F000" ->
              Optional.of(
                  permanent(
                      ErrorCode.RELATION_NOT_FOUND, "Check the name, its case, and the schema."));
          case "42501" ->
              Optional.of(
                  permanent(
                      ErrorCode.SOURCE_PERMISSION,
                      "Grant SELECT on the table to the connection's account."));
          case "HYT00" -> Optional.of(lockTimeout());
          case "57014", "HY008" -> Optional.of(timeout());
          default -> Optional.empty();
        };
    return exact.or(() -> byStateClass(state.length() < 2 ? "" : state.substring(0, 2)));
  }

  private static SourceFailure lockTimeout() {
    return transientFailure(
        ErrorCode.SOURCE_LOCK_TIMEOUT,
        Duration.ZERO,
        "Another session holds a lock on the table; wait for it or raise lockTimeout.");
  }

  private static Optional<SourceFailure> byStateClass(String group) {
    return switch (group) {
      case "08" -> Optional.of(unreachable());
      case "28" ->
          Optional.of(permanent(ErrorCode.SOURCE_AUTHENTICATION, "Check user and password."));
      case "40" -> Optional.of(transientFailure(ErrorCode.SOURCE_CONFLICT, CONFLICT, ""));
      case "53" -> Optional.of(transientFailure(ErrorCode.SOURCE_OVERLOADED, RESOURCES, ""));
      case "42", "0A", "25" -> Optional.of(permanent(ErrorCode.SOURCE_STATEMENT_REJECTED, ""));
      case "22" ->
          Optional.of(
              permanent(
                  ErrorCode.VALUE_NOT_REPRESENTABLE,
                  "An expression or cast failed for a value; cast more tolerantly in a query."));
      default -> Optional.empty();
    };
  }

  private static Optional<SourceFailure> byClass(SQLException e) {
    if (e instanceof SQLTimeoutException) {
      return Optional.of(timeout());
    }
    if (e instanceof SQLTransientConnectionException
        || e instanceof SQLNonTransientConnectionException) {
      return Optional.of(unreachable());
    }
    if (e instanceof SQLTransactionRollbackException) {
      return Optional.of(transientFailure(ErrorCode.SOURCE_CONFLICT, CONFLICT, ""));
    }
    if (e instanceof SQLInvalidAuthorizationSpecException) {
      return Optional.of(permanent(ErrorCode.SOURCE_AUTHENTICATION, "Check user and password."));
    }
    if (e instanceof SQLSyntaxErrorException
        || e instanceof SQLFeatureNotSupportedException
        || e instanceof SQLIntegrityConstraintViolationException) {
      return Optional.of(permanent(ErrorCode.SOURCE_STATEMENT_REJECTED, ""));
    }
    return Optional.empty();
  }

  private static SourceFailure permanent(ErrorCode code, String hint) {
    Recovery recovery = code.recovery() == Recovery.RETRY ? Recovery.FIX_INPUT : code.recovery();
    return new SourceFailure(code, recovery, false, Duration.ZERO, hint);
  }

  private static SourceFailure transientFailure(ErrorCode code, Duration delay, String hint) {
    return new SourceFailure(code, Recovery.RETRY, false, delay, hint);
  }

  /** Whether the server may have quoted a value of a row. */
  private static boolean quotesValues(SQLException error) {
    return String.valueOf(error.getSQLState()).startsWith("22")
        && !(error instanceof ValueRefusedException);
  }

  /** The same error without cell values where the database quotes the value it complains about. */
  static SQLException scrubbed(SQLException error) {
    if (!quotesValues(error) || error.getCause() instanceof RuntimeException) {
      return error;
    }
    SQLException clean =
        new SQLException(describe(error), error.getSQLState(), error.getErrorCode());
    clean.setStackTrace(error.getStackTrace());
    return clean;
  }

  /** The database's message, safe to show. */
  static String describe(SQLException error) {
    String message = String.valueOf(error.getMessage()).lines().findFirst().orElse("").trim();
    return quotesValues(error) ? QUOTED.matcher(message).replaceAll("'…'") : message;
  }
}
