package dev.rivet.internal.parquet;

import java.util.ArrayDeque;
import java.util.Deque;

/** Equal blocks of heap memory, small enough never to be humongous objects, used over and over. */
final class SegmentPool {
  static final int SEGMENT = 64 << 10;

  private final Deque<byte[]> free = new ArrayDeque<>();

  byte[] take() {
    byte[] segment = free.poll();
    return segment != null ? segment : new byte[SEGMENT];
  }

  void give(byte[] segment) {
    free.push(segment);
  }
}
