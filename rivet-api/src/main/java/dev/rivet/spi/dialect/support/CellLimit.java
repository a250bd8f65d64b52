package dev.rivet.spi.dialect.support;

import java.sql.SQLException;
import java.util.List;

/**
 * The largest cell allowed. Immutable.
 *
 * @param bytes in bytes
 * @param configured as configured, zero for no limit
 * @param columns the output columns
 */
public record CellLimit(int bytes, long configured, List<? extends PlannedColumn> columns) {

  /** A limit. */
  public static CellLimit of(long configured, List<? extends PlannedColumn> columns) {
    int bytes =
        configured == 0 || configured > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) configured;
    return new CellLimit(bytes, configured, columns);
  }

  /** For a cell above the limit. */
  public SQLException exceeded(int column, int actual) {
    return columns.get(column).rules().tooLarge(actual, configured);
  }
}
