package dev.rivet.spi.sink;

import java.io.IOException;
import java.util.Optional;

/**
 * A sink that replaces an object only if it is still the one that was looked at. With it a process that stalled in the middle of
 * publishing, and whose lease somebody else took meanwhile, cannot put an older manifest over a newer one (NG10). Without it the lease
 * is checked right before each put, and only a stall between that check and the arrival of the put is not seen.
 */
public interface ConditionalSink extends ReadableSink {

  /** What tells the present content of an object from any other, opaque; empty if it does not exist. */
  Optional<String> version(ObjectKey key) throws IOException;

  /**
   * Replaces an object atomically if its version is still this one.
   *
   * @param version as {@link #version} gave it
   * @throws StaleVersionException if it is another one, or gone; nothing was written
   */
  StoredObject replace(ObjectKey key, byte[] content, String version) throws IOException;
}
