package dev.rivet.internal.csv;

import dev.rivet.internal.batch.FixedRange;
import dev.rivet.internal.batch.LittleEndian;
import org.apache.arrow.vector.FieldVector;

/** Floating point numbers: the shortest digits that read back as the same value, never with an exponent. */
abstract class FloatText extends ColumnTextEncoder {
  final FixedRange values;

  private FloatText(int width) {
    super(JsonForm.RAW_IF_NUMBER, false);
    values = new FixedRange(width);
  }

  static ColumnTextEncoder float32() {
    return new FloatText(4) {
      @Override
      void append(int index, Utf8Buffer out) {
        ShortestDecimal.append(
            Float.intBitsToFloat(LittleEndian.i32(values.bytes(), values.start(index))), out);
      }
    };
  }

  static ColumnTextEncoder float64() {
    return new FloatText(8) {
      @Override
      void append(int index, Utf8Buffer out) {
        ShortestDecimal.append(
            Double.longBitsToDouble(LittleEndian.i64(values.bytes(), values.start(index))), out);
      }
    };
  }

  @Override
  final void loadValues(FieldVector vector, int from, int rows) {
    values.load(vector, from, rows);
  }
}
