package dev.rivet.internal.parquet;

import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** Values of one width: what numbers and fixed-length byte arrays have in common. */
abstract class FixedValues extends DictionaryValues {
  /** Bytes per value in the file. */
  final int width;

  final Bytes page = new Bytes(1024);

  private final ValueOrder order;
  private final int memoryWidth;
  private final FixedConversion conversion;
  private final byte[] strip;

  FixedValues(LeafType type, boolean dictionary, Encoding indexEncoding) {
    super(dictionary, indexEncoding);
    this.width = type.width();
    this.order = type.order();
    this.memoryWidth = type.memoryWidth();
    this.conversion = type.conversion();
    boolean direct = conversion == FixedConversion.NONE;
    this.strip = new byte[direct ? 0 : ColumnWriter.STRIP * memoryWidth + Bytes.SLACK];
  }

  @Override
  final long upperBytes(ColumnSlice column, int from, int rows) {
    return (long) rows * width;
  }

  @Override
  final void stage(
      ColumnSlice column, int from, int rows, byte @Nullable [] validity, int present) {
    page.ensure(rows * width);
    if (conversion == FixedConversion.NONE) {
      column.values(from, rows, page.array, page.size);
      if (validity != null) {
        Compaction.compact(page.array, page.size, width, validity, rows);
      }
    } else {
      column.values(from, rows, strip, 0);
      if (validity != null) {
        Compaction.compact(strip, 0, memoryWidth, validity, rows);
      }
      conversion.convert(strip, present, page.array, page.size, width);
    }
    page.size += present * width;
    count += present;
  }

  @Override
  final long plainBytes() {
    return page.size;
  }

  @Override
  final @Nullable Bounds bounds() {
    return FixedBounds.of(order, page.array, width, count);
  }

  @Override
  void pageWritten(RawPage out) {
    super.pageWritten(out);
    page.clear();
  }

  @Override
  final void hash(RawPage out, BloomFilter filter) {
    if (!out.isDictionary) {
      filter.addFixed(page.array, page.size, width);
    }
  }

  @Override
  final void hashDictionary(RawPage dictionary, BloomFilter filter) {
    filter.addFixed(dictionary.encoded.array, dictionary.encoded.size, width);
  }
}
