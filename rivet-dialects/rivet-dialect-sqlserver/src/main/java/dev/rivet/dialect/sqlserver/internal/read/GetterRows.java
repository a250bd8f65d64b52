package dev.rivet.dialect.sqlserver.internal.read;

import dev.rivet.dialect.sqlserver.internal.column.Getter;
import dev.rivet.spi.dialect.support.CellLimit;
import dev.rivet.spi.dialect.support.CellWriter;
import dev.rivet.spi.dialect.support.RowBlock;
import dev.rivet.spi.dialect.support.RowSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The rows of a streamed result, by typed getters. Closing it early stops the statement first: the driver would read the rest. */
final class GetterRows implements RowSource {
  private static final long DRAIN_NANOS = 10_000_000_000L;
  private static final int CHECK_ROWS = 256;

  private final Link link;
  private final ResultSet result;
  private final List<Getter> getters;
  private final CellLimit limit;
  private final int outputs;
  private final RowBlock block;
  private final CellWriter writer = new CellWriter();
  private final long deadline;
  private int unchecked;
  private boolean ended;
  private boolean failed;

  /**
   * Rows.
   *
   * @param outputs how many of the getters belong to output columns
   */
  GetterRows(Link link, ResultSet result, List<Getter> getters, CellLimit limit, int outputs) {
    this.link = link;
    this.result = result;
    this.getters = getters;
    this.limit = limit;
    this.outputs = outputs;
    this.block = RowBlock.separate(getters.size());
    this.deadline = link.deadline();
  }

  @Override
  public RowBlock block() {
    return block;
  }

  @Override
  public int next(int index) throws SQLException {
    if (++unchecked >= CHECK_ROWS) {
      unchecked = 0;
      if (System.nanoTime() - deadline > 0) {
        throw link.timeout();
      }
    }
    if (index == 0) {
      writer.reset();
    }
    if (!advanced()) {
      ended = true;
      return -1;
    }
    int size = 0;
    for (int c = 0; c < getters.size(); c++) {
      int bytes = getters.get(c).get(result, c + 1, writer, block.column(c), index);
      if (bytes > limit.bytes() && c < outputs) {
        throw limit.exceeded(c, bytes);
      }
      size += Math.max(1, bytes);
    }
    return size;
  }

  private boolean advanced() throws SQLException {
    try {
      return result.next();
    } catch (SQLException e) {
      failed = true; // after an error of the server nothing more comes
      throw e;
    }
  }

  @Override
  public boolean close() {
    try {
      boolean usable = ended || failed || isDrained();
      result.close();
      return usable;
    } catch (SQLException e) {
      return isQuiet(e);
    }
  }

  private boolean isDrained() throws SQLException {
    link.stopStatement();
    long until = System.nanoTime() + DRAIN_NANOS;
    try {
      while (result.next()) {
        if (System.nanoTime() - until > 0) {
          return false;
        }
      }
      return true;
    } catch (SQLException e) {
      return isQuiet(e);
    }
  }

  /** The driver's answer to its own cancel. */
  private static boolean isQuiet(SQLException e) {
    return "HY008".equals(e.getSQLState());
  }
}
