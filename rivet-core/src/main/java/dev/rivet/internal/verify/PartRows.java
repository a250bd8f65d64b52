package dev.rivet.internal.verify;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.rivet.format.Compression;
import dev.rivet.format.Csv;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.ReadableSink;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.Util;

/** How many rows a part holds, by what its bytes say. */
final class PartRows {
  private static final int TRAILER = 8;

  private PartRows() {}

  /** From the footer alone. */
  static long parquet(ReadableSink sink, ObjectKey key, long size)
      throws IOException, MalformedPartException {
    if (size < 12) {
      throw new MalformedPartException(
          size + " bytes are no Parquet file", new IOException("short"));
    }
    ByteBuffer trailer =
        ByteBuffer.wrap(tail(sink, key, size - TRAILER, TRAILER)).order(ByteOrder.LITTLE_ENDIAN);
    int length = trailer.getInt(0);
    if (trailer.getInt(4) != 0x31524150 || length < 0 || length > size - TRAILER - 4) { // "PAR1"
      throw new MalformedPartException("no Parquet footer", new IOException("magic"));
    }
    byte[] footer = tail(sink, key, size - TRAILER - length, length);
    try {
      return Util.readFileMetaData(new ByteArrayInputStream(footer)).getNum_rows();
    } catch (IOException e) {
      throw new MalformedPartException("the Parquet footer is damaged", e);
    }
  }

  private static byte[] tail(ReadableSink sink, ObjectKey key, long offset, int length)
      throws IOException {
    try (InputStream in = sink.open(key, offset)) {
      return in.readNBytes(length);
    }
  }

  /** By counting records. */
  static long csv(ReadableSink sink, ObjectKey key, Csv options)
      throws IOException, MalformedPartException {
    try (InputStream in =
            decompressed(new BufferedInputStream(sink.open(key, 0), 1 << 16), options);
        var reader =
            CsvReader.builder()
                .fieldSeparator(options.delimiter())
                .detectBomHeader(false)
                .skipEmptyLines(false)
                .ofCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      long records = reader.stream().count();
      return options.hasHeader() ? Math.max(0, records - 1) : records;
    } catch (de.siegmar.fastcsv.reader.CsvParseException
        | UncheckedIOException
        | java.util.zip.ZipException e) {
      throw new MalformedPartException("not CSV: " + e.getMessage(), e);
    }
  }

  private static InputStream decompressed(InputStream in, Csv options) throws IOException {
    if (options.compression().codec() == Compression.Codec.GZIP) {
      return new GZIPInputStream(in, 1 << 16);
    }
    return options.compression().codec() == Compression.Codec.ZSTD
        ? new ZstdInputStreamNoFinalizer(in)
        : in;
  }
}
