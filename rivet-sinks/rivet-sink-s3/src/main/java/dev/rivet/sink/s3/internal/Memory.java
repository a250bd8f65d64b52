package dev.rivet.sink.s3.internal;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Memory that uploads share (DW3). Every upload has room for one part, whatever the others do, so that none can wait for
 * another; more than one only as long as the budget lasts. Thread-safe.
 */
final class Memory {
  /** Small enough not to be a humongous object to G1 in a small heap. */
  static final int SEGMENT = 256 << 10;

  private final long budget;
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();
  private long reserved;

  Memory(long budget) {
    this.budget = budget;
  }

  /** Room for an upload's first part. */
  synchronized void reserve(long bytes) {
    reserved += bytes;
  }

  /** Room for a further part, if there is any. */
  synchronized boolean tryReserve(long bytes) {
    if (reserved + bytes > budget) {
      return false;
    }
    reserved += bytes;
    return true;
  }

  synchronized void release(long bytes) {
    reserved -= bytes;
    if (reserved == 0) {
      free.clear(); // Nobody uploads: a sink at rest holds no memory.
    }
  }

  synchronized byte[] take() {
    byte[] segment = free.poll();
    return segment == null ? new byte[SEGMENT] : segment;
  }

  synchronized void give(List<byte[]> segments) {
    for (byte[] segment : segments) {
      if ((free.size() + 1L) * SEGMENT <= reserved) {
        free.push(segment);
      }
    }
  }

  synchronized long reserved() {
    return reserved;
  }
}
