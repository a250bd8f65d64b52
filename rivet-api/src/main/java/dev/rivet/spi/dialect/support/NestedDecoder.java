package dev.rivet.spi.dialect.support;

import java.sql.SQLException;
import org.apache.arrow.vector.complex.ListVector;

/** What is a list in Arrow: arrays, vectors of numbers, and maps, whose entries are a list of pairs. */
public abstract class NestedDecoder extends ColumnDecoder {
  private final ListVector vector;
  private final byte[] offsets = new byte[4 * BLOCK];
  private int pending; // elements gathered, not decoded yet
  private int decoded; // elements in the vectors below

  /** A decoder into a vector. */
  protected NestedDecoder(ListVector vector, ValueRules rules) {
    super(vector, rules);
    this.vector = vector;
  }

  @Override
  protected final void reset() {
    pending = 0;
    decoded = 0;
    startElements();
  }

  @Override
  protected final void grow(int rows) {
    if (rows > vector.getValueCapacity()) {
      vector.setNotNull(
          rows
              - 1); // grows offsets and validity alone; reAlloc() would double the elements as well
    }
  }

  @Override
  protected final void fill(Cells cells, int from, int count, int row) throws SQLException {
    if (row == 0) {
      vector.getOffsetBuffer().setInt(0, 0);
    }
    for (int i = 0; i < count; i++) {
      int length = cells.length(from + i);
      if (length >= 0) {
        gather(cells.data(from + i), cells.position(from + i), length, row + i);
      } else {
        setNull(row + i);
      }
      LittleEndian.putInt(offsets, 4 * i, Math.addExact(decoded, pending));
    }
    decodePending();
    vector.getOffsetBuffer().setBytes(4L * (row + 1), offsets, 0, 4L * count);
  }

  /** Announces each element of a value with {@link #nextElement}, or settles the row as NULL. */
  protected abstract void gather(byte[] data, int position, int length, int row)
      throws SQLException;

  /** Begins a batch of elements. */
  protected abstract void startElements();

  /** Decodes the announced elements. */
  protected abstract void decodeElements(int count, int row) throws SQLException;

  /** Ends a batch of elements. */
  protected abstract void finishElements(int count);

  /** The index at which to put the next element. */
  protected final int nextElement() throws SQLException {
    if (pending == BLOCK) {
      decodePending();
    }
    return pending++;
  }

  private void decodePending() throws SQLException {
    decodeElements(pending, decoded);
    decoded = Math.addExact(decoded, pending);
    pending = 0;
  }

  @Override
  protected final void flush(int rows) {
    finishElements(decoded);
    vector.setLastSet(rows - 1);
  }
}
