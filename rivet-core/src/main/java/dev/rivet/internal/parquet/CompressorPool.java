package dev.rivet.internal.parquet;

import dev.rivet.format.Compression;
import java.util.ArrayDeque;
import java.util.Deque;

/** The codec contexts of one writer: as many as threads work for it at once. Thread-safe. */
final class CompressorPool implements AutoCloseable {
  private final Compression compression;
  private final Deque<PageCompressor> idle = new ArrayDeque<>();

  CompressorPool(Compression compression) {
    this.compression = compression;
  }

  PageCompressor take() {
    synchronized (idle) {
      PageCompressor compressor = idle.poll();
      if (compressor != null) {
        return compressor;
      }
    }
    return PageCompressor.open(compression);
  }

  void give(PageCompressor compressor) {
    synchronized (idle) {
      idle.push(compressor);
    }
  }

  @Override
  public void close() {
    synchronized (idle) {
      idle.forEach(PageCompressor::close);
      idle.clear();
    }
  }
}
