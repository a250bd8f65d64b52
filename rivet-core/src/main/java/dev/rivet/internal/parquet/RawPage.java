package dev.rivet.internal.parquet;

import org.apache.parquet.format.Encoding;

/**
 * An encoded, uncompressed page in up to three pieces, so that large values need not be moved to
 * make room for what precedes them. Reused for every page of a writer.
 */
final class RawPage {
  private static final byte[] NOTHING = new byte[0];

  /** Largest capacity kept between pages. */
  private static final int KEEP = 2 << 20;

  final Bytes levels = new Bytes(4096);
  final Bytes encoded = new Bytes(64 << 10);
  final DeltaEncoder delta = new DeltaEncoder();
  byte[] body = NOTHING;
  int bodySize;
  Encoding encoding = Encoding.PLAIN;

  /** True if the values are indices into the chunk's dictionary. */
  boolean isDictionary;

  void reset() {
    levels.shrink(KEEP);
    encoded.shrink(KEEP);
    body = NOTHING;
    bodySize = 0;
    encoding = Encoding.PLAIN;
    isDictionary = false;
  }

  void body(Bytes values) {
    body = values.array;
    bodySize = values.size;
  }

  int size() {
    return Math.addExact(levels.size + encoded.size, bodySize);
  }
}
