package dev.rivet.spi.dialect.support;

import java.sql.SQLException;
import java.time.Duration;

/** Cuts the rows of a slice into statements, in one order, each row exactly once. One thread at a time. */
public interface StatementSource {

  /** Whether there is another statement to send. */
  boolean hasNext();

  /** Sends the next statement. */
  RowSource next() throws SQLException;

  /**
   * Rows have been decoded and are about to be forgotten: the place to keep the last key.
   *
   * @param block where they are
   * @param rows how many, at least one
   */
  void decoded(RowBlock block, int rows);

  /**
   * The statement has given its last row.
   *
   * @param rows rows it gave
   * @param elapsed how long it took
   */
  void done(long rows, Duration elapsed);

  /** Frees what the statements need; none is running. Never throws. */
  default void close() {}
}
