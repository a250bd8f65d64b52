package dev.rivet.format;

import static java.util.Objects.requireNonNull;

import dev.rivet.unit.DataSize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values, UTF-8, RFC 4180 quoting. Immutable.
 *
 * <p>Defaults: comma, {@code \n}, header in every part, no byte order mark, minimal quoting, NULL as an empty unquoted cell and
 * the empty string as {@code ""}, binary as lower-case hex, no compression, lists refused at plan time, cells that a
 * spreadsheet would run as a formula written verbatim.
 *
 * @param delimiter cell separator
 * @param lineSeparator {@code \n} or {@code \r\n}
 * @param hasHeader whether each part starts with the column names
 * @param hasBom whether each part starts with a byte order mark
 * @param quoteMode which cells are quoted
 * @param nullText text of NULL, written unquoted; text values that equal it are quoted
 * @param binaryText text of bytes
 * @param isEscapingFormulas see {@link #escapeFormulas()}
 * @param isListAsJson see {@link #listsAsJson()}
 * @param compression none, gzip or zstd
 * @param maxFileSize upper bound of a part, or null
 */
public record Csv(
    char delimiter,
    LineSeparator lineSeparator,
    boolean hasHeader,
    boolean hasBom,
    QuoteMode quoteMode,
    String nullText,
    BinaryText binaryText,
    boolean isEscapingFormulas,
    boolean isListAsJson,
    Compression compression,
    @Nullable DataSize maxFileSize)
    implements Format {

  /** Line ends. */
  public enum LineSeparator {
    /** {@code \n}. */
    LF,
    /** {@code \r\n}. */
    CRLF
  }

  /** Which cells are quoted. */
  public enum QuoteMode {
    /** Only where the value needs it, and the empty string. */
    MINIMAL,
    /** Every value that is not NULL. */
    NON_NULL
  }

  /** Text of binary values. */
  public enum BinaryText {
    /** Lower-case hexadecimal without prefix. */
    HEX,
    /** RFC 4648 base64 with padding. */
    BASE64
  }

  /** Checks the combination. */
  public Csv {
    requireNonNull(lineSeparator, "lineSeparator");
    requireNonNull(quoteMode, "quoteMode");
    requireNonNull(nullText, "nullText");
    requireNonNull(binaryText, "binaryText");
    if (delimiter == '"' || delimiter == '\r' || delimiter == '\n' || delimiter > 127) {
      throw new IllegalArgumentException(
          "delimiter must be an ASCII character other than quote, CR and LF");
    }
    if (nullText.indexOf(delimiter) >= 0
        || nullText.indexOf('"') >= 0
        || nullText.indexOf('\n') >= 0
        || nullText.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("nullText must not contain delimiter, quote or line end");
    }
    if (compression.codec() != Compression.Codec.NONE
        && compression.codec() != Compression.Codec.GZIP
        && compression.codec() != Compression.Codec.ZSTD) {
      throw new IllegalArgumentException(
          "CSV can be compressed with gzip or zstd, not " + compression.codec());
    }
    if (maxFileSize != null && maxFileSize.bytes() < 1) {
      throw new IllegalArgumentException("maxFileSize must be positive");
    }
  }

  /** The defaults. */
  public static Csv rfc4180() {
    return new Csv(
        ',',
        LineSeparator.LF,
        true,
        false,
        QuoteMode.MINIMAL,
        "",
        BinaryText.HEX,
        false,
        false,
        Compression.none(),
        null);
  }

  /** Another cell separator. */
  public Csv delimiter(char c) {
    return new Csv(
        c,
        lineSeparator,
        hasHeader,
        hasBom,
        quoteMode,
        nullText,
        binaryText,
        isEscapingFormulas,
        isListAsJson,
        compression,
        maxFileSize);
  }

  /** Lines end in {@code \r\n}. */
  public Csv crlf() {
    return new Csv(
        delimiter,
        LineSeparator.CRLF,
        hasHeader,
        hasBom,
        quoteMode,
        nullText,
        binaryText,
        isEscapingFormulas,
        isListAsJson,
        compression,
        maxFileSize);
  }

  /** Column names in every part; the default. */
  public Csv withHeader() {
    return new Csv(
        delimiter,
        lineSeparator,
        true,
        hasBom,
        quoteMode,
        nullText,
        binaryText,
        isEscapingFormulas,
        isListAsJson,
        compression,
        maxFileSize);
  }

  /** No column names. */
  public Csv withoutHeader() {
    return new Csv(
        delimiter,
        lineSeparator,
        false,
        hasBom,
        quoteMode,
        nullText,
        binaryText,
        isEscapingFormulas,
        isListAsJson,
        compression,
        maxFileSize);
  }

  /** Starts each part with a byte order mark. */
  public Csv withBom() {
    return new Csv(
        delimiter,
        lineSeparator,
        hasHeader,
        true,
        quoteMode,
        nullText,
        binaryText,
        isEscapingFormulas,
        isListAsJson,
        compression,
        maxFileSize);
  }

  /** Quotes every value that is not NULL. */
  public Csv quoteNonNull() {
    return new Csv(
        delimiter,
        lineSeparator,
        hasHeader,
        hasBom,
        QuoteMode.NON_NULL,
        nullText,
        binaryText,
        isEscapingFormulas,
        isListAsJson,
        compression,
        maxFileSize);
  }

  /** Another text for NULL, for example {@code \N}. */
  public Csv nullText(String text) {
    return new Csv(
        delimiter,
        lineSeparator,
        hasHeader,
        hasBom,
        quoteMode,
        text,
        binaryText,
        isEscapingFormulas,
        isListAsJson,
        compression,
        maxFileSize);
  }

  /** Bytes as base64. */
  public Csv binaryAsBase64() {
    return new Csv(
        delimiter,
        lineSeparator,
        hasHeader,
        hasBom,
        quoteMode,
        nullText,
        BinaryText.BASE64,
        isEscapingFormulas,
        isListAsJson,
        compression,
        maxFileSize);
  }

  /**
   * Puts an apostrophe before text cells that start with {@code = + - @}, tab or CR, so that spreadsheets do not run them.
   * This changes data: the file no longer equals the source.
   */
  public Csv escapeFormulas() {
    return new Csv(
        delimiter,
        lineSeparator,
        hasHeader,
        hasBom,
        quoteMode,
        nullText,
        binaryText,
        true,
        isListAsJson,
        compression,
        maxFileSize);
  }

  /** Writes lists and maps as JSON text instead of refusing them. */
  public Csv listsAsJson() {
    return new Csv(
        delimiter,
        lineSeparator,
        hasHeader,
        hasBom,
        quoteMode,
        nullText,
        binaryText,
        isEscapingFormulas,
        true,
        compression,
        maxFileSize);
  }

  /** Compresses each part as one gzip or zstd stream. */
  public Csv compressed(Compression codec) {
    return new Csv(
        delimiter,
        lineSeparator,
        hasHeader,
        hasBom,
        quoteMode,
        nullText,
        binaryText,
        isEscapingFormulas,
        isListAsJson,
        codec,
        maxFileSize);
  }

  /** Closes a part at the first row boundary after this many bytes, within 10 %. */
  public Csv maxFileSize(DataSize size) {
    return new Csv(
        delimiter,
        lineSeparator,
        hasHeader,
        hasBom,
        quoteMode,
        nullText,
        binaryText,
        isEscapingFormulas,
        isListAsJson,
        compression,
        requireNonNull(size, "size"));
  }

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String extension() {
    return switch (compression.codec()) {
      case GZIP -> "csv.gz";
      case ZSTD -> "csv.zst";
      default -> "csv";
    };
  }

  @Override
  public Optional<DataSize> maxFileSizeLimit() {
    return Optional.ofNullable(maxFileSize);
  }
}
