package dev.rivet.spi.sink;

import java.io.IOException;

/** The store received other bytes than we sent (I10). */
public final class ChecksumMismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names the key, what was expected and what the store reported. */
  public ChecksumMismatchException(ObjectKey key, String expected, String reported) {
    super("stored object '" + key + "' has checksum " + reported + ", expected " + expected);
  }
}
