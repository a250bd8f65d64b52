package dev.rivet.spi.dialect.support;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** Values of one width. The little-endian bytes are gathered in a heap array and copied once per block. */
public abstract class FixedWidthDecoder extends ColumnDecoder {
  private final BaseFixedWidthVector vector;
  private final int width;

  /** Where values of the current block are gathered. */
  protected final byte[] stage;

  /**
   * A decoder into a vector.
   *
   * @param width bytes per value
   */
  protected FixedWidthDecoder(BaseFixedWidthVector vector, ValueRules rules, int width) {
    super(vector, rules);
    this.vector = vector;
    this.width = width;
    this.stage = new byte[BLOCK * width];
  }

  @Override
  protected final void reset() {}

  @Override
  protected final void grow(int rows) {
    while (vector.getValueCapacity() < rows) {
      vector.reAlloc();
    }
  }

  @Override
  protected final void fill(Cells cells, int from, int count, int row) throws SQLException {
    stage(cells, from, count, row);
    vector.getDataBuffer().setBytes((long) row * width, stage, 0, (long) count * width);
  }

  /** Decodes cell {@code from + i}, of row {@code row + i}, to {@code stage[i * width]}. */
  protected abstract void stage(Cells cells, int from, int count, int row) throws SQLException;

  @Override
  protected final void flush(int rows) {}
}
