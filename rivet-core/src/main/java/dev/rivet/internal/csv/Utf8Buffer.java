package dev.rivet.internal.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of rows that are not yet written out. */
final class Utf8Buffer {
  private static final byte[] PAIRS = new byte[200];
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
    for (int i = 0; i < 100; i++) {
      PAIRS[2 * i] = (byte) ('0' + i / 10);
      PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
    }
  }

  private byte[] bytes;
  private int size;

  Utf8Buffer(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  /** The bytes so far, valid until the next change. */
  byte[] array() {
    return bytes;
  }

  void truncate(int newSize) {
    size = newSize;
  }

  /** Drops the first {@code count} bytes, and an array that has become far too large. */
  void dropFirst(int count, int keptCapacity) {
    int rest = size - count;
    byte[] target =
        bytes.length > keptCapacity && rest <= keptCapacity ? new byte[keptCapacity] : bytes;
    System.arraycopy(bytes, count, target, 0, rest);
    bytes = target;
    size = rest;
  }

  /** Makes room. */
  void ensure(int more) {
    if (bytes.length - size < more) {
      grow(more);
    }
  }

  private void grow(int more) {
    long needed = (long) size + more;
    if (needed > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException("a row needs more than 2 GiB of CSV text");
    }
    bytes =
        Arrays.copyOf(
            bytes, (int) Math.min(Math.max(needed, bytes.length * 2L), Integer.MAX_VALUE - 8));
  }

  void put(int b) {
    ensure(1);
    bytes[size++] = (byte) b;
  }

  void put(byte[] source, int from, int length) {
    ensure(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  void put(byte[] source) {
    put(source, 0, source.length);
  }

  void put(String text) {
    put(text.getBytes(StandardCharsets.UTF_8));
  }

  void fill(int b, int count) {
    ensure(count);
    Arrays.fill(bytes, size, size + count, (byte) b);
    size += count;
  }

  /** Moves what follows {@code at} to the right and puts a byte there. */
  void insert(int at, int b) {
    ensure(1);
    System.arraycopy(bytes, at, bytes, at + 1, size - at);
    bytes[at] = (byte) b;
    size++;
  }

  /** A signed number. */
  void number(long value) {
    if (value >= 0) {
      digits(value);
    } else {
      put('-');
      unsigned(-value);
    }
  }

  /** A number taken as unsigned. */
  void unsigned(long value) {
    if (value >= 0) {
      digits(value);
    } else {
      long tens = (value >>> 1) / 5;
      digits(tens);
      put('0' + (int) (value - tens * 10));
    }
  }

  /** A number that is not negative. */
  void digits(long value) {
    int length = length(value);
    ensure(length);
    int end = size + length;
    write(value, end, size);
    size = end;
  }

  /** A number that is not negative, with zeros before it up to the width. */
  void padded(long value, int width) {
    ensure(Math.max(width, 19));
    int end = size + Math.max(width, length(value));
    int at = write(value, end, size);
    while (at > size) {
      bytes[--at] = '0';
    }
    size = end;
  }

  private int write(long value, int end, int start) {
    int at = end;
    long v = value;
    while (v > Integer.MAX_VALUE) {
      long q = v / 100;
      at = pair((int) (v - q * 100), at);
      v = q;
    }
    int i = (int) v;
    while (i >= 100) {
      int q = i / 100;
      at = pair(i - q * 100, at);
      i = q;
    }
    if (i >= 10 || at - start >= 2) {
      return pair(i, at);
    }
    bytes[--at] = (byte) ('0' + i);
    return at;
  }

  private int pair(int value, int at) {
    bytes[at - 1] = PAIRS[2 * value + 1];
    bytes[at - 2] = PAIRS[2 * value];
    return at - 2;
  }

  /** Decimal digits of a number that is not negative. */
  static int length(long value) {
    long v = value | 1; // zero has one digit, and no other count changes
    int guess =
        (64 - Long.numberOfLeadingZeros(v)) * 1_233 >>> 12; // bits times log10(2), rounded down
    return v >= POWERS[guess] ? guess + 1 : guess;
  }
}
