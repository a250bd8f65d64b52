package dev.rivet.spi.dialect.support;

import java.sql.SQLException;

/** The statement was stopped by {@code SourceSession.cancel()}; servers report a timeout in the same way. */
public final class StatementCancelledException extends SQLException {
  private static final long serialVersionUID = 1L;

  /** For sessions. */
  public StatementCancelledException() {
    super("the statement was cancelled", "57014");
  }
}
