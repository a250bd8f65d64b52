package dev.rivet.dialect.postgres.internal.session;

import java.sql.SQLException;

/** The statement was stopped by {@code SourceSession.cancel()}; the server reports a timeout with the same SQLState. */
final class StatementCancelledException extends SQLException {
  private static final long serialVersionUID = 1L;

  StatementCancelledException() {
    super("the statement was cancelled", ServerErrors.QUERY_CANCELED);
  }
}
