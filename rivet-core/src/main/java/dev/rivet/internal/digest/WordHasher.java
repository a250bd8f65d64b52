package dev.rivet.internal.digest;

import dev.rivet.internal.batch.Bits;
import dev.rivet.internal.batch.FixedRange;
import dev.rivet.internal.batch.LittleEndian;
import org.apache.arrow.vector.FieldVector;

/** Cells of one 64-bit word. */
abstract class WordHasher extends CellHasher {
  private static final int FLOAT_NAN = 0x7fc0_0000;
  private static final int FLOAT_INFINITY = 0x7f80_0000;
  private static final long DOUBLE_NAN = 0x7ff8_0000_0000_0000L;
  private static final long DOUBLE_INFINITY = 0x7ff0_0000_0000_0000L;

  private WordHasher(Key key) {
    super(key);
  }

  /** Puts the words of the rows. */
  abstract void words(FieldVector vector, int from, int rows, long[] words);

  @Override
  final void hashValues(FieldVector vector, int from, int rows, long[] a, long[] b) {
    words(vector, from, rows, a);
    long keyA = key.a();
    long keyB = key.b();
    for (int i = 0; i < rows; i++) {
      long word = a[i];
      a[i] = Mix.a(word ^ keyA);
      b[i] = Mix.b(word ^ keyB);
    }
  }

  static CellHasher bool(Key key) {
    return new WordHasher(key) {
      private final Bits values = new Bits();

      @Override
      void words(FieldVector vector, int from, int rows, long[] words) {
        values.load(vector.getDataBuffer(), from, rows);
        for (int i = 0; i < rows; i++) {
          words[i] = values.bit(i);
        }
      }
    };
  }

  static CellHasher int16(Key key) {
    FixedRange values = new FixedRange(2);
    return new WordHasher(key) {
      @Override
      void words(FieldVector vector, int from, int rows, long[] words) {
        values.load(vector, from, rows);
        for (int i = 0; i < rows; i++) {
          words[i] = LittleEndian.i16(values.bytes(), i * 2);
        }
      }
    };
  }

  static CellHasher int32(Key key) {
    FixedRange values = new FixedRange(4);
    return new WordHasher(key) {
      @Override
      void words(FieldVector vector, int from, int rows, long[] words) {
        values.load(vector, from, rows);
        for (int i = 0; i < rows; i++) {
          words[i] = LittleEndian.i32(values.bytes(), i * 4);
        }
      }
    };
  }

  static CellHasher int64(Key key) {
    FixedRange values = new FixedRange(8);
    return new WordHasher(key) {
      @Override
      void words(FieldVector vector, int from, int rows, long[] words) {
        values.load(vector, from, rows);
        for (int i = 0; i < rows; i++) {
          words[i] = LittleEndian.i64(values.bytes(), i * 8);
        }
      }
    };
  }

  static CellHasher float32(Key key) {
    FixedRange values = new FixedRange(4);
    return new WordHasher(key) {
      @Override
      void words(FieldVector vector, int from, int rows, long[] words) {
        values.load(vector, from, rows);
        for (int i = 0; i < rows; i++) {
          int bits = LittleEndian.i32(values.bytes(), i * 4);
          words[i] =
              ((bits & Integer.MAX_VALUE) > FLOAT_INFINITY ? FLOAT_NAN : bits) & 0xffff_ffffL;
        }
      }
    };
  }

  static CellHasher float64(Key key) {
    FixedRange values = new FixedRange(8);
    return new WordHasher(key) {
      @Override
      void words(FieldVector vector, int from, int rows, long[] words) {
        values.load(vector, from, rows);
        for (int i = 0; i < rows; i++) {
          long bits = LittleEndian.i64(values.bytes(), i * 8);
          words[i] = (bits & Long.MAX_VALUE) > DOUBLE_INFINITY ? DOUBLE_NAN : bits;
        }
      }
    };
  }
}
