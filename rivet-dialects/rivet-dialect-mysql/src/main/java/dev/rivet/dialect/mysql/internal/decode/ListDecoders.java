package dev.rivet.dialect.mysql.internal.decode;

import dev.rivet.spi.dialect.support.Cells;
import dev.rivet.spi.dialect.support.ColumnDecoder;
import dev.rivet.spi.dialect.support.NestedDecoder;
import dev.rivet.spi.dialect.support.ValueRules;
import java.sql.SQLException;
import org.apache.arrow.vector.complex.ListVector;

/** vector as a list of numbers, set as a list of its members. */
final class ListDecoders {
  private ListDecoders() {}

  private abstract static class OfCells extends NestedDecoder {
    final Cells elements = new Cells(BLOCK);
    private final ColumnDecoder decoder;

    OfCells(ListVector vector, ValueRules rules, ColumnDecoder decoder) {
      super(vector, rules);
      this.decoder = decoder;
    }

    @Override
    protected void startElements() {
      decoder.start();
    }

    @Override
    protected void decodeElements(int count, int row) throws SQLException {
      decoder.decode(elements, count, row);
    }

    @Override
    protected void finishElements(int count) {
      decoder.finish(count);
    }
  }

  /** Four bytes each. */
  static final class Floats extends OfCells {
    Floats(ListVector vector, ValueRules rules, ColumnDecoder decoder) {
      super(vector, rules, decoder);
    }

    @Override
    protected void gather(byte[] data, int position, int length, int row) throws SQLException {
      if (length % 4 != 0) {
        throw unexpectedLength(length);
      }
      for (int at = 0; at < length; at += 4) {
        elements.set(nextElement(), data, position + at, 4);
      }
    }
  }

  /** Members never hold a comma. */
  static final class Members extends OfCells {
    Members(ListVector vector, ValueRules rules, ColumnDecoder decoder) {
      super(vector, rules, decoder);
    }

    @Override
    protected void gather(byte[] data, int position, int length, int row) throws SQLException {
      int end = position + length;
      for (int at = position; at < end; ) {
        int comma = at;
        while (comma < end && data[comma] != ',') {
          comma++;
        }
        elements.set(nextElement(), data, at, comma - at);
        at = comma + 1;
      }
    }
  }
}
