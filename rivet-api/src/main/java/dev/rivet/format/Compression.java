package dev.rivet.format;

import static java.util.Objects.requireNonNull;

/**
 * A codec with its level. Immutable.
 *
 * @param codec the codec
 * @param level zstd 1 to 22, gzip 0 to 9, otherwise 0
 */
public record Compression(Codec codec, int level) {
  /** Known codecs. */
  public enum Codec {
    /** No compression. */
    NONE,
    /** Snappy. */
    SNAPPY,
    /** Gzip. */
    GZIP,
    /** LZ4 in the raw framing that all current readers share. */
    LZ4_RAW,
    /** Zstandard. */
    ZSTD
  }

  /** Checks the level. */
  public Compression {
    requireNonNull(codec, "codec");
    int min = codec == Codec.ZSTD ? 1 : 0;
    int max = codec == Codec.ZSTD ? 22 : codec == Codec.GZIP ? 9 : 0;
    if (level < min || level > max) {
      throw new IllegalArgumentException(
          codec + " level must be " + min + ".." + max + ": " + level);
    }
  }

  /** Zstandard level 3. */
  public static Compression zstd() {
    return zstd(3);
  }

  /** Zstandard. */
  public static Compression zstd(int level) {
    return new Compression(Codec.ZSTD, level);
  }

  /** Snappy. */
  public static Compression snappy() {
    return new Compression(Codec.SNAPPY, 0);
  }

  /** Gzip level 6. */
  public static Compression gzip() {
    return gzip(6);
  }

  /** Gzip. */
  public static Compression gzip(int level) {
    return new Compression(Codec.GZIP, level);
  }

  /** LZ4. */
  public static Compression lz4Raw() {
    return new Compression(Codec.LZ4_RAW, 0);
  }

  /** Uncompressed. */
  public static Compression none() {
    return new Compression(Codec.NONE, 0);
  }
}
