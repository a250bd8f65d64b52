package dev.rivet.spi.dialect.support;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** Text and bytes. Short values are gathered in a heap array and copied in bulk, long ones go straight to the vector. */
public abstract class VariableWidthDecoder extends ColumnDecoder {
  private static final int STAGE = 1 << 15;

  private final BaseVariableWidthVector vector;
  private final byte[] stage = new byte[STAGE];
  private final byte[] offsets = new byte[4 * BLOCK];
  private int staged;
  private long written; // bytes already in the vector

  /** A decoder into a vector. */
  protected VariableWidthDecoder(BaseVariableWidthVector vector, ValueRules rules) {
    super(vector, rules);
    this.vector = vector;
  }

  @Override
  protected final void reset() {
    staged = 0;
    written = 0;
  }

  @Override
  protected final void grow(int rows) {
    while (vector.getValueCapacity() < rows) {
      vector.reallocValidityAndOffsetBuffers();
    }
  }

  @Override
  protected final void fill(Cells cells, int from, int count, int row) throws SQLException {
    if (row == 0) {
      vector.getOffsetBuffer().setInt(0, 0);
    }
    byte[] to = offsets;
    for (int i = 0; i < count; i++) {
      int length = cells.length(from + i);
      if (length >= 0) {
        append(cells.data(from + i), cells.position(from + i), length, row + i);
      } else {
        setNull(row + i);
      }
      LittleEndian.putInt(to, 4 * i, (int) (written + staged));
    }
    vector.getOffsetBuffer().setBytes(4L * (row + 1), offsets, 0, 4L * count);
  }

  /** Appends one value with {@link #put}, or settles the row as NULL. */
  protected abstract void append(byte[] data, int position, int length, int row)
      throws SQLException;

  /** Appends bytes as the value of the current row. */
  protected final void put(byte[] data, int position, int length) throws SQLException {
    if (length > STAGE - staged) {
      flushStage();
      if (length > STAGE) {
        reserveBytes(length);
        vector.getDataBuffer().setBytes(written, data, position, length);
        written += length;
        return;
      }
    }
    System.arraycopy(data, position, stage, staged, length);
    staged += length;
  }

  private void flushStage() {
    if (staged > 0) {
      reserveBytes(staged);
      vector.getDataBuffer().setBytes(written, stage, 0, staged);
      written += staged;
      staged = 0;
    }
  }

  private void reserveBytes(int more) {
    long needed = written + more;
    if (needed > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "batch of column \"" + rules.column() + "\" is larger than 2 GiB");
    }
    if (needed > vector.getDataBuffer().capacity()) {
      vector.reallocDataBuffer(needed);
    }
  }

  @Override
  protected final void flush(int rows) {
    flushStage();
    vector.setLastSet(rows - 1);
  }
}
