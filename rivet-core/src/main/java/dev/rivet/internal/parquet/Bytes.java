package dev.rivet.internal.parquet;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * A byte array that grows. Hot loops use the fields directly, after {@link #ensure}: the array then
 * has room for the bytes asked for and {@link #SLACK} more, so that whole words may be read and
 * written past the end.
 */
final class Bytes extends OutputStream {
  /** Bytes that may be touched behind the last one. */
  static final int SLACK = 16;

  byte[] array;
  int size;

  Bytes(int capacity) {
    array = new byte[capacity + SLACK];
  }

  void ensure(int extra) {
    int needed = Math.addExact(size, Math.addExact(extra, SLACK));
    if (needed > array.length) {
      // Doubling, but not past what one array may hold.
      long doubled = Math.min(2L * array.length, Integer.MAX_VALUE - 8);
      array = Arrays.copyOf(array, (int) Math.max(needed, doubled));
    }
  }

  void clear() {
    size = 0;
  }

  /** Gives memory back after an unusually large value. */
  void shrink(int maxCapacity) {
    if (array.length > maxCapacity + SLACK) {
      array = new byte[maxCapacity + SLACK];
    }
    size = 0;
  }

  @Override
  public void write(int b) {
    ensure(1);
    array[size++] = (byte) b;
  }

  @Override
  public void write(byte[] src, int offset, int length) {
    ensure(length);
    System.arraycopy(src, offset, array, size, length);
    size += length;
  }

  void putInt(int value) {
    ensure(Integer.BYTES);
    LittleEndian.putInt(array, size, value);
    size += Integer.BYTES;
  }

  /** Unsigned LEB128. */
  void putVarint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  void putZigZag(long value) {
    putVarint((value << 1) ^ (value >> 63));
  }

  byte[] toArray() {
    return Arrays.copyOf(array, size);
  }

  /**
   * Copies a short run of bytes by overlapping words, which is several times faster than {@code
   * arraycopy} on typical strings. Both arrays need {@link #SLACK}.
   */
  static void copy(byte[] src, int from, byte[] dst, int to, int length) {
    if (length > 32) {
      System.arraycopy(src, from, dst, to, length);
      return;
    }
    LittleEndian.putLong(dst, to, LittleEndian.getLong(src, from));
    LittleEndian.putLong(dst, to + 8, LittleEndian.getLong(src, from + 8));
    if (length > 16) {
      int tail = length - 16;
      long a = LittleEndian.getLong(src, from + tail);
      long b = LittleEndian.getLong(src, from + tail + 8);
      LittleEndian.putLong(dst, to + tail, a);
      LittleEndian.putLong(dst, to + tail + 8, b);
    }
  }
}
