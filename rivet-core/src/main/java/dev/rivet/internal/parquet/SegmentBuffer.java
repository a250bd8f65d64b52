package dev.rivet.internal.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Finished pages waiting for their row group to end. */
final class SegmentBuffer {
  private final SegmentPool pool;
  private final List<byte[]> segments = new ArrayList<>();
  private int room;
  private long size;

  SegmentBuffer(SegmentPool pool) {
    this.pool = pool;
  }

  long size() {
    return size;
  }

  void append(byte[] src, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      byte[] segment = last();
      int n = Math.min(left, room);
      System.arraycopy(src, from, segment, SegmentPool.SEGMENT - room, n);
      from += n;
      left -= n;
      room -= n;
    }
    size += length;
  }

  void append(ByteBuffer src, int length) {
    int from = 0;
    while (from < length) {
      byte[] segment = last();
      int n = Math.min(length - from, room);
      src.get(from, segment, SegmentPool.SEGMENT - room, n);
      from += n;
      room -= n;
    }
    size += length;
  }

  /** The segment with room for more. */
  private byte[] last() {
    if (room == 0) {
      segments.add(pool.take());
      room = SegmentPool.SEGMENT;
    }
    return segments.get(segments.size() - 1);
  }

  /** Writes everything and gives the memory back. */
  void drainTo(Output out) throws IOException {
    long left = size;
    for (byte[] segment : segments) {
      int n = (int) Math.min(left, SegmentPool.SEGMENT);
      out.write(segment, 0, n);
      left -= n;
      pool.give(segment);
    }
    segments.clear();
    room = 0;
    size = 0;
  }
}
