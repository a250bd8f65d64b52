package dev.rivet.internal.parquet;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.rivet.format.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/**
 * A codec with its native context; used by one thread at a time.
 *
 * <p>Source and target are direct buffers. With arrays the native codecs would pin the heap, and on
 * Java 17 a garbage collection then waits for every page that is being compressed.
 */
abstract class PageCompressor implements AutoCloseable {

  abstract int maxCompressedSize(int rawSize);

  /** Compresses the first {@code rawSize} bytes to the start of {@code dst}; returns the size. */
  abstract int compress(ByteBuffer src, int rawSize, ByteBuffer dst) throws IOException;

  @Override
  public void close() {}

  static CompressionCodec format(Compression compression) {
    return switch (compression.codec()) {
      case NONE -> CompressionCodec.UNCOMPRESSED;
      case SNAPPY -> CompressionCodec.SNAPPY;
      case GZIP -> CompressionCodec.GZIP;
      case LZ4_RAW -> CompressionCodec.LZ4_RAW;
      case ZSTD -> CompressionCodec.ZSTD;
    };
  }

  static PageCompressor open(Compression compression) {
    return switch (compression.codec()) {
      case NONE -> throw new IllegalArgumentException("uncompressed pages are not compressed");
      case SNAPPY -> new SnappyCompressor();
      case GZIP -> new GzipCompressor(compression.level());
      case LZ4_RAW -> new Lz4Compressor();
      case ZSTD -> new ZstdCompressor(compression.level());
    };
  }

  private static final class ZstdCompressor extends PageCompressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx();

    ZstdCompressor(int level) {
      context.setLevel(level);
    }

    @Override
    int maxCompressedSize(int rawSize) {
      return Math.toIntExact(com.github.luben.zstd.Zstd.compressBound(rawSize));
    }

    @Override
    int compress(ByteBuffer src, int rawSize, ByteBuffer dst) {
      return context.compressDirectByteBuffer(dst, 0, dst.capacity(), src, 0, rawSize);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private static final class SnappyCompressor extends PageCompressor {
    @Override
    int maxCompressedSize(int rawSize) {
      return Snappy.maxCompressedLength(rawSize);
    }

    @Override
    int compress(ByteBuffer src, int rawSize, ByteBuffer dst) throws IOException {
      src.clear().limit(rawSize);
      dst.clear();
      return Snappy.compress(src, dst);
    }
  }

  private static final class Lz4Compressor extends PageCompressor {
    private final LZ4Compressor codec = LZ4Factory.fastestInstance().fastCompressor();

    @Override
    int maxCompressedSize(int rawSize) {
      return codec.maxCompressedLength(rawSize);
    }

    @Override
    int compress(ByteBuffer src, int rawSize, ByteBuffer dst) {
      return codec.compress(src, 0, rawSize, dst, 0, dst.capacity());
    }
  }

  private static final class GzipCompressor extends PageCompressor {
    /** Magic, deflate, no flags, no time, no hints, unknown system: no clock and no host in it. */
    private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

    private static final int TRAILER = 8;

    private final Deflater deflater;
    private final CRC32 crc = new CRC32();

    GzipCompressor(int level) {
      deflater = new Deflater(level, true);
    }

    @Override
    int maxCompressedSize(int rawSize) {
      // Incompressible data grows by five bytes per 16 KB block at most.
      return Math.addExact(rawSize, (rawSize >>> 8) + 64 + HEADER.length + TRAILER);
    }

    @Override
    int compress(ByteBuffer src, int rawSize, ByteBuffer dst) throws IOException {
      src.clear().limit(rawSize);
      crc.reset();
      crc.update(src);
      src.rewind();
      dst.clear();
      dst.put(HEADER);
      deflater.reset();
      deflater.setInput(src);
      deflater.finish();
      while (!deflater.finished()) {
        if (deflater.deflate(dst) == 0 && !dst.hasRemaining()) {
          throw new IOException("gzip needs more than " + dst.capacity() + " bytes");
        }
      }
      dst.order(ByteOrder.LITTLE_ENDIAN).putInt((int) crc.getValue()).putInt(rawSize);
      return dst.position();
    }

    @Override
    public void close() {
      deflater.end();
    }
  }
}
