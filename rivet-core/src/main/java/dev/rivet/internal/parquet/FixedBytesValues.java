package dev.rivet.internal.parquet;

/** FIXED_LEN_BYTE_ARRAY: UUIDs and wide decimals. */
final class FixedBytesValues extends FixedValues {
  private final BytesDictionary dictionary;

  FixedBytesValues(LeafType type, EncoderSettings settings) {
    super(type, settings.dictionary(), settings.indexEncoding());
    this.dictionary =
        new BytesDictionary(false, settings.maxDictionaryEntries(), settings.maxDictionaryBytes());
  }

  @Override
  int number(int first, int end, int[] into) {
    for (int i = first; i < end; i++) {
      int index = dictionary.index(page.array, i * width, width);
      if (index < 0) {
        return i;
      }
      into[i] = index;
    }
    return end;
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
  void encodePlain(RawPage out) {
    out.body(page);
  }
}
