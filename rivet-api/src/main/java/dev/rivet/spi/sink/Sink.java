package dev.rivet.spi.sink;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A destination. Thread-safe: parts of parallel slices are written at the same time. Found by scheme; given to the builder or
 * found by {@link java.util.ServiceLoader}. Not closed by us: a client that the application passed in stays the application's.
 *
 * <p>An object becomes visible whole or not at all (DW1) and is durable when the method returns (DW2). More abilities are
 * mix-ins: {@link ReadableSink}, {@link DirectSink}, {@link MovingSink}.
 */
public interface Sink {

  /** The scheme this sink serves, for example {@code file} or {@code s3}. */
  String scheme();

  /** What can be expected; used at plan time. */
  SinkCapabilities capabilities();

  /**
   * Stores a finished file, replacing an object of the same key.
   *
   * @param finished closed, complete file; stays the caller's
   * @param checksums what our side computed over the same bytes; a sink that gets a checksum back from its store compares (I10)
   * @throws ChecksumMismatchException if the store reports other bytes; nothing stays visible
   */
  StoredObject put(ObjectKey key, Path finished, Checksums checksums) throws IOException;

  /**
   * Stores a small control object (manifest, marker) in one request, never in parts (M7).
   *
   * @throws java.nio.file.FileAlreadyExistsException with {@link PutMode#CREATE} if the key exists
   */
  StoredObject put(ObjectKey key, byte[] content, PutMode mode) throws IOException;

  /** What a failure means, by type and status code, never by message text (RT5). */
  SinkFailure classify(IOException failure);
}
