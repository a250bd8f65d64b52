package dev.rivet.dialect.mysql.internal.driver;

import dev.rivet.dialect.mysql.internal.decode.Wire;
import dev.rivet.spi.dialect.support.LittleEndian;
import dev.rivet.spi.dialect.support.RowBlock;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Rows as the binary protocol has them: {@code 0x00}, a bitmap of NULLs, then the values, those without a width of their own after
 * their length. A driver reuses its buffers, so each row is copied, in one piece.
 */
abstract class PacketRows extends ResultRows {
  private static final int ARENA = 768 << 10;

  private final RowLayout layout;
  private final int[] widths;
  private final int[] positions;
  private final int[] lengths;
  private final int bitmap;
  private final byte[][] rows = new byte[RowBlock.ROWS][];
  private final RowBlock block;
  private final byte[] arena = new byte[ARENA];
  private int used;
  private int at; // in the packet

  PacketRows(Running running, ResultSet result, RowLayout layout) {
    super(running, result);
    this.layout = layout;
    int columns = layout.columns();
    this.widths = layout.wires().stream().mapToInt(Wire::width).toArray();
    this.positions = new int[columns];
    this.lengths = new int[columns];
    this.bitmap = (columns + 2 + 9) / 8;
    this.block = RowBlock.shared(columns, rows);
  }

  @Override
  public final RowBlock block() {
    return block;
  }

  /**
   * Locates the cells of a row and keeps them.
   *
   * @param packet what holds the row
   * @param marker where the first marker's character is
   * @param index row of the block
   * @return bytes of the row
   */
  final int keep(byte[] packet, int marker, int index) throws SQLException {
    int start = marker - 2 - bitmap;
    if (start < 0 || packet[start] != 0 || packet[marker] != RowLayout.FIRST) {
      throw malformed("does not begin as a binary row does");
    }
    try {
      locate(packet, start + 1, marker + 1);
    } catch (IndexOutOfBoundsException e) {
      throw malformed("ends too early");
    }
    int size = at - marker - 1;
    byte[] to = room(size, index);
    int offset = to == arena ? used : 0;
    System.arraycopy(packet, marker + 1, to, offset, size);
    rows[index] = to;
    int shift = offset - marker - 1;
    for (int c = 0; c < positions.length; c++) {
      block.column(c).set(index, positions[c] + shift, lengths[c]);
    }
    if (to == arena) {
      used += size;
    }
    return size;
  }

  private byte[] room(int size, int index) {
    if (index == 0) {
      used = 0; // the rows before have been decoded
    }
    return size <= ARENA - used ? arena : new byte[size];
  }

  private void locate(byte[] packet, int nulls, int first) throws SQLException {
    at = first;
    for (int c = 0; c < widths.length; c++) {
      int bit = c + 3; // two are reserved, one is the marker's
      if ((packet[nulls + (bit >>> 3)] & 1 << (bit & 7)) != 0) {
        positions[c] = at;
        lengths[c] = -1;
        continue;
      }
      int length = widths[c] > 0 ? widths[c] : length(packet);
      if (length > layout.limit().bytes() && c < layout.outputs()) {
        throw layout.limit().exceeded(c, length);
      }
      positions[c] = at;
      lengths[c] = length;
      at += length;
    }
    if (packet[at] != 1 || packet[at + 1] != RowLayout.LAST) {
      throw malformed("holds other types than its columns had when they were looked up");
    }
  }

  private int length(byte[] packet) throws SQLException {
    int first = packet[at++] & 0xFF;
    switch (first) {
      case 0xFC -> {
        at += 2;
        return LittleEndian.getShort(packet, at - 2) & 0xFFFF;
      }
      case 0xFD -> {
        at += 3;
        return packet[at - 3] & 0xFF | (packet[at - 2] & 0xFF) << 8 | (packet[at - 1] & 0xFF) << 16;
      }
      case 0xFE -> {
        at += 8;
        long length = LittleEndian.getLong(packet, at - 8);
        if (length < 0 || length > Integer.MAX_VALUE) {
          throw malformed("holds a value of more than 2 GiB");
        }
        return (int) length;
      }
      default -> {
        if (first > 0xFA) {
          throw malformed("holds a value of unknown length");
        }
        return first;
      }
    }
  }

  private static SQLException malformed(String what) {
    return new SQLException("a row " + what);
  }
}
