package dev.rivet.internal.parquet;

import java.util.Arrays;

/**
 * Distinct byte strings in order of appearance: open addressing over entry numbers. Each entry keeps
 * its first and last eight bytes as two numbers, so that values of up to sixteen bytes are told
 * apart without a look at the bytes themselves; of longer ones the first number is a hash.
 */
final class BytesDictionary {
  private static final int INITIAL_SLOTS = 1024;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** Numbers per entry: head, tail, and length and start in one. */
  private static final int STRIDE = 3;

  private static final int EXACT = 16;

  private final boolean lengthPrefixed;
  private final int maxEntries;
  private final int maxBytes;
  private final Bytes plain = new Bytes(1024);
  private long[] entries = new long[STRIDE * INITIAL_SLOTS / 2];
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
    return (int) entries[STRIDE * entry + 2];
  }

  int length(int entry) {
    return (int) (entries[STRIDE * entry + 2] >>> 32);
  }

  void clear() {
    size = 0;
    plain.shrink(64 << 10);
    if (slots.length > 8 * INITIAL_SLOTS) {
      entries = new long[STRIDE * INITIAL_SLOTS / 2];
      resizeSlots(INITIAL_SLOTS);
    } else {
      Arrays.fill(slots, 0);
    }
  }

  private void resizeSlots(int capacity) {
    slots = new int[capacity];
    shift = Long.numberOfLeadingZeros(capacity) + 1;
  }

  /**
   * Number of a value, which becomes an entry if it is new.
   *
   * @param data needs {@link Bytes#SLACK} behind the value
   * @return -1 if the value is new and there is no room
   */
  int index(byte[] data, int at, int length) {
    long head;
    long tail;
    if (length <= Long.BYTES) {
      head = shortWord(data, at, length);
      tail = 0;
    } else {
      tail = LittleEndian.getLong(data, at + length - Long.BYTES);
      head = length <= EXACT ? LittleEndian.getLong(data, at) : hash(data, at, length);
    }
    int mask = slots.length - 1;
    int slot = slot(head, tail, length);
    while (true) {
      int entry = slots[slot] - 1;
      if (entry < 0) {
        return add(data, at, length, head, tail, slot);
      }
      int e = STRIDE * entry;
      if (entries[e] == head
          && entries[e + 1] == tail
          && entries[e + 2] >>> 32 == length
          && (length <= EXACT || sameBytes(data, at, length, (int) entries[e + 2]))) {
        return entry;
      }
      slot = (slot + 1) & mask;
    }
  }

  private int slot(long head, long tail, int length) {
    long mixed = (head ^ length) * MIX ^ tail;
    return (int) ((mixed ^ mixed >>> 32) * MIX >>> shift);
  }

  /** The tails are known to be the same. */
  private boolean sameBytes(byte[] data, int at, int length, int start) {
    int end = length - Long.BYTES;
    for (int i = 0; i < end; i += Long.BYTES) {
      if (LittleEndian.getLong(data, at + i) != LittleEndian.getLong(plain.array, start + i)) {
        return false;
      }
    }
    return true;
  }

  /** Up to eight bytes as a number; what lies behind them is masked off. */
  private static long shortWord(byte[] data, int at, int length) {
    long word = LittleEndian.getLong(data, at);
    return length == Long.BYTES ? word : word & ((1L << 8 * length) - 1);
  }

  /** Of all but the tail. */
  private static long hash(byte[] data, int at, int length) {
    long hash = length;
    int end = length - Long.BYTES;
    for (int i = 0; i < end; i += Long.BYTES) {
      long mixed = (hash ^ LittleEndian.getLong(data, at + i)) * MIX;
      hash = mixed ^ mixed >>> 32;
    }
    return hash;
  }

  private int add(byte[] data, int at, int length, long head, long tail, int slot) {
    int prefix = lengthPrefixed ? Integer.BYTES : 0;
    if (size == maxEntries || (long) plain.size + prefix + length > maxBytes) {
      return -1;
    }
    if (lengthPrefixed) {
      plain.putInt(length);
    }
    slots[slot] = size + 1;
    int e = STRIDE * size;
    entries[e] = head;
    entries[e + 1] = tail;
    entries[e + 2] = (long) length << 32 | plain.size;
    plain.write(data, at, length);
    size++;
    if (STRIDE * size == entries.length) {
      grow();
    }
    return size - 1;
  }

  /** Keeps the table at most half full. */
  private void grow() {
    entries = Arrays.copyOf(entries, 2 * entries.length);
    resizeSlots(4 * size);
    int mask = slots.length - 1;
    for (int e = 0; e < size; e++) {
      int slot = slot(entries[STRIDE * e], entries[STRIDE * e + 1], length(e));
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = e + 1;
    }
  }
}
