package dev.rivet.spi.dialect.support;

import java.sql.SQLException;

/** The rows of one running statement. */
public interface RowSource {

  /** Where rows are put. */
  RowBlock block();

  /**
   * Locates the next row's cells.
   *
   * @param index row of the block
   * @return bytes of the row, -1 after the last
   */
  int next(int index) throws SQLException;

  /**
   * Ends the statement. If rows are left it is stopped first.
   *
   * @return false if the connection is in an unknown state
   */
  boolean close();
}
