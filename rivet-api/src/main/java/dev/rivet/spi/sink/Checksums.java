package dev.rivet.spi.sink;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What our side computed over the bytes of an object. Immutable.
 *
 * @param size number of bytes
 * @param fingerprint {@code xxh3:<16 hex digits>} over exactly these bytes; always present
 * @param values further checksums as lower-case hex, for the algorithms the sink asked for
 */
public record Checksums(long size, String fingerprint, Map<Algorithm, String> values) {
  /** Checksums that stores understand. */
  public enum Algorithm {
    /** CRC-32C (Castagnoli), big-endian. */
    CRC32C,
    /** MD5. */
    MD5
  }

  /** Copies the map. */
  public Checksums {
    requireNonNull(fingerprint, "fingerprint");
    values = Map.copyOf(values);
  }
}
