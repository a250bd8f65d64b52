package dev.rivet.dialect.postgres.internal.read;

import dev.rivet.dialect.postgres.internal.decode.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * Rows of {@code COPY … TO STDOUT (FORMAT binary)}: a header of 11 bytes, flags and an extension, then per row the number of fields and
 * each field with its length, then -1. The server sends a message per row; the header comes with the first.
 */
final class CopyRows implements RowSource {
  private static final int SIGNATURE = 11;
  private static final long DRAIN_MILLIS = 10_000;

  private final Link link;
  private final CopyOut copy;
  private final CellLimit limit;
  private final byte[][] rows = new byte[RowBlock.ROWS][];
  private final RowBlock block;
  private final int columns;
  private byte @Nullable [] message;
  private int at;
  private boolean started;
  private boolean ended;

  CopyRows(Link link, String sql, int columns, CellLimit limit) throws SQLException {
    this.link = link;
    this.columns = columns;
    this.limit = limit;
    this.copy = link.pg().getCopyAPI().copyOut("COPY (" + sql + ") TO STDOUT (FORMAT binary)");
    this.block = RowBlock.shared(columns, rows);
  }

  @Override
  public RowBlock block() {
    return block;
  }

  @Override
  public int next(int index) throws SQLException {
    byte[] m = message;
    if (m == null || at >= m.length) {
      m = receive();
      if (m == null) {
        return -1;
      }
    }
    return locate(m, index);
  }

  private byte @Nullable [] receive() throws SQLException {
    if (ended) {
      return null;
    }
    byte[] m = copy.readFromCopy();
    at = 0;
    if (m != null && !started) {
      started = true;
      at = SIGNATURE + 8 + Bytes.int32(m, SIGNATURE + 4);
      if (at == m.length) {
        m = copy.readFromCopy();
        at = 0;
      }
    }
    message = m;
    if (m == null) {
      ended = true;
      throw malformed("ended without its trailer");
    }
    return m;
  }

  private int locate(byte[] m, int index) throws SQLException {
    int start = at;
    int fields = Bytes.int16(m, start);
    if (fields != columns) {
      return trailer(fields);
    }
    rows[index] = m;
    int p = start + 2;
    int largest = limit.bytes();
    for (int c = 0; c < fields; c++) {
      int length = Bytes.int32(m, p);
      p += 4;
      if (length > largest) {
        throw limit.exceeded(c, length);
      }
      block.columns[c].set(index, p, length);
      if (length > 0) {
        p += length;
      }
    }
    at = p;
    return p - start;
  }

  private int trailer(int fields) throws SQLException {
    if (fields != -1) {
      throw malformed("holds a row of " + fields + " fields where " + columns + " were asked for");
    }
    while (copy.readFromCopy() != null) {
      // nothing may follow, but the driver wants to see the end
    }
    ended = true;
    message = null;
    return -1;
  }

  private static SQLException malformed(String what) {
    return new SQLException("the server's COPY stream " + what, "08P01");
  }

  /**
   * The driver's own {@code cancelCopy()} leaves the rest of the answer on the wire, for the next statement to stumble over. So: ask
   * the server to stop, then read until it says that it has, under a deadline.
   */
  @Override
  public boolean close() {
    message = null;
    if (ended || !copy.isActive()) {
      return true;
    }
    ended = true;
    if (link.isBroken()) {
      return false;
    }
    Connection connection = link.connection();
    try {
      int timeout = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, (int) DRAIN_MILLIS);
      try {
        link.stopStatement();
        return drain();
      } finally {
        connection.setNetworkTimeout(Runnable::run, timeout);
      }
    } catch (SQLException e) {
      return false;
    }
  }

  private boolean drain() {
    long deadline = System.nanoTime() + DRAIN_MILLIS * 1_000_000;
    try {
      while (copy.readFromCopy() != null) {
        if (System.nanoTime() - deadline > 0) {
          return false;
        }
      }
      return true;
    } catch (SQLException e) {
      return !copy.isActive() && e.getSQLState() != null && !e.getSQLState().startsWith("08");
    }
  }
}
