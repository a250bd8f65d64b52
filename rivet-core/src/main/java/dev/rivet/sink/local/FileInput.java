package dev.rivet.sink.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a channel in slices, so that no large direct buffer stays with the thread. */
final class FileInput extends InputStream {
  private final FileChannel channel;

  FileInput(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    return channel.read(ByteBuffer.wrap(bytes, offset, Math.min(length, StagedFile.SLICE)));
  }

  @Override
  public long skip(long n) throws IOException {
    long from = channel.position();
    long to = Math.min(Math.max(from, channel.size()), n <= 0 ? from : from + n);
    channel.position(to);
    return to - from;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, channel.size() - channel.position()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
