package dev.rivet.spi.dialect;

import static java.util.Objects.requireNonNull;

import dev.rivet.error.ErrorCode;
import java.sql.SQLException;

/** A value that its column's type cannot hold, with policy FAIL. Permanent: the same row fails again. */
public final class ValueRefusedException extends SQLException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String column;

  /**
   * For readers.
   *
   * @param code {@code VALUE_NOT_REPRESENTABLE}, {@code VALUE_TOO_LARGE} or {@code VALUE_NULL}
   * @param column the column
   * @param message what, why and which policy or override would help; never the value itself
   */
  public ValueRefusedException(ErrorCode code, String column, String message) {
    super(message);
    this.code = requireNonNull(code, "code");
    this.column = requireNonNull(column, "column");
  }

  /** Stable code. */
  public ErrorCode code() {
    return code;
  }

  /** The column. */
  public String column() {
    return column;
  }
}
