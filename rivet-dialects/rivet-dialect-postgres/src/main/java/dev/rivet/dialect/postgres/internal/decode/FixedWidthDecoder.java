package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** Values of one width. The little-endian bytes are gathered in a heap array and copied once per block. */
abstract class FixedWidthDecoder extends ColumnDecoder {
  private final BaseFixedWidthVector vector;
  private final int width;
  final byte[] stage;

  FixedWidthDecoder(BaseFixedWidthVector vector, ValueRules rules, int width) {
    super(vector, rules);
    this.vector = vector;
    this.width = width;
    this.stage = new byte[BLOCK * width];
  }

  @Override
  final void reset() {}

  @Override
  final void grow(int rows) {
    while (vector.getValueCapacity() < rows) {
      vector.reAlloc();
    }
  }

  @Override
  final void fill(Cells cells, int from, int count, int row) throws SQLException {
    stage(cells, from, count, row);
    vector.getDataBuffer().setBytes((long) row * width, stage, 0, (long) count * width);
  }

  /** Decodes cell {@code from + i} to {@code stage[i * width]}. */
  abstract void stage(Cells cells, int from, int count, int row) throws SQLException;

  @Override
  final void flush(int rows) {}
}
