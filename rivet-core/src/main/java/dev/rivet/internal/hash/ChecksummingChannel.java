package dev.rivet.internal.hash;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Set;

/**
 * Computes size, fingerprint and checksums of all bytes on their way to another channel. A call of {@link #write} takes all
 * bytes. Closing closes the other channel too. One thread at a time.
 */
public final class ChecksummingChannel implements WritableByteChannel {
  private final WritableByteChannel out;
  private final ByteChecksums sums;

  /**
   * Wraps a channel.
   *
   * @param algorithms what to compute beside the fingerprint, see {@link dev.rivet.spi.sink.SinkCapabilities#checksums()}
   */
  public ChecksummingChannel(WritableByteChannel out, Set<Algorithm> algorithms) {
    this.out = requireNonNull(out, "out");
    this.sums = new ByteChecksums(algorithms);
  }

  @Override
  @CanIgnoreReturnValue
  public int write(ByteBuffer source) throws IOException {
    int all = source.remaining();
    ByteBuffer seen = source.duplicate();
    while (source.hasRemaining()) {
      if (out.write(source) < 0) {
        throw new IOException("the channel takes no more bytes");
      }
    }
    sums.update(seen);
    return all;
  }

  /** Bytes written so far. */
  public long size() {
    return sums.size();
  }

  /** Of all bytes written so far. */
  public Checksums checksums() {
    return sums.checksums();
  }

  @Override
  public boolean isOpen() {
    return out.isOpen();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
