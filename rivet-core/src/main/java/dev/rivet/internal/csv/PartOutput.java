package dev.rivet.internal.csv;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.rivet.format.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.zip.GZIPOutputStream;

/** The part's bytes on their way through the compressor, if there is one, into the channel. */
final class PartOutput {
  /** What goes through in one piece. Also bounds the direct buffer that a file channel keeps per thread. */
  static final int CHUNK = 64 << 10;

  /** Of a compressor that has not yet given anything: a guess that only the first chunks see. */
  private static final double FIRST_RATIO = 0.3;

  private final ChannelStream channel;
  private final OutputStream stream;
  private final boolean isCompressed;
  private long fed;
  private long fedAtLastOutput;
  private boolean isFinished;

  private PartOutput(ChannelStream channel, OutputStream stream) {
    this.channel = channel;
    this.stream = stream;
    this.isCompressed = stream != channel;
  }

  static PartOutput to(WritableByteChannel out, Compression compression) throws IOException {
    ChannelStream channel = new ChannelStream(out);
    return new PartOutput(channel, compressor(channel, compression));
  }

  private static OutputStream compressor(OutputStream out, Compression compression)
      throws IOException {
    return switch (compression.codec()) {
      case NONE -> out;
      case GZIP -> new Gzip(out, compression.level());
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out, compression.level()).setChecksum(true);
      case SNAPPY, LZ4_RAW ->
          throw new IllegalArgumentException("no CSV with " + compression.codec());
    };
  }

  void write(byte[] bytes, int length) throws IOException {
    for (int at = 0; at < length; at += CHUNK) {
      int piece = Math.min(CHUNK, length - at);
      long before = channel.written;
      stream.write(bytes, at, piece);
      fed += piece;
      if (channel.written > before) {
        fedAtLastOutput = fed;
      }
    }
  }

  /** Size if finished now, with so many bytes still to come: what a compressor holds back is taken to compress as before. */
  long estimatedSize(int pending) {
    if (!isCompressed || isFinished) {
      return channel.written + pending;
    }
    double ratio = fedAtLastOutput == 0 ? FIRST_RATIO : (double) channel.written / fedAtLastOutput;
    return channel.written + (long) ((fed - fedAtLastOutput + pending) * ratio);
  }

  void finish() throws IOException {
    if (!isFinished) {
      stream.close();
      isFinished = true;
    }
  }

  /** Frees the compressor; what it would still write goes nowhere. */
  void close() {
    if (!isFinished) {
      channel.isDiscarding = true;
      try {
        finish();
      } catch (IOException e) {
        throw new IllegalStateException("discarding cannot fail", e);
      }
    }
  }

  /** Leaves the channel open when it is closed: the channel is the caller's. */
  private static final class ChannelStream extends OutputStream {
    private final WritableByteChannel out;
    private long written;
    private boolean isDiscarding;

    ChannelStream(WritableByteChannel out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (isDiscarding) {
        return;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
      while (buffer.hasRemaining()) {
        written += out.write(buffer);
      }
    }
  }

  /** The JDK's header carries no time and no name, so the bytes depend on the data alone. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out, int level) throws IOException {
      super(out, CHUNK);
      def.setLevel(level);
    }
  }
}
