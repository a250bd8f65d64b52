package dev.rivet.internal.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The part's bytes, counted. */
final class Output extends OutputStream {
  /** A channel keeps a direct copy as large as the largest heap buffer it was given. */
  private static final int SLICE = 256 << 10;

  private final WritableByteChannel channel;
  private long position;

  Output(WritableByteChannel channel) {
    this.channel = channel;
  }

  long position() {
    return position;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] src, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      int n = Math.min(SLICE, end - from);
      ByteBuffer slice = ByteBuffer.wrap(src, from, n);
      while (slice.hasRemaining()) {
        channel.write(slice);
      }
      from += n;
    }
    position += length;
  }
}
