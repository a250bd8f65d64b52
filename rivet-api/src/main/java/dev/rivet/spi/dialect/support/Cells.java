package dev.rivet.spi.dialect.support;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of one column are, for a run of rows: nothing is copied, a cell is a place in the bytes the driver handed
 * over. A length of -1 is NULL. Reused; one thread at a time.
 */
public final class Cells {
  private static final byte[] EMPTY = {};

  private byte[][] data; // columns of one row may share it
  private int[] position;
  private int[] length;

  /** Room for this many cells; grows. */
  public Cells(int capacity) {
    this(new byte[capacity][]);
  }

  /** Cells over rows that other columns share. */
  public Cells(byte[][] sharedRows) {
    data = sharedRows;
    position = new int[sharedRows.length];
    length = new int[sharedRows.length];
  }

  /** The array that holds a cell. */
  public byte[] data(int index) {
    return data[index];
  }

  /** Where a cell begins. */
  public int position(int index) {
    return position[index];
  }

  /** How long a cell is, -1 for NULL. */
  public int length(int index) {
    return length[index];
  }

  /** Sets a cell whose array is shared and already set. */
  public void set(int index, int newPosition, int newLength) {
    position[index] = newPosition;
    length[index] = newLength;
  }

  /** Sets a cell. */
  public void set(int index, byte[] bytes, int newPosition, int newLength) {
    if (index == data.length) {
      data = Arrays.copyOf(data, 2 * index);
      position = Arrays.copyOf(position, 2 * index);
      length = Arrays.copyOf(length, 2 * index);
    }
    data[index] = bytes;
    position[index] = newPosition;
    length[index] = newLength;
  }

  /** Sets a cell to NULL. */
  public void setNull(int index) {
    set(index, EMPTY, 0, -1);
  }

  /** Copies a cell to another index. */
  public void move(int from, int to) {
    set(to, data[from], position[from], length[from]);
  }

  /** The bytes of a cell, a copy; null for NULL. */
  public byte @Nullable [] copy(int index) {
    return length[index] < 0
        ? null
        : Arrays.copyOfRange(data[index], position[index], position[index] + length[index]);
  }
}
