package dev.rivet.spi.sink;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** An object being written. One thread at a time. */
public interface Upload extends AutoCloseable {

  /** Where the bytes go; append only. */
  WritableByteChannel channel();

  /**
   * Makes the object visible and durable.
   *
   * @param checksums what our side computed over all bytes
   * @throws ChecksumMismatchException if the store reports other bytes; nothing stays visible
   */
  StoredObject commit(Checksums checksums) throws IOException;

  /** Without {@link #commit}: discards everything, leaving nothing visible and no open upload. */
  @Override
  void close() throws IOException;
}
