package dev.rivet.dialect.postgres.internal.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGStatement;

/**
 * Rows of a server cursor. Every value is asked for in the form its type's binary output function gives, as bytea: so one set of
 * decoders serves both ways, whether the driver then transfers binary or, behind a pooler, text.
 */
final class CursorRows implements RowSource {
  private static final int FIRST_FETCH = 100;
  private static final long FETCH_BYTES = 4L << 20;
  private static final int FETCH_ROWS = 20_000;

  private final Link link;
  private final Statement statement;
  private final ResultSet rows;
  private final CellLimit limit;
  private final RowBlock block;
  private final int columns;
  private long bytes;
  private long count;

  CursorRows(Link link, String sql, int columns, CellLimit limit) throws SQLException {
    this.link = link;
    this.columns = columns;
    this.limit = limit;
    this.block = RowBlock.separate(columns);
    this.statement = link.connection().createStatement();
    try {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(FIRST_FETCH);
      statement
          .unwrap(PGStatement.class)
          .setPrepareThreshold(link.isBinaryTransferAllowed() ? -1 : 0);
      this.rows = statement.executeQuery(sql);
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  @Override
  public RowBlock block() {
    return block;
  }

  @Override
  public int next(int index) throws SQLException {
    link.checkCancelled();
    if (!rows.next()) {
      return -1;
    }
    int size = 2;
    for (int c = 0; c < columns; c++) {
      byte[] value = rows.getBytes(c + 1);
      if (value == null) {
        block.columns[c].setNull(index);
        size += 4;
        continue;
      }
      if (value.length > limit.bytes()) {
        throw limit.exceeded(c, value.length);
      }
      block.columns[c].set(index, value, 0, value.length);
      size += 4 + value.length;
    }
    bytes += size;
    count++;
    if ((count & (count - 1)) == 0 && count >= FIRST_FETCH / 2) {
      adaptFetchSize();
    }
    return size;
  }

  /** The driver holds a whole fetch in memory: bound it by bytes. */
  private void adaptFetchSize() throws SQLException {
    long average = Math.max(1, bytes / count);
    rows.setFetchSize((int) Math.max(1, Math.min(FETCH_ROWS, FETCH_BYTES / average)));
  }

  @Override
  public boolean close() {
    try {
      rows.close();
      statement.close();
      return true;
    } catch (SQLException e) {
      return e.getSQLState() != null && !e.getSQLState().startsWith("08");
    }
  }
}
