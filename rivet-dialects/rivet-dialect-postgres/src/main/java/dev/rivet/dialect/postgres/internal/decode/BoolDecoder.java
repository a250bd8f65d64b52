package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import java.util.Arrays;
import org.apache.arrow.vector.BitVector;

/** bool: one byte on the wire, one bit in the vector. */
final class BoolDecoder extends ColumnDecoder {
  private final BitVector vector;
  private byte[] bits = new byte[BLOCK / 8];

  BoolDecoder(BitVector vector, ValueRules rules) {
    super(vector, rules);
    this.vector = vector;
  }

  @Override
  void reset() {
    Arrays.fill(bits, (byte) 0);
  }

  @Override
  void grow(int rows) {
    if (rows > 8 * bits.length) {
      bits = Arrays.copyOf(bits, Math.max(2 * bits.length, (rows + 7) >>> 3));
    }
    while (vector.getValueCapacity() < rows) {
      vector.reAlloc();
    }
  }

  @Override
  void fill(Cells cells, int from, int count, int row) throws SQLException {
    for (int i = 0; i < count; i++) {
      int length = cells.length[from + i];
      if (length == 1) {
        set(row + i, cells.data[from + i][cells.position[from + i]]);
      } else {
        setNull(length, row + i);
      }
    }
  }

  private void set(int row, byte bit) {
    bits[row >>> 3] |= (byte) (bit << (row & 7));
  }

  @Override
  void flush(int rows) {
    vector.getDataBuffer().setBytes(0, bits, 0, (rows + 7) >>> 3);
  }
}
