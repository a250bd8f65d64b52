package dev.rivet.dialect.postgres.internal.read;

import dev.rivet.dialect.postgres.internal.column.ColumnPlan;
import java.sql.SQLException;
import java.util.List;

/** The largest cell allowed. */
record CellLimit(int bytes, long configured, List<ColumnPlan> columns) {

  static CellLimit of(long configured, List<ColumnPlan> columns) {
    int bytes =
        configured == 0 || configured > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) configured;
    return new CellLimit(bytes, configured, columns);
  }

  SQLException exceeded(int column, int actual) {
    return columns.get(column).rules().tooLarge(actual, configured);
  }
}
