package dev.rivet.spi.dialect.support;

import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;

/** Integers, bools and floats of {@link ValueForm}, in the quick way. */
final class WholeDecoders {
  private WholeDecoders() {}

  /** Into any integer type; special value {@code OVERFLOW}. */
  static final class ToInt extends FixedWidthDecoder {
    private final int width;
    private final long min;
    private final long max;

    /**
     * A decoder.
     *
     * @param fromSigned whether cells have a sign
     * @param toSigned whether the vector has one; a vector without sign has 64 bits
     */
    ToInt(
        BaseFixedWidthVector vector,
        ValueRules rules,
        int width,
        boolean fromSigned,
        boolean toSigned) {
      super(vector, rules, width);
      this.width = width;
      long largest = -1L >>> (65 - 8 * width);
      this.min = toSigned ? -largest - 1 : fromSigned ? 0 : Long.MIN_VALUE;
      this.max = toSigned ? largest : Long.MAX_VALUE;
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (length != 8) {
          setNull(length, row + i);
          continue;
        }
        long value = LittleEndian.getLong(cells.data(from + i), cells.position(from + i));
        if (value < min || value > max) {
          if (!isClamped(SpecialValue.OVERFLOW, "a number that is too large", row + i)) {
            continue;
          }
          value = value < min ? min : max;
        }
        switch (width) {
          case 2 -> LittleEndian.putShort(stage, 2 * i, (short) value);
          case 4 -> LittleEndian.putInt(stage, 4 * i, (int) value);
          default -> LittleEndian.putLong(stage, 8 * i, value);
        }
      }
    }
  }

  /** Into float32 and float64. */
  static final class ToFloat extends FixedWidthDecoder {
    private final int source;
    private final int width;

    ToFloat(BaseFixedWidthVector vector, ValueRules rules, ValueForm form, int width) {
      super(vector, rules, width);
      this.source = form == ValueForm.FLOAT ? 4 : 8;
      this.width = width;
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (length != source) {
          setNull(length, row + i);
          continue;
        }
        byte[] data = cells.data(from + i);
        int at = cells.position(from + i);
        if (source == width) {
          System.arraycopy(data, at, stage, width * i, width);
        } else if (width == 8) {
          double wide = Float.intBitsToFloat(LittleEndian.getInt(data, at));
          LittleEndian.putLong(stage, 8 * i, Double.doubleToRawLongBits(wide));
        } else {
          float narrow = (float) Double.longBitsToDouble(LittleEndian.getLong(data, at));
          LittleEndian.putInt(stage, 4 * i, Float.floatToRawIntBits(narrow));
        }
      }
    }
  }

  /** 0 and 1 into bool; special value {@code OVERFLOW}. */
  static final class ToBool extends ColumnDecoder {
    private final BitVector vector;
    private byte[] bits = new byte[BLOCK / 8];

    ToBool(BitVector vector, ValueRules rules) {
      super(vector, rules);
      this.vector = vector;
    }

    @Override
    protected void reset() {
      Arrays.fill(bits, (byte) 0);
    }

    @Override
    protected void grow(int rows) {
      if (rows > 8 * bits.length) {
        bits = Arrays.copyOf(bits, Math.max(2 * bits.length, (rows + 7) >>> 3));
      }
      while (vector.getValueCapacity() < rows) {
        vector.reAlloc();
      }
    }

    @Override
    protected void fill(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (length != 8) {
          setNull(length, row + i);
          continue;
        }
        long value = LittleEndian.getLong(cells.data(from + i), cells.position(from + i));
        if (value == 1) {
          bits[row + i >>> 3] |= (byte) (1 << (row + i & 7));
        } else if (value != 0) {
          setNullByPolicy(SpecialValue.OVERFLOW, "a number other than 0 and 1", row + i);
        }
      }
    }

    @Override
    protected void flush(int rows) {
      vector.getDataBuffer().setBytes(0, bits, 0, (rows + 7) >>> 3);
    }
  }
}
