package dev.rivet.bench.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.rivet.format.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.xerial.snappy.Snappy;

/** A codec over pages that lie ready, result thrown away: no writer that compresses these pages can be faster. */
final class CodecFloor {
  private CodecFloor() {}

  /** Compresses (or, without a codec, copies) every page; returns the bytes that came out. */
  static long run(List<ByteBuffer> pages, Compression compression) throws IOException {
    int largest = pages.stream().mapToInt(ByteBuffer::remaining).max().orElse(0);
    return switch (compression.codec()) {
      case NONE -> copy(pages, ByteBuffer.allocateDirect(largest));
      case ZSTD -> zstd(pages, compression.level(), largest);
      case SNAPPY -> snappy(pages, largest);
      default -> throw new IllegalArgumentException(compression.toString());
    };
  }

  private static long zstd(List<ByteBuffer> pages, int level, int largest) {
    ByteBuffer target = ByteBuffer.allocateDirect(Math.toIntExact(Zstd.compressBound(largest)));
    long out = 0;
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(level);
      for (ByteBuffer page : pages) {
        out +=
            context.compressDirectByteBuffer(
                target, 0, target.capacity(), page, 0, page.remaining());
      }
    }
    return out;
  }

  private static long snappy(List<ByteBuffer> pages, int largest) throws IOException {
    ByteBuffer target = ByteBuffer.allocateDirect(Snappy.maxCompressedLength(largest));
    long out = 0;
    for (ByteBuffer page : pages) {
      target.clear();
      out += Snappy.compress(page.duplicate(), target);
    }
    return out;
  }

  private static long copy(List<ByteBuffer> pages, ByteBuffer target) {
    long out = 0;
    for (ByteBuffer page : pages) {
      target.clear().put(page.duplicate());
      out += target.position();
    }
    return out;
  }
}
