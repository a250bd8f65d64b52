package dev.rivet.internal.digest;

import dev.rivet.internal.batch.Bits;
import org.apache.arrow.vector.FieldVector;

/**
 * 128-bit hashes of the cells of one column, as two lanes of 64 bits. Chosen once per column by {@link CellHashers}; has
 * buffers, so one thread at a time.
 */
public abstract class CellHasher {
  final Key key;
  private final Bits validity = new Bits();

  CellHasher(Key key) {
    this.key = key;
  }

  /** Hashes rows {@code from} to {@code from + rows} into the first {@code rows} places of the lanes. */
  public final void hash(FieldVector vector, int from, int rows, long[] a, long[] b) {
    hashValues(vector, from, rows, a, b);
    validity.loadValidity(vector, from, rows);
    if (validity.zeros() > 0) {
      putNulls(rows, a, b);
    }
  }

  /** Without branches: where NULLs are is not for the processor to guess. */
  private void putNulls(int rows, long[] a, long[] b) {
    long nullA = key.nullA();
    long nullB = key.nullB();
    for (int i = 0; i < rows; i++) {
      long isSet = -validity.bit(i);
      a[i] = a[i] & isSet | nullA & ~isSet;
      b[i] = b[i] & isSet | nullB & ~isSet;
    }
  }

  /** The same, where the result for NULL rows does not matter; whatever bytes they have must do no harm. */
  abstract void hashValues(FieldVector vector, int from, int rows, long[] a, long[] b);
}
