package dev.rivet.internal.parquet;

import java.io.IOException;

/**
 * A column whose values are its rows. Definition levels are Arrow's validity bitmap: bit-packed
 * levels of width one have the same layout.
 */
final class FlatColumnWriter extends ColumnWriter {
  private final byte[] validity = new byte[Bits.capacity(STRIP) + Bytes.SLACK];

  /** Bitmap of the open page; maintained from its first NULL on. */
  private final Bytes levels = new Bytes(64);

  private int nulls;

  FlatColumnWriter(Leaf leaf, EncoderSettings settings, WriterContext context, boolean bloom) {
    super(leaf, settings, context, bloom);
  }

  @Override
  long upperBytes(ColumnSlice column, int from, int rows) {
    return values.upperBytes(column, from, rows);
  }

  @Override
  void append(ColumnSlice column, int from, int rows) throws IOException {
    int at = from;
    int end = from + rows;
    while (at < end) {
      int n = Math.min(Math.min(STRIP, end - at), MAX_PAGE_ROWS - pageRows);
      while (n > 1 && values.plainBytes() + values.upperBytes(column, at, n) >= pageBytes) {
        n >>>= 1;
      }
      appendStrip(column, at, n);
      at += n;
      if (pageRows == MAX_PAGE_ROWS || values.plainBytes() >= pageBytes) {
        endPage();
      }
    }
  }

  private void appendStrip(ColumnSlice column, int from, int rows) {
    int present = column.validity(from, rows, validity);
    if (present < rows) {
      if (!leaf.nullable()) {
        throw ParquetErrors.nullInRequired(leaf);
      }
      addNullable(rows, present);
      addValues(column, from, rows, validity, present);
    } else {
      if (nulls > 0) {
        levels.ensure(levelBytes(rows));
        Bits.appendOnes(levels.array, pageRows, rows);
      }
      addValues(column, from, rows, null, present);
    }
    pageRows += rows;
    levels.size = nulls > 0 ? (pageRows + 7) >>> 3 : 0;
  }

  private void addNullable(int rows, int present) {
    levels.ensure(levelBytes(pageRows + rows));
    if (nulls == 0) {
      Bits.appendOnes(levels.array, 0, pageRows);
    }
    Bits.append(levels.array, pageRows, validity, rows);
    nulls += rows - present;
  }

  private static int levelBytes(int rows) {
    return Bits.capacity(rows) + Long.BYTES;
  }

  @Override
  int entries() {
    return pageRows;
  }

  @Override
  void encodeLevels(Bytes out) {
    if (leaf.maxDefinition() == 0) {
      return;
    }
    out.putInt(0);
    if (nulls == 0) {
      RleEncoder.putRun(1, pageRows, 1, out);
    } else if (nulls == pageRows) {
      RleEncoder.putRun(0, pageRows, 1, out);
    } else {
      RleEncoder.putBitmap(levels.array, pageRows, out);
    }
    LittleEndian.putInt(out.array, 0, out.size - Integer.BYTES);
  }

  @Override
  void clearLevels() {
    nulls = 0;
    levels.clear();
  }
}
