package dev.rivet.internal.fault;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.SourceException;
import dev.rivet.internal.redact.Redactor;
import dev.rivet.spi.dialect.Dialect;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.ValueRefusedException;
import java.sql.SQLException;

/** The one place where a driver's exception becomes ours. */
public final class SourceErrors {
  private SourceErrors() {}

  /**
   * Wraps.
   *
   * @param attempted what was being done, as in "reading slice 3"
   */
  public static SourceException wrap(
      Dialect dialect, SQLException failure, String attempted, Context context) {
    if (failure instanceof ValueRefusedException refused) {
      return new SourceException(
          refused.code(),
          refused.code().recovery(),
          attempted + ": " + refused.getMessage(),
          null,
          context.toMap(),
          failure);
    }
    SourceFailure verdict = dialect.classify(failure);
    return wrap(verdict, failure, attempted, context);
  }

  /** Wraps with a verdict that was already asked for. */
  public static SourceException wrap(
      SourceFailure verdict, SQLException failure, String attempted, Context context) {
    StringBuilder message = new StringBuilder(attempted).append(": ");
    message.append(Redactor.message(String.valueOf(failure.getMessage())));
    if (!verdict.hint().isEmpty()) {
      message.append("\n  ").append(verdict.hint());
    }
    return new SourceException(
        verdict.code(),
        verdict.recovery(),
        message.toString(),
        failure.getSQLState(),
        context.toMap(),
        failure);
  }

  /** For a source that no dialect accepts. */
  public static SourceException noDialect(String product, String known) {
    return new SourceException(
        ErrorCode.DIALECT_NOT_FOUND,
        ErrorCode.DIALECT_NOT_FOUND.recovery(),
        "no dialect reads "
            + product
            + "; on the class path: "
            + known
            + ". Add the rivet-dialect jar of this database, or pass one with"
            + " Rivet.builder().dialect(…).",
        null,
        java.util.Map.of(),
        null);
  }

  /** For a dialect whose sessions cannot list tables. */
  public static SourceException noDiscovery(String dialect) {
    return new SourceException(
        ErrorCode.DISCOVERY_UNAVAILABLE,
        ErrorCode.DISCOVERY_UNAVAILABLE.recovery(),
        "the dialect '"
            + dialect
            + "' cannot list tables. Name them yourself with Export.table(…); planning reads the"
            + " catalog of one table all the same.",
        null,
        java.util.Map.of(),
        null);
  }
}
