package dev.rivet.spi.dialect;

import java.sql.SQLException;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Streams the rows of one slice. One thread at a time. The rows count as read only when {@link #next()} has returned false:
 * a failure in between means the slice is incomplete.
 */
public interface BatchReader extends AutoCloseable {

  /** The reused batch, with the schema {@link ArrowSchema#of} gives for the relation's columns; owned by the reader. */
  VectorSchemaRoot root();

  /**
   * Fills {@link #root()} with the next rows.
   *
   * @return false at the end of the slice; the root is then empty
   * @throws ValueRefusedException if a value does not fit and its policy is to fail
   */
  boolean next() throws SQLException;

  /** Figures up to now. */
  ReadStatistics statistics();

  /** Stops a running statement if needed, leaves the session usable, frees the batch. */
  @Override
  void close() throws SQLException;
}
