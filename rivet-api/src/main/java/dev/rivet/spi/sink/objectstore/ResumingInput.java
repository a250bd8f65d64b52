package dev.rivet.spi.sink.objectstore;

import static java.util.Objects.requireNonNull;

import dev.rivet.spi.sink.SinkFailure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object over a network that breaks: goes on where it was, as often as {@link Attempts} say, counted anew after every byte
 * that came. Closing early closes what it reads from without reading the rest. One thread at a time.
 */
public final class ResumingInput extends InputStream {
  /** Opens the same version of the object again. */
  @FunctionalInterface
  public interface Opener {
    /** From an offset to the end; a changed object is a failure, never other bytes. */
    InputStream open(long offset) throws IOException;
  }

  private final Opener opener;
  private final Attempts attempts;
  private final Function<IOException, SinkFailure> classify;
  private @Nullable InputStream current;
  private long offset;

  /**
   * Goes on reading a stream.
   *
   * @param first already open, at the offset
   */
  public ResumingInput(
      InputStream first,
      long offset,
      Opener opener,
      Attempts attempts,
      Function<IOException, SinkFailure> classify) {
    this.current = requireNonNull(first, "first");
    this.offset = offset;
    this.opener = requireNonNull(opener, "opener");
    this.attempts = requireNonNull(attempts, "attempts");
    this.classify = requireNonNull(classify, "classify");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int n = attempts.run(attempt -> once(bytes, from, length), classify, ResumingInput::pause);
    offset += Math.max(0, n);
    return n;
  }

  private int once(byte[] bytes, int from, int length) throws IOException {
    InputStream in = current;
    if (in == null) {
      in = opener.open(offset);
      current = in;
    }
    try {
      return in.read(bytes, from, length);
    } catch (IOException e) {
      current = null;
      try {
        in.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private static boolean pause(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
    return true;
  }

  @Override
  public void close() throws IOException {
    InputStream in = current;
    current = InputStream.nullInputStream();
    if (in != null) {
      in.close();
    }
  }
}
