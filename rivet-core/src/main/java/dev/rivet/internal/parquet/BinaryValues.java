package dev.rivet.internal.parquet;

import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** BYTE_ARRAY: text and binary. */
final class BinaryValues extends DictionaryValues {
  private static final int KEEP = 4 << 20;

  private final boolean text;
  private final boolean delta;
  private final BytesDictionary dictionary;
  private final TextBounds bounds = new TextBounds();
  private final byte[] offsets = new byte[(ColumnWriter.STRIP + 1) * Integer.BYTES + Bytes.SLACK];

  /** Bytes of the open page's values, back to back. */
  private final Bytes page = new Bytes(4096);

  private int[] lengths = new int[ColumnWriter.STRIP];

  /** Where the next value to be numbered begins. */
  private int numberAt;

  /** For each entry, the last page in which its bounds were looked at. */
  private int[] seen = new int[0];

  private int pageNumber;

  BinaryValues(LeafType type, EncoderSettings settings) {
    super(settings.dictionary(), settings.indexEncoding());
    this.text = type.isText();
    this.delta = settings.delta();
    this.dictionary =
        new BytesDictionary(true, settings.maxDictionaryEntries(), settings.maxDictionaryBytes());
  }

  @Override
  long upperBytes(ColumnSlice column, int from, int rows) {
    long bytes = (long) column.offset(from + rows) - column.offset(from);
    return bytes + (long) rows * Integer.BYTES;
  }

  @Override
  void stage(ColumnSlice column, int from, int rows, byte @Nullable [] validity, int present) {
    column.offsets(from, rows, offsets);
    if (lengths.length < count + rows) {
      lengths = Arrays.copyOf(lengths, Math.max(2 * lengths.length, count + rows));
    }
    int start = LittleEndian.getInt(offsets, 0);
    int previous = start;
    for (int i = 0; i < rows; i++) {
      int end = LittleEndian.getInt(offsets, (i + 1) << 2);
      lengths[count + i] = end - previous;
      previous = end;
    }
    if (validity == null) {
      copy(column, start, previous - start);
    } else {
      stageNullable(column, rows, validity, present);
    }
    count += present;
  }

  private void stageNullable(ColumnSlice column, int rows, byte[] validity, int present) {
    Compaction.compact(lengths, count, validity, rows);
    long used = 0;
    for (int i = count; i < count + present; i++) {
      used += lengths[i];
    }
    int start = LittleEndian.getInt(offsets, 0);
    int span = LittleEndian.getInt(offsets, rows << 2) - start;
    if (used == span) {
      copy(column, start, span);
      return;
    }
    // Arrow allows NULL slots to own bytes; those are left out one value at a time.
    for (int i = 0; i < rows; i++) {
      if (Bits.get(validity, i)) {
        int at = LittleEndian.getInt(offsets, i << 2);
        copy(column, at, LittleEndian.getInt(offsets, (i + 1) << 2) - at);
      }
    }
  }

  private void copy(ColumnSlice column, int start, int length) {
    page.ensure(length);
    column.data(start, length, page.array, page.size);
    page.size += length;
  }

  @Override
  int number(int first, int end, int[] into) {
    int at = numberAt;
    for (int i = first; i < end; i++) {
      int index = dictionary.index(page.array, at, lengths[i]);
      if (index < 0) {
        return i;
      }
      into[i] = index;
      at += lengths[i];
    }
    numberAt = at;
    return end;
  }

  @Override
  long plainBytes() {
    return page.size + (long) count * Integer.BYTES;
  }

  @Override
  void encodePlain(RawPage out) {
    if (delta) {
      out.encoding = Encoding.DELTA_LENGTH_BYTE_ARRAY;
      out.delta.encodeLengths(lengths, count, out.encoded);
      out.body(page);
      return;
    }
    Bytes plain = out.encoded;
    plain.ensure(Math.addExact(page.size, count * Integer.BYTES));
    int at = 0;
    int to = plain.size;
    for (int i = 0; i < count; i++) {
      int length = lengths[i];
      LittleEndian.putInt(plain.array, to, length);
      Bytes.copy(page.array, at, plain.array, to + Integer.BYTES, length);
      at += length;
      to += Integer.BYTES + length;
    }
    plain.size = to;
  }

  @Override
  @Nullable Bounds bounds() {
    bounds.clear();
    int[] indices = indices();
    if (indices != null) {
      return dictionaryBounds(indices);
    }
    int at = 0;
    for (int i = 0; i < count; i++) {
      bounds.add(page.array, at, lengths[i]);
      at += lengths[i];
    }
    return bounds.bounds(page.array, text);
  }

  /** Looks at each distinct value of the page once. */
  private @Nullable Bounds dictionaryBounds(int[] indices) {
    if (seen.length < dictionary.size()) {
      seen = Arrays.copyOf(seen, 2 * dictionary.size());
    }
    pageNumber++;
    byte[] data = dictionary.plain().array;
    for (int i = 0; i < count; i++) {
      int entry = indices[i];
      if (seen[entry] != pageNumber) {
        seen[entry] = pageNumber;
        bounds.add(data, dictionary.start(entry), dictionary.length(entry));
      }
    }
    return bounds.bounds(data, text);
  }

  @Override
  void pageWritten(RawPage out) {
    super.pageWritten(out);
    page.shrink(KEEP);
    numberAt = 0;
  }

  @Override
  int distinct() {
    return dictionary.size();
  }

  @Override
  int dictionaryBytes() {
    return hasDictionaryPage() ? dictionary.plain().size : 0;
  }

  @Override
  void clearDictionary() {
    dictionary.clear();
  }

  @Override
  void encodeDictionary(RawPage out) {
    out.encoded.write(dictionary.plain().array, 0, dictionary.plain().size);
  }

  @Override
  void hash(RawPage out, BloomFilter filter) {
    if (out.isDictionary) {
      return;
    }
    int at = 0;
    for (int i = 0; i < count; i++) {
      filter.add(page.array, at, lengths[i]);
      at += lengths[i];
    }
  }

  @Override
  void hashDictionary(RawPage out, BloomFilter filter) {
    for (int e = 0; e < dictionary.size(); e++) {
      filter.add(dictionary.plain().array, dictionary.start(e), dictionary.length(e));
    }
  }
}
