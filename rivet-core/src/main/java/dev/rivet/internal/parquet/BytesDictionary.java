package dev.rivet.internal.parquet;

import java.util.Arrays;

/**
 * Distinct byte strings in order of appearance. Each entry keeps a 64-bit key: the bytes themselves
 * up to eight of them, else a hash. So short values are compared without looking at their bytes.
 */
final class BytesDictionary {
  private static final int INITIAL_SLOTS = 1024;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final boolean lengthPrefixed;
  private final int maxEntries;
  private final int maxBytes;
  private final Bytes plain = new Bytes(1024);
  private long[] keys = new long[INITIAL_SLOTS / 2];
  private int[] starts = new int[INITIAL_SLOTS / 2];
  private int[] lengths = new int[INITIAL_SLOTS / 2];
  private int[] slots = new int[INITIAL_SLOTS];
  private int shift = Long.numberOfLeadingZeros(INITIAL_SLOTS) + 1;
  private int size;

  /**
   * @param lengthPrefixed true for BYTE_ARRAY, whose PLAIN form has a length before each value
   */
  BytesDictionary(boolean lengthPrefixed, int maxEntries, int maxBytes) {
    this.lengthPrefixed = lengthPrefixed;
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  int size() {
    return size;
  }

  /** The entries as the dictionary page's PLAIN values. */
  Bytes plain() {
    return plain;
  }

  int start(int entry) {
    return starts[entry];
  }

  int length(int entry) {
    return lengths[entry];
  }

  void clear() {
    size = 0;
    plain.shrink(64 << 10);
    if (slots.length > 8 * INITIAL_SLOTS) {
      resizeEntries(INITIAL_SLOTS / 2);
      resizeSlots(INITIAL_SLOTS);
    } else {
      Arrays.fill(slots, 0);
    }
  }

  private void resizeSlots(int capacity) {
    slots = new int[capacity];
    shift = Long.numberOfLeadingZeros(capacity) + 1;
  }

  private void resizeEntries(int capacity) {
    keys = Arrays.copyOf(keys, capacity);
    starts = Arrays.copyOf(starts, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
  }

  /** Number of the value, adding it if it is new; -1 if there is no room. */
  int index(byte[] data, int at, int length) {
    long key = length <= 8 ? shortKey(data, at, length) : hash(data, at, length);
    int mask = slots.length - 1;
    int slot = slot(key, length);
    while (true) {
      int entry = slots[slot] - 1;
      if (entry < 0) {
        return add(data, at, length, key, slot);
      }
      if (keys[entry] == key
          && lengths[entry] == length
          && (length <= 8 || sameBytes(data, at, length, entry))) {
        return entry;
      }
      slot = (slot + 1) & mask;
    }
  }

  private int slot(long key, int length) {
    return (int) ((key ^ length) * MIX >>> shift);
  }

  private boolean sameBytes(byte[] data, int at, int length, int entry) {
    int start = starts[entry];
    int end = length - 8;
    for (int i = 0; i < end; i += 8) {
      if (LittleEndian.getLong(data, at + i) != LittleEndian.getLong(plain.array, start + i)) {
        return false;
      }
    }
    return LittleEndian.getLong(data, at + end) == LittleEndian.getLong(plain.array, start + end);
  }

  /** Up to eight bytes as a number; what lies behind them is masked off. */
  private static long shortKey(byte[] data, int at, int length) {
    long word = LittleEndian.getLong(data, at);
    return length == 8 ? word : word & ((1L << 8 * length) - 1);
  }

  private static long hash(byte[] data, int at, int length) {
    long hash = length;
    int end = length - 8;
    for (int i = 0; i < end; i += 8) {
      hash = mix(hash ^ LittleEndian.getLong(data, at + i));
    }
    return mix(hash ^ LittleEndian.getLong(data, at + end));
  }

  private static long mix(long value) {
    long mixed = value * MIX;
    return mixed ^ mixed >>> 32;
  }

  private int add(byte[] data, int at, int length, long key, int slot) {
    int prefix = lengthPrefixed ? Integer.BYTES : 0;
    if (size == maxEntries || (long) plain.size + prefix + length > maxBytes) {
      return -1;
    }
    if (lengthPrefixed) {
      plain.putInt(length);
    }
    slots[slot] = size + 1;
    keys[size] = key;
    starts[size] = plain.size;
    lengths[size] = length;
    plain.write(data, at, length);
    size++;
    if (size == keys.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    resizeEntries(2 * size);
    resizeSlots(4 * size);
    int mask = slots.length - 1;
    for (int e = 0; e < size; e++) {
      int slot = slot(keys[e], lengths[e]);
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = e + 1;
    }
  }
}
