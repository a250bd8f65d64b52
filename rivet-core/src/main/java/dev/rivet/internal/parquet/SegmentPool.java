package dev.rivet.internal.parquet;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Equal blocks of heap memory, small enough never to be humongous objects, used over and over by all files of one run: a block
 * lives as long as a row group, so one per file would go through the young generation into the old one and grow the heap with the
 * number of files. Holds what was in use at once at most. Thread-safe.
 */
final class SegmentPool {
  static final int SEGMENT = 64 << 10;

  private final Deque<byte[]> free = new ConcurrentLinkedDeque<>();

  byte[] take() {
    byte[] segment = free.poll();
    return segment != null ? segment : new byte[SEGMENT];
  }

  void give(byte[] segment) {
    free.push(segment);
  }
}
