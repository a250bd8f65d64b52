package dev.rivet.internal.parquet;

import org.apache.parquet.format.Encoding;

/** INT32, INT64, FLOAT and DOUBLE. Integers may be DELTA_BINARY_PACKED. */
final class NumberValues extends FixedValues {
  private enum Choice {
    OPEN,
    DELTA,
    PLAIN
  }

  private final boolean deltaAllowed;
  private final LongDictionary dictionary;

  /** Made with the first page of a chunk that has no dictionary. */
  private Choice choice = Choice.OPEN;

  NumberValues(LeafType type, EncoderSettings settings) {
    super(type, settings.dictionary(), settings.indexEncoding());
    this.deltaAllowed = settings.delta() && type.isInteger();
    int entries = Math.min(settings.maxDictionaryEntries(), settings.maxDictionaryBytes() / width);
    this.dictionary = new LongDictionary(width, entries);
  }

  @Override
  int number(int first, int end, int[] into) {
    return dictionary.index(page.array, first, end, into, first);
  }

  @Override
  int distinct() {
    return dictionary.size();
  }

  @Override
  int dictionaryBytes() {
    return hasDictionaryPage() ? dictionary.plainBytes() : 0;
  }

  @Override
  void clearDictionary() {
    dictionary.clear();
  }

  @Override
  void encodeDictionary(RawPage out) {
    dictionary.plain(out.encoded);
  }

  @Override
  void encodePlain(RawPage out) {
    if (deltaAllowed && choice != Choice.PLAIN) {
      if (width == Long.BYTES) {
        out.delta.encodeLongs(page.array, count, out.encoded);
      } else {
        out.delta.encodeInts(page.array, count, out.encoded);
      }
      if (choice == Choice.DELTA || out.encoded.size < page.size / 10 * 8) {
        out.encoding = Encoding.DELTA_BINARY_PACKED;
        return;
      }
      out.encoded.clear();
    }
    out.body(page);
  }

  @Override
  void pageWritten(RawPage out) {
    if (deltaAllowed && count > 0 && !out.isDictionary) {
      choice = out.encoding == Encoding.PLAIN ? Choice.PLAIN : Choice.DELTA;
    }
    super.pageWritten(out);
  }

  @Override
  void chunkWritten() {
    super.chunkWritten();
    choice = Choice.OPEN;
  }
}
