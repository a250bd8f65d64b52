package dev.rivet.dialect.mysql.internal.decode;

import dev.rivet.spi.dialect.support.LittleEndian;
import dev.rivet.spi.dialect.support.RenderedDecoder;
import dev.rivet.spi.dialect.support.ValueRules;
import java.math.BigDecimal;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** Values as the server would spell them, made here from their binary form. */
final class TextDecoders {
  private TextDecoders() {}

  /** Integers and years. */
  static final class Whole extends RenderedDecoder {
    private final Wire wire;
    private final boolean unsigned;

    Whole(BaseVariableWidthVector vector, ValueRules rules, Wire wire, boolean unsigned) {
      super(vector, rules);
      this.wire = wire;
      this.unsigned = unsigned;
    }

    @Override
    protected boolean render(byte[] data, int position, int length, int row) throws SQLException {
      if (length != wire.width()) {
        throw unexpectedLength(length);
      }
      boolean plain = unsigned || wire == Wire.YEAR;
      long value = WireNumbers.whole(data, position, length, plain);
      if (plain && value < 0) {
        add(Long.toUnsignedString(value));
      } else {
        addNumber(value, wire == Wire.YEAR ? 4 : 1);
      }
      return true;
    }
  }

  /** float and double by their shortest digits, without exponent. */
  static final class Floating extends RenderedDecoder {
    Floating(BaseVariableWidthVector vector, ValueRules rules) {
      super(vector, rules);
    }

    @Override
    protected boolean render(byte[] data, int position, int length, int row) throws SQLException {
      String digits;
      if (length == 4) {
        digits = Float.toString(Float.intBitsToFloat(LittleEndian.getInt(data, position)));
      } else if (length == 8) {
        digits = Double.toString(Double.longBitsToDouble(LittleEndian.getLong(data, position)));
      } else {
        throw unexpectedLength(length);
      }
      if (digits.startsWith("-0.0") && digits.length() == 4) {
        add("-0");
      } else {
        String plain = new BigDecimal(digits).toPlainString();
        add(plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain);
      }
      return true;
    }
  }

  /** Bits as 0 and 1. */
  static final class Bits extends RenderedDecoder {
    private final int bits;

    Bits(BaseVariableWidthVector vector, ValueRules rules, int bits) {
      super(vector, rules);
      this.bits = bits;
    }

    @Override
    protected boolean render(byte[] data, int position, int length, int row) throws SQLException {
      long value = WireNumbers.bits(data, position, length);
      for (int i = bits - 1; i >= 0; i--) {
        add((char) ('0' + (value >>> i & 1)));
      }
      return true;
    }
  }

  /** Dates with and without time, zero dates included. */
  static final class Dates extends RenderedDecoder {
    private final boolean hasTime;
    private final int digits;

    /**
     * A decoder.
     *
     * @param hasTime whether the type has a time of day
     * @param digits fraction digits of the type
     */
    Dates(BaseVariableWidthVector vector, ValueRules rules, boolean hasTime, int digits) {
      super(vector, rules);
      this.hasTime = hasTime;
      this.digits = digits;
    }

    @Override
    protected boolean render(byte[] data, int position, int length, int row) throws SQLException {
      if (!Temporal.isDateLength(length)) {
        throw unexpectedLength(length);
      }
      addNumber(length == 0 ? 0 : LittleEndian.getShort(data, position) & 0xFFFF, 4);
      add('-');
      addNumber(length == 0 ? 0 : data[position + 2], 2);
      add('-');
      addNumber(length == 0 ? 0 : data[position + 3], 2);
      if (hasTime) {
        add(' ');
        long micros = Temporal.microsOfDay(data, position, length);
        clock(micros / 3_600_000_000L, micros);
      }
      return true;
    }

    private void clock(long hours, long micros) {
      addNumber(hours, 2);
      addClock(this::addTwo, micros, digits);
    }

    private void addTwo(char before, long value, int width) {
      add(before);
      addNumber(value, width);
    }
  }

  /** Times as the durations they are. */
  static final class Times extends RenderedDecoder {
    private final int digits;

    Times(BaseVariableWidthVector vector, ValueRules rules, int digits) {
      super(vector, rules);
      this.digits = digits;
    }

    @Override
    protected boolean render(byte[] data, int position, int length, int row) throws SQLException {
      if (!Temporal.isTimeLength(length)) {
        throw unexpectedLength(length);
      }
      long micros = Temporal.duration(data, position, length);
      if (micros < 0) {
        add('-');
        micros = -micros;
      }
      addNumber(micros / 3_600_000_000L, 2);
      addClock(this::addTwo, micros, digits);
      return true;
    }

    private void addTwo(char before, long value, int width) {
      add(before);
      addNumber(value, width);
    }
  }

  private interface Adder {
    void add(char before, long value, int width);
  }

  /** Minutes, seconds and as many fraction digits as the type has. */
  private static void addClock(Adder to, long micros, int digits) {
    to.add(':', micros / 60_000_000L % 60, 2);
    to.add(':', micros / 1_000_000L % 60, 2);
    if (digits > 0) {
      long fraction = micros % 1_000_000L;
      for (int i = digits; i < 6; i++) {
        fraction /= 10;
      }
      to.add('.', fraction, digits);
    }
  }
}
