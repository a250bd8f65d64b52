package dev.rivet.spi.dialect.support;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** Numbers of {@link ValueForm}, for decimals and for columns whose type was overridden. */
final class ValueNumbers {
  private ValueNumbers() {}

  static NumberReader of(ValueForm form) {
    return switch (form) {
      case LONG -> new Whole(true);
      case UNSIGNED -> new Whole(false);
      case FLOAT -> new Floating(4);
      case DOUBLE -> new Floating(8);
      case DECIMAL -> new Exact();
      case TEXT -> new NumberReader.Text();
      default -> throw new IllegalStateException(form + " is no number");
    };
  }

  static BigDecimal decimal(byte[] data, int at, int length) {
    BigInteger unscaled =
        length == 12
            ? BigInteger.valueOf(LittleEndian.getLong(data, at + 4))
            : new BigInteger(data, at + 4, length - 4);
    return new BigDecimal(unscaled, LittleEndian.getInt(data, at));
  }

  private static final class Whole extends NumberReader.Whole {
    Whole(boolean signed) {
      super(8, signed);
    }

    @Override
    protected long value(byte[] data, int at, int length) {
      return LittleEndian.getLong(data, at);
    }
  }

  private static final class Floating extends NumberReader.Floating {
    private final int width;

    Floating(int width) {
      super(width);
      this.width = width;
    }

    @Override
    protected double value(byte[] data, int at) {
      return width == 4
          ? Float.intBitsToFloat(LittleEndian.getInt(data, at))
          : Double.longBitsToDouble(LittleEndian.getLong(data, at));
    }
  }

  private static final class Exact extends NumberReader.Big {
    @Override
    public boolean isMalformed(byte[] data, int at, int length) {
      return length < 12;
    }

    @Override
    public ScaledInteger.Outcome read(
        byte[] data,
        int at,
        int length,
        ScaledInteger into,
        int scale,
        int precision,
        boolean rounding) {
      return set(decimal(data, at, length), into, scale, precision, rounding);
    }
  }

  /** Decimals into decimals; most have the scale of their column and few digits. */
  static final class Decimals extends DecimalDecoder {
    private static final long[] POWERS = powers();

    private final int scale;
    private final long limit;

    Decimals(BaseFixedWidthVector vector, ValueRules rules, int precision, int scale) {
      super(vector, rules, new Exact(), precision, scale);
      this.scale = scale;
      this.limit = POWERS[Math.min(18, precision)];
    }

    private static long[] powers() {
      long[] powers = new long[19];
      powers[0] = 1;
      for (int i = 1; i < powers.length; i++) {
        powers[i] = 10 * powers[i - 1];
      }
      return powers;
    }

    @Override
    protected long shortValue(byte[] data, int at, int length) {
      if (length != 12) {
        return NOT_SHORT;
      }
      int more = scale - LittleEndian.getInt(data, at);
      long value = LittleEndian.getLong(data, at + 4);
      if (more < 0 || more > 18 || value >= limit || value <= -limit) {
        return NOT_SHORT;
      }
      long room = limit / POWERS[more];
      return value < room && value > -room ? value * POWERS[more] : NOT_SHORT;
    }
  }

  /** Decimals into floats, which the definition accepts to be lossy. */
  static final class DecimalToFloat extends FixedWidthDecoder {
    private final int width;

    DecimalToFloat(BaseFixedWidthVector vector, ValueRules rules, int width) {
      super(vector, rules, width);
      this.width = width;
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (length < 12) {
          setNull(length, row + i);
          continue;
        }
        BigDecimal value = decimal(cells.data(from + i), cells.position(from + i), length);
        if (width == 4) {
          LittleEndian.putInt(stage, 4 * i, Float.floatToRawIntBits(value.floatValue()));
        } else {
          LittleEndian.putLong(stage, 8 * i, Double.doubleToRawLongBits(value.doubleValue()));
        }
      }
    }
  }
}
