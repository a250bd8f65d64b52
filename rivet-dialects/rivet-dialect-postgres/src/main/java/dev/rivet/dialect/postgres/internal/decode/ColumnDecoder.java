package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.ValuePolicy;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/**
 * Writes the values of one column into its vector, a block of rows at a time. A block is decoded in one loop per column and
 * gathered in small heap arrays, which then go to Arrow's memory in bulk: single writes to an {@code ArrowBuf} are several
 * times as expensive as long as its bounds checks are on, and switching those off is the user's business, not ours.
 *
 * <p>Life of a batch: {@link #start()}, {@link #decode} with rising rows, {@link #finish}. One thread at a time.
 */
public abstract class ColumnDecoder {
  /** Rows that are decoded in one go. */
  static final int BLOCK = 1024;

  final ValueRules rules;
  private final FieldVector vector;
  private byte[] validity = new byte[BLOCK / 8];
  private boolean hasNulls;
  private int refusedRow = -1;
  private final Map<SpecialValue, Long> changes = new EnumMap<>(SpecialValue.class);

  ColumnDecoder(FieldVector vector, ValueRules rules) {
    this.vector = vector;
    this.rules = rules;
    Arrays.fill(validity, (byte) -1);
  }

  /** Begins a batch. */
  public final void start() {
    if (hasNulls) {
      Arrays.fill(validity, (byte) -1);
      hasNulls = false;
    }
    reset();
  }

  /**
   * Appends cells.
   *
   * @param cells the cells
   * @param count how many of them
   * @param row where the first goes
   */
  public final void decode(Cells cells, int count, int row) throws SQLException {
    for (int from = 0; from < count; from += BLOCK) {
      int n = Math.min(BLOCK, count - from);
      reserve(row + from + n);
      try {
        fill(cells, from, n, row + from);
      } catch (ValueRefusedException e) {
        refusedRow = row + from + firstRefused(cells, from, n, row + from);
        throw e;
      }
    }
  }

  /** Finds the refused cell by trying one after the other; the batch is lost anyway. */
  private int firstRefused(Cells cells, int from, int count, int row) throws SQLException {
    for (int i = 0; i < count; i++) {
      try {
        fill(cells, from + i, 1, row + i);
      } catch (ValueRefusedException e) {
        return i;
      }
    }
    return 0;
  }

  /** The row of the batch whose value was refused, -1 if none was. */
  public final int refusedRow() {
    return refusedRow;
  }

  /** Ends a batch; the vector then holds the rows. */
  public final void finish(int rows) {
    reserve(rows);
    int whole = (rows + 7) >>> 3;
    if ((rows & 7) != 0) {
      byte last = validity[whole - 1];
      validity[whole - 1] &= (byte) ((1 << (rows & 7)) - 1);
      validityBuffer().setBytes(0, validity, 0, whole);
      validity[whole - 1] = last;
    } else {
      validityBuffer().setBytes(0, validity, 0, whole);
    }
    flush(rows);
  }

  /** Adds the values changed so far, as {@code column:KIND}. */
  public void addChanges(Map<String, Long> total) {
    changes.forEach((value, n) -> total.merge(rules.column() + ":" + value, n, Long::sum));
  }

  private void reserve(int rows) {
    int bytes = (rows + 7) >>> 3;
    if (bytes > validity.length) {
      int old = validity.length;
      validity = Arrays.copyOf(validity, Math.max(bytes, 2 * old));
      Arrays.fill(validity, old, validity.length, (byte) -1);
    }
    grow(rows);
  }

  /** Forgets the rows of the last batch. */
  abstract void reset();

  /** Makes room for so many rows in the vector. */
  abstract void grow(int rows);

  /** Decodes {@code count <= BLOCK} cells from index {@code from} on to rows from {@code row} on. */
  abstract void fill(Cells cells, int from, int count, int row) throws SQLException;

  /** Moves what is still staged to the vector. */
  abstract void flush(int rows);

  ArrowBuf validityBuffer() {
    return vector.getValidityBuffer();
  }

  /** A NULL of the source. */
  final void setNull(int row) throws ValueRefusedException {
    rules.requireNullable();
    clear(row);
  }

  private void clear(int row) {
    validity[row >>> 3] &= (byte) ~(1 << (row & 7));
    hasNulls = true;
  }

  /**
   * Settles a special value.
   *
   * @return true to write the nearest value, false if NULL has been written
   */
  final boolean isClamped(SpecialValue value, String what, int row) throws ValueRefusedException {
    if (rules.on(value) == ValuePolicy.CLAMP) {
      count(value);
      return true;
    }
    setNullByPolicy(value, what, row);
    return false;
  }

  /** Settles a special value that has no nearest value. */
  final void setNullByPolicy(SpecialValue value, String what, int row)
      throws ValueRefusedException {
    if (rules.on(value) != ValuePolicy.NULL || !rules.isNullable()) {
      throw rules.refused(value, what);
    }
    count(value);
    clear(row);
  }

  final void count(SpecialValue value) {
    changes.merge(value, 1L, Long::sum);
  }

  /** A NULL, seen by its length; any other length here is not the type's. */
  final void setNull(int length, int row) throws ValueRefusedException {
    if (length >= 0) {
      throw unexpectedLength(length);
    }
    setNull(row);
  }

  final void requireLength(int actual, int expected) throws ValueRefusedException {
    if (actual != expected) {
      throw unexpectedLength(actual);
    }
  }

  final ValueRefusedException unexpectedLength(int length) {
    return rules.malformed(
        "a value of " + length + " bytes on the wire, which is not this type's binary form");
  }
}
