package dev.rivet.internal.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The part's bytes, counted, on their way out in large pieces. */
final class Output extends OutputStream {
  /** A direct buffer, since a file channel would copy every heap buffer into one of its own first. */
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);

  private final WritableByteChannel channel;
  private long position;

  Output(WritableByteChannel channel) {
    this.channel = channel;
  }

  /** Bytes so far, whether they have reached the channel or not. */
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
      if (!buffer.hasRemaining()) {
        flush();
      }
      int n = Math.min(buffer.remaining(), end - from);
      buffer.put(src, from, n);
      from += n;
    }
    position += length;
  }

  /** Hands everything to the channel. */
  @Override
  public void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      if (channel.write(buffer) < 0) {
        throw new IOException("the channel takes no more bytes");
      }
    }
    buffer.clear();
  }
}
