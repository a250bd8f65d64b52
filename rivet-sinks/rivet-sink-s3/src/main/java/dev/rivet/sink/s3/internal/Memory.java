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
  private long taken;

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
    trim(); // Where nobody uploads, this is all: a sink at rest holds no memory.
  }

  synchronized byte[] take() {
    taken++;
    byte[] segment = free.poll();
    return segment == null ? new byte[SEGMENT] : segment;
  }

  synchronized void give(List<byte[]> segments) {
    taken -= segments.size();
    segments.forEach(free::push);
    trim();
  }

  /** What is in use and what waits for use together stay within what is reserved. */
  private void trim() {
    while (!free.isEmpty() && (taken + free.size()) * SEGMENT > reserved) {
      byte[] unused = free.pop();
    }
  }

  synchronized long reserved() {
    return reserved;
  }
}
