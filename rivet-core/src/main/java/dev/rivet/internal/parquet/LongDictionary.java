package dev.rivet.internal.parquet;

import java.util.Arrays;

/** Distinct 4- or 8-byte values in order of appearance: open addressing over entry numbers. */
final class LongDictionary {
  private static final int INITIAL_SLOTS = 1024;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final int width;
  private final int maxEntries;
  private long[] entries = new long[INITIAL_SLOTS / 2];
  private int[] slots = new int[INITIAL_SLOTS];
  private int shift = Long.numberOfLeadingZeros(INITIAL_SLOTS) + 1;
  private int size;

  LongDictionary(int width, int maxEntries) {
    this.width = width;
    this.maxEntries = maxEntries;
  }

  int size() {
    return size;
  }

  /** Bytes of the dictionary page. */
  int plainBytes() {
    return size * width;
  }

  void clear() {
    size = 0;
    if (slots.length > 8 * INITIAL_SLOTS) {
      entries = new long[INITIAL_SLOTS / 2];
      resize(INITIAL_SLOTS);
    } else {
      Arrays.fill(slots, 0);
    }
  }

  private void resize(int capacity) {
    slots = new int[capacity];
    shift = Long.numberOfLeadingZeros(capacity) + 1;
  }

  /**
   * Numbers the values from {@code first} to {@code end}, adding new ones.
   *
   * @return where it stopped: {@code end}, or the first value for which there was no room
   */
  int index(byte[] values, int first, int end, int[] indices, int to) {
    return width == 8
        ? indexLongs(values, first, end, indices, to)
        : indexInts(values, first, end, indices, to);
  }

  private int indexLongs(byte[] values, int first, int end, int[] indices, int to) {
    int out = to;
    for (int i = first; i < end; i++) {
      int index = find(LittleEndian.getLong(values, i << 3));
      if (index < 0) {
        return i;
      }
      indices[out++] = index;
    }
    return end;
  }

  private int indexInts(byte[] values, int first, int end, int[] indices, int to) {
    int out = to;
    for (int i = first; i < end; i++) {
      int index = find(LittleEndian.getInt(values, i << 2));
      if (index < 0) {
        return i;
      }
      indices[out++] = index;
    }
    return end;
  }

  private int find(long value) {
    int mask = slots.length - 1;
    int slot = (int) (value * MIX >>> shift);
    while (true) {
      int entry = slots[slot] - 1;
      if (entry < 0) {
        return add(value, slot);
      }
      if (entries[entry] == value) {
        return entry;
      }
      slot = (slot + 1) & mask;
    }
  }

  private int add(long value, int slot) {
    if (size == maxEntries) {
      return -1;
    }
    slots[slot] = size + 1;
    entries[size++] = value;
    if (size == entries.length) {
      grow();
    }
    return size - 1;
  }

  /** Keeps the table at most half full. */
  private void grow() {
    entries = Arrays.copyOf(entries, 2 * size);
    resize(4 * size);
    int mask = slots.length - 1;
    for (int e = 0; e < size; e++) {
      int slot = (int) (entries[e] * MIX >>> shift);
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = e + 1;
    }
  }

  /** Appends the entries as the dictionary page's PLAIN values. */
  void plain(Bytes out) {
    out.ensure(plainBytes());
    for (int e = 0; e < size; e++) {
      if (width == 8) {
        LittleEndian.putLong(out.array, out.size, entries[e]);
      } else {
        LittleEndian.putInt(out.array, out.size, (int) entries[e]);
      }
      out.size += width;
    }
  }
}
