package dev.rivet.format;

import static java.util.Objects.requireNonNull;

import dev.rivet.unit.DataSize;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Apache Parquet. Immutable.
 *
 * <p>Defaults: zstd level 3; {@link Profile#MODERN} encodings; row groups of at most 131 072 rows or 128 MiB of raw values,
 * whichever comes first; pages of at most 1 MiB or 20 480 rows; dictionaries on; no bloom filters; no file size limit. Min/max
 * statistics, page index and CRC32 are always written.
 *
 * @param compression codec and level
 * @param profile encodings
 * @param rowGroupRows upper bound of rows per row group
 * @param rowGroupBytes upper bound of raw value bytes per row group
 * @param pageBytes upper bound of raw bytes per page
 * @param hasDictionary whether dictionaries are tried
 * @param bloomColumns columns that get a bloom filter
 * @param maxFileSize upper bound of a part, or null
 */
public record Parquet(
    Compression compression,
    Profile profile,
    int rowGroupRows,
    DataSize rowGroupBytes,
    DataSize pageBytes,
    boolean hasDictionary,
    List<String> bloomColumns,
    @Nullable DataSize maxFileSize)
    implements Format {

  /** Which encodings are used. */
  public enum Profile {
    /** DELTA_BINARY_PACKED and DELTA_LENGTH_BYTE_ARRAY where they pay: smaller and faster, read by all current readers. */
    MODERN,
    /** PLAIN and dictionary only, for readers that stopped at Parquet 1.0. */
    COMPATIBLE
  }

  /** Checks the bounds. */
  public Parquet {
    requireNonNull(compression, "compression");
    requireNonNull(profile, "profile");
    bloomColumns = List.copyOf(bloomColumns);
    if (rowGroupRows < 1_000 || rowGroupRows > 10_000_000) {
      throw new IllegalArgumentException("rowGroupRows must be 1 000..10 000 000: " + rowGroupRows);
    }
    if (rowGroupBytes.bytes() < 1 << 20) {
      throw new IllegalArgumentException("rowGroupBytes must be at least 1 MiB: " + rowGroupBytes);
    }
    if (pageBytes.bytes() < 4096 || pageBytes.bytes() > 64 << 20) {
      throw new IllegalArgumentException("pageBytes must be 4 KiB..64 MiB: " + pageBytes);
    }
    if (maxFileSize != null && maxFileSize.bytes() < 1) {
      throw new IllegalArgumentException("maxFileSize must be positive");
    }
  }

  /** The defaults with another codec. */
  public static Parquet with(Compression compression) {
    return new Parquet(
        compression,
        Profile.MODERN,
        131_072,
        DataSize.ofMebibytes(128),
        DataSize.ofMebibytes(1),
        true,
        List.of(),
        null);
  }

  /** Zstandard level 3, the default. */
  public static Parquet zstd() {
    return with(Compression.zstd());
  }

  /** Zstandard. */
  public static Parquet zstd(int level) {
    return with(Compression.zstd(level));
  }

  /** Snappy. */
  public static Parquet snappy() {
    return with(Compression.snappy());
  }

  /** Uncompressed. */
  public static Parquet uncompressed() {
    return with(Compression.none());
  }

  /** PLAIN and dictionary encodings only. */
  public Parquet compatible() {
    return new Parquet(
        compression,
        Profile.COMPATIBLE,
        rowGroupRows,
        rowGroupBytes,
        pageBytes,
        hasDictionary,
        bloomColumns,
        maxFileSize);
  }

  /** Rows per row group, 1 000 to 10 000 000. */
  public Parquet rowGroupRows(int rows) {
    return new Parquet(
        compression,
        profile,
        rows,
        rowGroupBytes,
        pageBytes,
        hasDictionary,
        bloomColumns,
        maxFileSize);
  }

  /** Raw value bytes per row group, at least 1 MiB. This bounds the memory of one open part. */
  public Parquet rowGroupBytes(DataSize size) {
    return new Parquet(
        compression,
        profile,
        rowGroupRows,
        size,
        pageBytes,
        hasDictionary,
        bloomColumns,
        maxFileSize);
  }

  /** Raw bytes per page, 4 KiB to 64 MiB. */
  public Parquet pageBytes(DataSize size) {
    return new Parquet(
        compression,
        profile,
        rowGroupRows,
        rowGroupBytes,
        size,
        hasDictionary,
        bloomColumns,
        maxFileSize);
  }

  /** Never tries a dictionary. */
  public Parquet withoutDictionary() {
    return new Parquet(
        compression,
        profile,
        rowGroupRows,
        rowGroupBytes,
        pageBytes,
        false,
        bloomColumns,
        maxFileSize);
  }

  /** Adds a bloom filter (1 % false positives) to the named columns. */
  public Parquet bloomFilter(String... columns) {
    return new Parquet(
        compression,
        profile,
        rowGroupRows,
        rowGroupBytes,
        pageBytes,
        hasDictionary,
        List.of(columns),
        maxFileSize);
  }

  /** Closes a part when it reaches this size, within 10 %. */
  public Parquet maxFileSize(DataSize size) {
    return new Parquet(
        compression,
        profile,
        rowGroupRows,
        rowGroupBytes,
        pageBytes,
        hasDictionary,
        bloomColumns,
        requireNonNull(size, "size"));
  }

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public String extension() {
    return "parquet";
  }

  @Override
  public Optional<DataSize> maxFileSizeLimit() {
    return Optional.ofNullable(maxFileSize);
  }
}
