package dev.rivet.internal.parquet;

import java.io.IOException;
import java.util.Arrays;

/**
 * Elements of a list, keys or values of a map. A row has one entry per element, or one without a
 * value if the list is NULL or empty.
 */
final class NestedColumnWriter extends ColumnWriter {
  /** Short lists make pages of many levels and few bytes; this bounds the levels. */
  private static final int MAX_PAGE_ENTRIES = 1 << 16;

  private final byte[] offsets = new byte[(STRIP + 1) * Integer.BYTES + Bytes.SLACK];
  private final byte[] present = new byte[Bits.capacity(STRIP) + Bytes.SLACK];
  private final byte[] elementPresent = new byte[Bits.capacity(STRIP) + Bytes.SLACK];
  private final int maxLevel;
  private final int emptyLevel;
  private int[] repetition = new int[256];
  private int[] definition = new int[256];
  private int entries;

  NestedColumnWriter(Leaf leaf, EncoderSettings settings, WriterContext context, boolean bloom) {
    super(leaf, settings, context, bloom);
    maxLevel = leaf.maxDefinition();
    emptyLevel = leaf.nullable() ? 1 : 0;
  }

  @Override
  long upperBytes(ColumnSlice column, int from, int rows) {
    int first = column.offset(from);
    int elements = column.offset(from + rows) - first;
    return values.upperBytes(column.child(leaf.shape().childOrdinal()), first, elements);
  }

  @Override
  void append(ColumnSlice column, int from, int rows) throws IOException {
    ColumnSlice elements = column.child(leaf.shape().childOrdinal());
    int at = from;
    int end = from + rows;
    while (at < end) {
      int n = Math.min(Math.min(STRIP, end - at), MAX_PAGE_ROWS - pageRows);
      while (n > 1 && !fits(column, elements, at, n)) {
        n >>>= 1;
      }
      appendRows(column, elements, at, n);
      at += n;
      if (pageRows == MAX_PAGE_ROWS
          || entries >= MAX_PAGE_ENTRIES
          || values.plainBytes() >= pageBytes) {
        endPage();
      }
    }
  }

  /** True if the page cannot end before the last of these rows. */
  private boolean fits(ColumnSlice column, ColumnSlice elements, int from, int rows) {
    int first = column.offset(from);
    int count = column.offset(from + rows) - first;
    return (long) entries + rows + count < MAX_PAGE_ENTRIES
        && values.plainBytes() + values.upperBytes(elements, first, count) < pageBytes;
  }

  private void appendRows(ColumnSlice column, ColumnSlice elements, int from, int rows) {
    column.offsets(from, rows, offsets);
    int notNull = column.validity(from, rows, present);
    if (notNull < rows && !leaf.nullable()) {
      throw ParquetErrors.nullInRequired(leaf);
    }
    int row = 0;
    while (row < rows) {
      // Arrow allows NULL lists to own elements, which are not to be written.
      int end = row;
      while (end < rows && (Bits.get(present, end) || offset(end) == offset(end + 1))) {
        end++;
      }
      appendStretch(elements, row, end);
      if (end < rows) {
        addEntry(0, 0);
        end++;
      }
      row = end;
    }
    pageRows += rows;
  }

  private int offset(int row) {
    return LittleEndian.getInt(offsets, row << 2);
  }

  /** Appends rows whose elements lie back to back. */
  private void appendStretch(ColumnSlice elements, int firstRow, int endRow) {
    int element = offset(firstRow);
    int last = offset(endRow);
    int stripStart = element;
    int stripEnd = element;
    for (int row = firstRow; row < endRow; row++) {
      int start = offset(row);
      int end = offset(row + 1);
      if (start == end) {
        addEntry(0, Bits.get(present, row) ? emptyLevel : 0);
      }
      for (; element < end; element++) {
        if (element == stripEnd) {
          stripStart = element;
          stripEnd = Math.min(last, element + STRIP);
          appendElements(elements, stripStart, stripEnd - stripStart);
        }
        boolean value = Bits.get(elementPresent, element - stripStart);
        addEntry(element == start ? 0 : 1, value ? maxLevel : maxLevel - 1);
      }
    }
  }

  private void appendElements(ColumnSlice elements, int from, int count) {
    int notNull = elements.validity(from, count, elementPresent);
    if (notNull < count && !leaf.elementNullable()) {
      throw ParquetErrors.nullInRequired(leaf);
    }
    addValues(elements, from, count, notNull < count ? elementPresent : null, notNull);
  }

  private void addEntry(int rep, int def) {
    // The encoder overwrites eight more.
    if (entries + 8 >= definition.length) {
      repetition = Arrays.copyOf(repetition, 2 * repetition.length);
      definition = Arrays.copyOf(definition, 2 * definition.length);
    }
    repetition[entries] = rep;
    definition[entries++] = def;
  }

  @Override
  int entries() {
    return entries;
  }

  @Override
  void encodeLevels(Bytes out) {
    encode(repetition, 1, out);
    encode(definition, RleEncoder.bitWidth(maxLevel), out);
  }

  private void encode(int[] levels, int bitWidth, Bytes out) {
    int start = out.size;
    out.putInt(0);
    RleEncoder.encode(levels, entries, bitWidth, out);
    LittleEndian.putInt(out.array, start, out.size - start - Integer.BYTES);
  }

  @Override
  void clearLevels() {
    entries = 0;
  }
}
