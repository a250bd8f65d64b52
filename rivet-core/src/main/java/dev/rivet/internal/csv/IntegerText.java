package dev.rivet.internal.csv;

import dev.rivet.internal.batch.FixedRange;
import dev.rivet.internal.batch.LittleEndian;
import org.apache.arrow.vector.FieldVector;

/** Whole numbers as digits. */
abstract class IntegerText extends ColumnTextEncoder {
  final FixedRange values;

  private IntegerText(int width) {
    super(JsonForm.RAW, false);
    values = new FixedRange(width);
  }

  static ColumnTextEncoder int16() {
    return new IntegerText(2) {
      @Override
      void append(int index, Utf8Buffer out) {
        out.number(LittleEndian.i16(values.bytes(), values.start(index)));
      }
    };
  }

  static ColumnTextEncoder int32() {
    return new IntegerText(4) {
      @Override
      void append(int index, Utf8Buffer out) {
        out.number(LittleEndian.i32(values.bytes(), values.start(index)));
      }
    };
  }

  static ColumnTextEncoder int64() {
    return new IntegerText(8) {
      @Override
      void append(int index, Utf8Buffer out) {
        out.number(LittleEndian.i64(values.bytes(), values.start(index)));
      }
    };
  }

  static ColumnTextEncoder uint64() {
    return new IntegerText(8) {
      @Override
      void append(int index, Utf8Buffer out) {
        out.unsigned(LittleEndian.i64(values.bytes(), values.start(index)));
      }
    };
  }

  @Override
  final void loadValues(FieldVector vector, int from, int rows) {
    values.load(vector, from, rows);
  }
}
