package dev.rivet.dialect.mysql.internal.decode;

import dev.rivet.spi.dialect.support.Cells;
import dev.rivet.spi.dialect.support.ColumnDecoder;
import dev.rivet.spi.dialect.support.FixedWidthDecoder;
import dev.rivet.spi.dialect.support.LittleEndian;
import dev.rivet.spi.dialect.support.ValueRules;
import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;

/** Integers into their own or a wider type, floats into their own or double, tinyint(1) and bit(1) into bool. */
final class WholeDecoders {
  private WholeDecoders() {}

  /** Four bytes as they are: the wire has Arrow's order. */
  static final class Four extends FixedWidthDecoder {
    Four(BaseFixedWidthVector vector, ValueRules rules) {
      super(vector, rules, 4);
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      byte[] to = stage;
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (length == 4) {
          LittleEndian.putInt(
              to, 4 * i, LittleEndian.getInt(cells.data(from + i), cells.position(from + i)));
        } else {
          setNull(length, row + i);
        }
      }
    }
  }

  /** Eight bytes as they are. */
  static final class Eight extends FixedWidthDecoder {
    Eight(BaseFixedWidthVector vector, ValueRules rules) {
      super(vector, rules, 8);
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      byte[] to = stage;
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (length == 8) {
          LittleEndian.putLong(
              to, 8 * i, LittleEndian.getLong(cells.data(from + i), cells.position(from + i)));
        } else {
          setNull(length, row + i);
        }
      }
    }
  }

  /** Into a type that holds every value of the source's. */
  static final class Wider extends FixedWidthDecoder {
    private final int fromWidth;
    private final boolean unsigned;
    private final int toWidth;

    Wider(
        BaseFixedWidthVector vector,
        ValueRules rules,
        int fromWidth,
        boolean unsigned,
        int toWidth) {
      super(vector, rules, toWidth);
      this.fromWidth = fromWidth;
      this.unsigned = unsigned;
      this.toWidth = toWidth;
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (length != fromWidth) {
          setNull(length, row + i);
          continue;
        }
        long value =
            WireNumbers.whole(cells.data(from + i), cells.position(from + i), fromWidth, unsigned);
        switch (toWidth) {
          case 2 -> LittleEndian.putShort(stage, 2 * i, (short) value);
          case 4 -> LittleEndian.putInt(stage, 4 * i, (int) value);
          default -> LittleEndian.putLong(stage, 8 * i, value);
        }
      }
    }
  }

  /** float into double, exactly. */
  static final class FloatToDouble extends FixedWidthDecoder {
    FloatToDouble(BaseFixedWidthVector vector, ValueRules rules) {
      super(vector, rules, 8);
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (length == 4) {
          int bits = LittleEndian.getInt(cells.data(from + i), cells.position(from + i));
          LittleEndian.putLong(
              stage, 8 * i, Double.doubleToRawLongBits(Float.intBitsToFloat(bits)));
        } else {
          setNull(length, row + i);
        }
      }
    }
  }

  /** One byte that is 0 or 1. */
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
        if (length == 1) {
          set(row + i, cells.data(from + i)[cells.position(from + i)]);
        } else {
          setNull(length, row + i);
        }
      }
    }

    private void set(int row, byte value) throws SQLException {
      if ((value & ~1) != 0) {
        setNullByPolicy(
            SpecialValue.OVERFLOW,
            "a number other than 0 and 1 (RivetType.int16() keeps such numbers)",
            row);
        return;
      }
      bits[row >>> 3] |= (byte) (value << (row & 7));
    }

    @Override
    protected void flush(int rows) {
      vector.getDataBuffer().setBytes(0, bits, 0, (rows + 7) >>> 3);
    }
  }
}
