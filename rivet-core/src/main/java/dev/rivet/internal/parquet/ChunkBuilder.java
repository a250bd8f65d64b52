package dev.rivet.internal.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** The pages of one leaf column in the open row group. */
final class ChunkBuilder {
  /** A first page that stays above this share of its size stops compression of the chunk. */
  private static final double WORTH_COMPRESSING = 0.95;

  private enum Choice {
    OPEN,
    COMPRESS,
    STORE
  }

  private final Leaf leaf;
  private final CompressionCodec codec;
  private final PagePipeline pipeline;
  private final SegmentBuffer dictionary;
  private final SegmentBuffer pages;
  private final Bytes header = new Bytes(256);
  private final CRC32 crc = new CRC32();
  private final List<PageInfo> infos = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private Choice choice;
  private int submitted;
  private long rawTotal;
  private @Nullable PageInfo dictionaryInfo;

  /** Sums over all chunks of the file, for estimates. */
  private long settledPlain;

  private long settledBytes;

  ChunkBuilder(Leaf leaf, CompressionCodec codec, PagePipeline pipeline, SegmentPool pool) {
    this.leaf = leaf;
    this.codec = codec;
    this.pipeline = pipeline;
    this.dictionary = new SegmentBuffer(pool);
    this.pages = new SegmentBuffer(pool);
    this.choice = initialChoice();
  }

  private Choice initialChoice() {
    return codec == CompressionCodec.UNCOMPRESSED ? Choice.STORE : Choice.OPEN;
  }

  /** Takes a page; its buffers may be reused at once. */
  void add(PageInfo info, RawPage raw) throws IOException {
    if (raw.isDictionary && choice == Choice.OPEN) {
      // How indices compress says nothing of the values that may follow them.
      choice = Choice.COMPRESS;
    }
    while (choice == Choice.OPEN && submitted > 0) {
      pipeline.settleOldest();
    }
    submitted++;
    if (choice == Choice.STORE) {
      store(info, raw);
    } else {
      pipeline.submit(this, info, raw);
    }
  }

  private void store(PageInfo info, RawPage raw) throws IOException {
    crc.reset();
    crc.update(raw.levels.array, 0, raw.levels.size);
    crc.update(raw.encoded.array, 0, raw.encoded.size);
    crc.update(raw.body, 0, raw.bodySize);
    SegmentBuffer target = begin(info, info.rawSize(), (int) crc.getValue());
    target.append(raw.levels.array, 0, raw.levels.size);
    target.append(raw.encoded.array, 0, raw.encoded.size);
    target.append(raw.body, 0, raw.bodySize);
  }

  /** Takes a compressed page back from the pipeline. */
  void settled(PageInfo info, PageTask task, int compressedSize) throws IOException {
    if (choice == Choice.OPEN) {
      boolean worth = compressedSize <= WORTH_COMPRESSING * info.rawSize();
      choice = worth ? Choice.COMPRESS : Choice.STORE;
    }
    boolean compressed = choice == Choice.COMPRESS;
    int size = compressed ? compressedSize : info.rawSize();
    begin(info, size, task.crc(compressed, size)).append(task.bytes(compressed), size);
  }

  /** Writes the page header and says where the page goes. */
  private SegmentBuffer begin(PageInfo info, int size, int checksum) throws IOException {
    header.clear();
    Util.writePageHeader(pageHeader(info, size, checksum), header);
    SegmentBuffer target = info.dictionary() ? dictionary : pages;
    target.append(header.array, 0, header.size);
    rawTotal += header.size + info.rawSize();
    settledPlain += info.plainBytes();
    settledBytes += header.size + size;
    if (info.dictionary()) {
      dictionaryInfo = info;
    } else {
      infos.add(info);
      sizes.add(header.size + size);
    }
    return target;
  }

  private static PageHeader pageHeader(PageInfo info, int size, int checksum) {
    PageType type = info.dictionary() ? PageType.DICTIONARY_PAGE : PageType.DATA_PAGE;
    PageHeader pageHeader = new PageHeader(type, info.rawSize(), size).setCrc(checksum);
    if (info.dictionary()) {
      return pageHeader.setDictionary_page_header(
          new DictionaryPageHeader(info.entries(), info.encoding()));
    }
    return pageHeader.setData_page_header(
        new DataPageHeader(info.entries(), info.encoding(), Encoding.RLE, Encoding.RLE));
  }

  /** Bytes of all finished pages. */
  long size() {
    return dictionary.size() + pages.size();
  }

  boolean hasHistory() {
    return settledPlain > 0;
  }

  /** Bytes in the file per plain byte, so far. */
  double ratio() {
    return (double) settledBytes / settledPlain;
  }

  /** Writes the chunk and starts the next one. All pages have been settled. */
  ColumnChunk write(Output out, Footer footer) throws IOException {
    long start = out.position();
    dictionary.drainTo(out);
    long dataOffset = out.position();
    pages.drainTo(out);
    PageIndexes indexes = new PageIndexes(leaf.type().order(), infos, sizes);
    ColumnChunk chunk = new ColumnChunk(start);
    chunk.setMeta_data(metaData(out.position() - start, start, dataOffset, indexes.bounds()));
    footer.add(chunk, indexes, dataOffset);
    infos.clear();
    sizes.clear();
    dictionaryInfo = null;
    choice = initialChoice();
    submitted = 0;
    rawTotal = 0;
    return chunk;
  }

  private ColumnMetaData metaData(long size, long start, long dataOffset, @Nullable Bounds bounds) {
    long entries = infos.stream().mapToLong(PageInfo::entries).sum();
    ColumnMetaData metaData =
        new ColumnMetaData(
            leaf.type().physical(),
            List.copyOf(encodings()),
            leaf.path(),
            choice == Choice.STORE ? CompressionCodec.UNCOMPRESSED : codec,
            entries,
            rawTotal,
            size,
            dataOffset);
    if (dictionaryInfo != null) {
      metaData.setDictionary_page_offset(start);
    }
    return metaData.setStatistics(statistics(bounds)).setEncoding_stats(encodingStats());
  }

  private Set<Encoding> encodings() {
    EnumSet<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    if (leaf.maxDefinition() > 0) {
      encodings.add(Encoding.RLE);
    }
    if (dictionaryInfo != null) {
      encodings.add(dictionaryInfo.encoding());
    }
    infos.forEach(info -> encodings.add(info.encoding()));
    return encodings;
  }

  private List<PageEncodingStats> encodingStats() {
    List<PageEncodingStats> stats = new ArrayList<>();
    if (dictionaryInfo != null) {
      stats.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, dictionaryInfo.encoding(), 1));
    }
    Map<Encoding, Integer> counts = new LinkedHashMap<>();
    infos.forEach(info -> counts.merge(info.encoding(), 1, Integer::sum));
    counts.forEach((e, n) -> stats.add(new PageEncodingStats(PageType.DATA_PAGE, e, n)));
    return stats;
  }

  private Statistics statistics(@Nullable Bounds bounds) {
    Statistics statistics = new Statistics();
    statistics.setNull_count(infos.stream().mapToLong(PageInfo::nulls).sum());
    if (bounds != null) {
      statistics.setMin_value(bounds.min()).setMax_value(bounds.max());
      statistics.setIs_min_value_exact(bounds.minExact());
      statistics.setIs_max_value_exact(bounds.maxExact());
      if (leaf.type().order().hasLegacyStatistics()) {
        statistics.setMin(bounds.min()).setMax(bounds.max());
      }
    }
    return statistics;
  }
}
