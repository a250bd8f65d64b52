package dev.rivet.internal.parquet;

import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * Values that may be worth a dictionary. The open page always holds them in plain form; while the
 * attempt lasts they are numbered too. So giving up costs nothing but the numbering done so far.
 *
 * <p>The attempt ends when the first {@value #PROBE} values are nearly all distinct, when more than
 * half of the first page's are, or when the dictionary is full. Pages already written as indices
 * stay so. A chunk whose attempt failed before its first page predicts that the next ones fail too.
 */
abstract class DictionaryValues extends ValueEncoder {
  private static final int PROBE = 2048;
  private static final int SKIP_CHUNKS = 7;

  private final boolean enabled;
  private final Encoding indexEncoding;
  private boolean trying;
  private int skip;

  /** Values numbered in this chunk. */
  private int numbered;

  /** Pages of this chunk that were written as indices. */
  private int indexPages;

  private int[] indices = new int[0];

  DictionaryValues(boolean enabled, Encoding indexEncoding) {
    this.enabled = enabled;
    this.indexEncoding = indexEncoding;
    this.trying = enabled;
  }

  /** Appends in plain form, adding to {@link #count}. */
  abstract void stage(
      ColumnSlice column, int from, int rows, byte @Nullable [] validity, int present);

  /** Numbers values {@code first} to {@code end} of the page; returns where it stopped. */
  abstract int number(int first, int end, int[] into);

  abstract int distinct();

  abstract void clearDictionary();

  abstract void encodePlain(RawPage out);

  @Override
  final void append(
      ColumnSlice column, int from, int rows, byte @Nullable [] validity, int present) {
    int first = count;
    stage(column, from, rows, validity, present);
    if (trying) {
      number(first);
    }
  }

  private void number(int from) {
    if (indices.length < count + 8) {
      indices = Arrays.copyOf(indices, Math.max(2 * count, PROBE) + 8);
    }
    int first = from;
    while (first < count) {
      // Stops at the probe exactly, wherever batches are cut.
      boolean probe = numbered < PROBE && numbered + (count - first) >= PROBE;
      int end = probe ? first + PROBE - numbered : count;
      int done = number(first, end, indices);
      numbered += done - first;
      if (done < end || probe && indexPages == 0 && distinct() > PROBE / 16 * 15) {
        giveUp();
        return;
      }
      first = end;
    }
  }

  private void giveUp() {
    trying = false;
    if (indexPages == 0) {
      clearDictionary();
      skip = SKIP_CHUNKS + 1;
    }
  }

  /** True if the open page goes out as indices. */
  private boolean worthIt() {
    return trying && (indexPages > 0 || distinct() <= count / 2);
  }

  /** The open page's indices, or null if it is not written as such. */
  final int @Nullable [] indices() {
    return worthIt() ? indices : null;
  }

  @Override
  final void encode(RawPage out) {
    if (!worthIt()) {
      encodePlain(out);
      return;
    }
    out.encoding = indexEncoding;
    out.isDictionary = true;
    int bitWidth = RleEncoder.bitWidth(distinct() - 1);
    out.encoded.write(bitWidth);
    RleEncoder.encode(indices, count, bitWidth, out.encoded);
  }

  @Override
  void pageWritten(RawPage page) {
    if (page.isDictionary) {
      indexPages++;
    } else if (trying && count > 0) {
      giveUp();
    }
    count = 0;
  }

  @Override
  final boolean hasDictionaryPage() {
    return indexPages > 0;
  }

  @Override
  final int dictionarySize() {
    return distinct();
  }

  @Override
  void chunkWritten() {
    clearDictionary();
    numbered = 0;
    indexPages = 0;
    if (skip > 0) {
      skip--;
    }
    trying = enabled && skip == 0;
    if (!trying) {
      indices = new int[0];
    }
  }
}
