package dev.rivet.internal.parquet;

import java.io.IOException;
import java.math.BigInteger;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * Writes one leaf column: cuts its rows into pages and hands encoded pages to the chunk.
 *
 * <p>A page ends after the first row with which it has {@value #MAX_PAGE_ROWS} rows or the plain
 * bytes of a page. Rows are taken in strips as long as that cannot happen inside one, so the strips,
 * and with them the cuts of the batches, leave no trace in the file.
 */
abstract class ColumnWriter {
  /** Rows handled at once: their values and bitmaps stay in the first-level cache. */
  static final int STRIP = 2048;

  static final int MAX_PAGE_ROWS = 20_480;

  final Leaf leaf;
  final ValueEncoder values;
  final long pageBytes;
  int pageRows;

  private final EncoderSettings settings;
  private final WriterContext context;
  private final ChunkBuilder chunk;
  private final @Nullable BloomFilter bloom;
  private final @Nullable BigInteger limit;
  private long chunkPlain;
  private final Trial pageTrial = new Trial();
  private final Trial dictionaryTrial = new Trial();

  ColumnWriter(Leaf leaf, EncoderSettings settings, WriterContext context, boolean bloom) {
    this.leaf = leaf;
    this.settings = settings;
    this.context = context;
    this.values = leaf.type().encoder(settings);
    this.pageBytes = settings.pageBytes();
    this.chunk = new ChunkBuilder(leaf, context.codec(), context.pipeline(), context.segments());
    this.bloom = bloom ? new BloomFilter() : null;
    int precision = leaf.type().precision();
    this.limit = precision > 0 ? BigInteger.TEN.pow(precision) : null;
  }

  static ColumnWriter of(
      Leaf leaf, EncoderSettings settings, WriterContext context, boolean bloom) {
    return leaf.isFlat()
        ? new FlatColumnWriter(leaf, settings, context, bloom)
        : new NestedColumnWriter(leaf, settings, context, bloom);
  }

  /** At least the plain bytes the rows add. */
  abstract long upperBytes(ColumnSlice column, int from, int rows);

  /** Adds rows of the top-level column. */
  abstract void append(ColumnSlice column, int from, int rows) throws IOException;

  /** Levels of the open page, NULLs included. */
  abstract int entries();

  abstract void encodeLevels(Bytes out);

  abstract void clearLevels();

  /** Passes present values on, and says which column had one that does not fit. */
  final void addValues(
      ColumnSlice column, int from, int rows, byte @Nullable [] validity, int present) {
    try {
      values.append(column, from, rows, validity, present);
    } catch (ArithmeticException e) {
      throw ParquetErrors.tooManyDigits(leaf);
    }
  }

  /** Plain bytes in the open row group. */
  final long plainBytes() {
    return chunkPlain + values.plainBytes();
  }

  final void endPage() throws IOException {
    if (pageRows == 0) {
      return;
    }
    RawPage raw = context.rawPage();
    encode(raw);
    Bounds bounds = values.bounds();
    if (limit != null && bounds != null) {
      requireDigits(bounds, limit);
    }
    if (bloom != null) {
      values.hash(raw, bloom);
    }
    long plain = values.plainBytes();
    int entries = entries();
    int nulls = entries - values.count;
    chunk.add(
        new PageInfo(false, raw.encoding, pageRows, entries, nulls, bounds, raw.size(), plain),
        raw);
    chunkPlain += plain;
    values.pageWritten(raw);
    clearLevels();
    pageRows = 0;
    pageTrial.clear();
  }

  private void encode(RawPage raw) {
    raw.reset();
    encodeLevels(raw.levels);
    if (values.count > 0) {
      values.encode(raw);
    }
  }

  private void requireDigits(Bounds bounds, BigInteger tooLarge) {
    if (unscaled(bounds.min()).negate().compareTo(tooLarge) >= 0
        || unscaled(bounds.max()).compareTo(tooLarge) >= 0) {
      throw ParquetErrors.tooManyDigits(leaf);
    }
  }

  private BigInteger unscaled(byte[] plain) {
    return switch (leaf.type().physical()) {
      case INT32 -> BigInteger.valueOf(LittleEndian.getInt(plain, 0));
      case INT64 -> BigInteger.valueOf(LittleEndian.getLong(plain, 0));
      default -> new BigInteger(plain);
    };
  }

  /** Ends the last page of the row group and adds the dictionary. */
  final void endChunk() throws IOException {
    endPage();
    if (!values.hasDictionaryPage()) {
      return;
    }
    RawPage raw = context.rawPage();
    raw.reset();
    raw.isDictionary = true;
    values.encodeDictionary(raw);
    if (bloom != null) {
      values.hashDictionary(raw, bloom);
    }
    Encoding encoding = settings.dictionaryPageEncoding();
    int entries = values.dictionarySize();
    chunk.add(new PageInfo(true, encoding, 0, entries, 0, null, raw.size(), 0), raw);
  }

  /** Writes the row group's chunk; all its pages have been compressed. */
  final ColumnChunk writeChunk(Output out, Footer footer) throws IOException {
    ColumnChunk written = chunk.write(out, footer);
    values.chunkWritten();
    chunkPlain = 0;
    dictionaryTrial.clear();
    return written;
  }

  final void writeBloomFilter(ColumnChunk written, Output out) throws IOException {
    if (bloom != null) {
      written.getMeta_data().setBloom_filter_offset(out.position());
      written.getMeta_data().setBloom_filter_length(bloom.write(out));
    }
  }

  /** Bytes of finished pages in the open row group. */
  final long finishedBytes() {
    return chunk.size();
  }

  /**
   * Bytes the open row group's chunk would have if it ended now.
   *
   * @param significant plain bytes from which on the open page, or the dictionary, is worth a trial
   */
  final long estimate(long significant) throws IOException {
    long filter = bloom == null ? 0 : bloom.size();
    return chunk.size() + openPage(significant) + dictionary(significant) + filter;
  }

  private long openPage(long significant) throws IOException {
    long open = values.plainBytes() + (leaf.maxDefinition() > 0 ? entries() / 8 : 0);
    if (pageTrial.isDue(open, significant)) {
      RawPage raw = context.rawPage();
      encode(raw);
      long size = context.compressedSize(raw);
      // The chunk's first page of indices brings the dictionary with it.
      boolean isFirst = raw.isDictionary && !values.hasDictionaryPage();
      pageTrial.learn(open, isFirst ? size + dictionarySize() : size);
    }
    if (pageTrial.isUnknown()) {
      return chunk.hasHistory() ? (long) (open * chunk.ratio()) : open;
    }
    return pageTrial.estimate(open);
  }

  private long dictionary(long significant) throws IOException {
    long open = values.dictionaryBytes();
    if (dictionaryTrial.isDue(open, significant)) {
      dictionaryTrial.learn(open, dictionarySize());
    }
    return dictionaryTrial.estimate(open);
  }

  private long dictionarySize() throws IOException {
    RawPage raw = context.rawPage();
    raw.reset();
    values.encodeDictionary(raw);
    return context.compressedSize(raw);
  }
}
