package dev.rivet.internal.digest;

import dev.rivet.internal.batch.FixedRange;
import dev.rivet.internal.batch.LittleEndian;
import org.apache.arrow.vector.FieldVector;

/** Cells of two or four 64-bit words: decimals and UUIDs. */
final class WideHasher extends CellHasher {
  private final FixedRange values;
  private final int width;

  WideHasher(Key key, int width) {
    super(key);
    this.values = new FixedRange(width);
    this.width = width;
  }

  @Override
  void hashValues(FieldVector vector, int from, int rows, long[] a, long[] b) {
    values.load(vector, from, rows);
    byte[] bytes = values.bytes();
    for (int i = 0; i < rows; i++) {
      int at = i * width;
      long laneA = key.a();
      long laneB = key.b();
      for (int end = at + width; at < end; at += 8) {
        long word = LittleEndian.i64(bytes, at);
        laneA = Mix.a(laneA ^ word);
        laneB = Mix.b(laneB ^ word);
      }
      a[i] = laneA;
      b[i] = laneB;
    }
  }
}
