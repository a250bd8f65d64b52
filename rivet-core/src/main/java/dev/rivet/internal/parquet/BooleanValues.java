package dev.rivet.internal.parquet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Booleans, bit-packed. */
final class BooleanValues extends ValueEncoder {
  private final byte[] strip = new byte[Bits.capacity(ColumnWriter.STRIP)];
  private final Bytes page = new Bytes(512);

  @Override
  long upperBytes(ColumnSlice column, int from, int rows) {
    return rows / 8L + 1; // the last byte may be a new one
  }

  @Override
  void append(ColumnSlice column, int from, int rows, byte @Nullable [] validity, int present) {
    column.booleans(from, rows, strip);
    if (validity != null) {
      Bits.compact(strip, validity, rows);
    }
    page.ensure(present / 8 + 16);
    Bits.append(page.array, count, strip, present);
    count += present;
    page.size = (count + 7) >>> 3;
  }

  @Override
  long plainBytes() {
    return page.size;
  }

  @Override
  void encode(RawPage out) {
    out.body(page);
  }

  @Override
  @Nullable Bounds bounds() {
    if (count == 0) {
      return null;
    }
    byte[] bits = Arrays.copyOf(page.array, Bits.capacity(count));
    Bits.clearTail(bits, count);
    int ones = Bits.count(bits, count);
    return Bounds.exact(
        new byte[] {(byte) (ones == count ? 1 : 0)}, new byte[] {(byte) (ones > 0 ? 1 : 0)});
  }

  @Override
  void pageWritten(RawPage out) {
    page.clear();
    count = 0;
  }

  @Override
  void hash(RawPage out, BloomFilter filter) {
    throw new IllegalStateException("a boolean column has no bloom filter");
  }
}
