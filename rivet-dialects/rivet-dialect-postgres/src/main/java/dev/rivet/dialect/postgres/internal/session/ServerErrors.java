package dev.rivet.dialect.postgres.internal.session;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Recovery;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.ValueRefusedException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the server's errors mean (RT4), and how to repeat them without repeating cell values. */
public final class ServerErrors {
  static final String QUERY_CANCELED = "57014";

  private static final Duration SLOW = Duration.ofSeconds(15);
  private static final Duration RESOURCES = Duration.ofSeconds(5);
  private static final Duration CONFLICT = Duration.ofSeconds(1);
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

  private ServerErrors() {}

  /** The verdict on a failure, by the first link of the cause chain that has one. */
  public static SourceFailure classify(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      if (t instanceof GeneralSecurityException
          || t instanceof SSLPeerUnverifiedException
          || isWrongHost(t)) {
        return permanent(
            ErrorCode.SOURCE_AUTHENTICATION,
            "The server's certificate was not accepted; check sslrootcert, and that the host name"
                + " in the URL is one the certificate is made out to.");
      }
    }
    seen.clear();
    SourceFailure fallback = permanent(ErrorCode.SOURCE_FAILED, "");
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      if (t instanceof StatementCancelledException) {
        return new SourceFailure(ErrorCode.CANCELLED, Recovery.RETRY, false, Duration.ZERO, "");
      }
      if (t instanceof ValueRefusedException refused) {
        return permanent(refused.code(), "");
      }
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        SourceFailure verdict = byState(sql.getSQLState());
        if (verdict.code() != ErrorCode.SOURCE_FAILED) {
          return verdict;
        }
        fallback = verdict;
      } else if (t instanceof SQLTransientConnectionException) {
        fallback =
            reconnect(
                ErrorCode.SOURCE_OVERLOADED,
                Duration.ZERO,
                "The connection pool had no free connection; make it larger or lower parallel().");
      }
      if (t instanceof IOException) {
        return reconnect(
            ErrorCode.SOURCE_UNREACHABLE,
            Duration.ZERO,
            "Check host, port and network; the connection was lost or never made.");
      }
    }
    return fallback;
  }

  /** The driver gives this failure the state of a lost connection and no cause; the verifier's name is all that tells it apart. */
  private static boolean isWrongHost(Throwable failure) {
    return failure instanceof PSQLException
        && failure.getCause() == null
        && String.valueOf(failure.getMessage()).contains("HostnameVerifier");
  }

  private static SourceFailure byState(String state) {
    return switch (state) {
      case "57P01", "57P02", "57P03" ->
          reconnect(
              ErrorCode.SOURCE_UNREACHABLE, SLOW, "The server is shutting down or starting up.");
      case "57P05", "25P03", "25P04" ->
          reconnect(
              ErrorCode.SOURCE_UNREACHABLE,
              Duration.ZERO,
              "The server ended an idle session; raise its idle timeouts for this role.");
      case "53300" ->
          reconnect(
              ErrorCode.SOURCE_OVERLOADED,
              SLOW,
              "The server has no connection left; lower parallel() or raise max_connections.");
      case "40001", "40P01" -> transientFailure(ErrorCode.SOURCE_CONFLICT, CONFLICT, "");
      case "55P03" ->
          transientFailure(
              ErrorCode.SOURCE_LOCK_TIMEOUT,
              Duration.ZERO,
              "Another session holds a lock on the relation; wait for it or raise lockTimeout.");
      case QUERY_CANCELED ->
          permanent(
              ErrorCode.SOURCE_STATEMENT_TIMEOUT,
              "The statement was cancelled by its timeout or by an administrator; use smaller"
                  + " chunks or raise statementTimeout.");
      case "42501" ->
          permanent(
              ErrorCode.SOURCE_PERMISSION,
              "Grant SELECT on the relation, and USAGE on its schema, to the connection's role.");
      case "42P01", "3F000" ->
          permanent(
              ErrorCode.RELATION_NOT_FOUND, "Check the name, the schema and the search path.");
      case "3D000" ->
          permanent(ErrorCode.SOURCE_UNREACHABLE, "The database does not exist on this server.");
      case "25006" ->
          permanent(
              ErrorCode.SOURCE_STATEMENT_REJECTED,
              "Rivet only reads: the statement tried to write or to lock rows.");
      case "53100" ->
          transientFailure(
              ErrorCode.SOURCE_OVERLOADED,
              RESOURCES,
              "The server's disk is full, for example with temporary files of a sort.");
      default -> byClass(state);
    };
  }

  private static SourceFailure byClass(String state) {
    String group = state.length() < 2 ? "" : state.substring(0, 2);
    return switch (group) {
      case "08" ->
          reconnect(
              ErrorCode.SOURCE_UNREACHABLE,
              Duration.ZERO,
              "Check host, port and network; the connection was lost or never made.");
      case "28" ->
          permanent(
              ErrorCode.SOURCE_AUTHENTICATION,
              "Check user, password and the server's pg_hba.conf.");
      case "53" ->
          transientFailure(
              ErrorCode.SOURCE_OVERLOADED,
              RESOURCES,
              "The server is out of memory, disk or another resource.");
      case "42", "0A" -> permanent(ErrorCode.SOURCE_STATEMENT_REJECTED, "");
      case "22" ->
          permanent(
              ErrorCode.VALUE_NOT_REPRESENTABLE,
              "An expression or cast failed for a value; cast more tolerantly in a query, or give"
                  + " the column another type.");
      default -> permanent(ErrorCode.SOURCE_FAILED, "");
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

  /**
   * The same error without what may hold cell values: DETAIL, WHERE and internal queries always, quoted text where the server
   * quotes the value it complains about (class 22 and 23).
   */
  public static SQLException scrubbed(SQLException error) {
    if (!(error instanceof PSQLException) || serverMessage(error) == null) {
      return error;
    }
    SQLException clean = new SQLException(describe(error), error.getSQLState(), ioCause(error));
    clean.setStackTrace(error.getStackTrace());
    return clean;
  }

  /** The server's primary message, safe to show. */
  public static String describe(SQLException error) {
    ServerErrorMessage message = serverMessage(error);
    if (message == null || message.getMessage() == null) {
      return String.valueOf(error.getMessage());
    }
    String state = String.valueOf(error.getSQLState());
    String text = message.getMessage();
    if (state.startsWith("22") || state.startsWith("23") || state.startsWith("P0")) {
      text = QUOTED.matcher(text).replaceAll("\"…\"");
    }
    return text + " (SQLSTATE " + state + ")";
  }

  private static @Nullable ServerErrorMessage serverMessage(SQLException error) {
    return error instanceof PSQLException pg ? pg.getServerErrorMessage() : null;
  }

  private static @Nullable Throwable ioCause(SQLException error) {
    return error.getCause() instanceof IOException io ? io : null;
  }
}
