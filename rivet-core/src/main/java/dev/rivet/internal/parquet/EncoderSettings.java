package dev.rivet.internal.parquet;

import dev.rivet.format.Parquet;
import org.apache.parquet.format.Encoding;

/**
 * The user's options in the encoders' terms.
 *
 * @param dictionary whether dictionaries are tried
 * @param delta whether the DELTA encodings may be used
 * @param indexEncoding name of dictionary indices in page headers
 * @param maxDictionaryBytes size limit of a dictionary page
 * @param maxDictionaryEntries distinct values at which indices stop paying
 * @param pageBytes plain bytes at which a page ends
 */
record EncoderSettings(
    boolean dictionary,
    boolean delta,
    Encoding indexEncoding,
    int maxDictionaryBytes,
    int maxDictionaryEntries,
    long pageBytes) {
  private static final int MAX_DICTIONARY_BYTES = 1 << 20;
  private static final int MAX_DICTIONARY_ENTRIES = 1 << 16;

  /** Open pages and dictionaries of a wide table get half the memory each. */
  private static final int WIDE_TABLE = 100;

  static EncoderSettings of(Parquet options, int leaves) {
    boolean modern = options.profile() == Parquet.Profile.MODERN;
    int divisor = leaves > WIDE_TABLE ? 2 : 1;
    return new EncoderSettings(
        options.hasDictionary(),
        modern,
        modern ? Encoding.RLE_DICTIONARY : plainDictionary(),
        MAX_DICTIONARY_BYTES / divisor,
        MAX_DICTIONARY_ENTRIES / divisor,
        options.pageBytes().bytes() / divisor);
  }

  /** The name readers of Parquet 1.0 know. */
  private static Encoding plainDictionary() {
    return Encoding.PLAIN_DICTIONARY;
  }

  /** Encoding of the dictionary page itself. */
  Encoding dictionaryPageEncoding() {
    return delta ? Encoding.PLAIN : Encoding.PLAIN_DICTIONARY;
  }
}
