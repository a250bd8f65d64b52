package dev.rivet.spi.dialect.support;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** Values of {@link ValueForm} as text, in ISO spelling. */
final class ValueTexts {
  private ValueTexts() {}

  /** Integers by their digits, decimals plain, floats by their shortest digits and without exponent. */
  static final class Numbers extends RenderedDecoder {
    private final ValueForm form;

    Numbers(BaseVariableWidthVector vector, ValueRules rules, ValueDecoders.Arrival from) {
      super(vector, rules);
      this.form = from.form();
    }

    @Override
    protected boolean render(byte[] data, int position, int length, int row) throws SQLException {
      switch (form) {
        case LONG -> addNumber(LittleEndian.getLong(data, position), 1);
        case UNSIGNED -> add(Long.toUnsignedString(LittleEndian.getLong(data, position)));
        case DECIMAL -> add(ValueNumbers.decimal(data, position, length).toPlainString());
        case FLOAT ->
            floating(Float.toString(Float.intBitsToFloat(LittleEndian.getInt(data, position))));
        default ->
            floating(
                Double.toString(Double.longBitsToDouble(LittleEndian.getLong(data, position))));
      }
      return true;
    }

    private void floating(String digits) {
      if (digits.endsWith("N") || digits.endsWith("y")) {
        add(digits); // NaN, Infinity
      } else if (digits.equals("-0.0")) {
        add("-0");
      } else {
        String plain = new BigDecimal(digits).toPlainString();
        add(plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain);
      }
    }
  }

  /** 36 characters in lower case. */
  static final class Uuids extends RenderedDecoder {
    Uuids(BaseVariableWidthVector vector, ValueRules rules) {
      super(vector, rules);
    }

    @Override
    protected boolean render(byte[] data, int position, int length, int row) throws SQLException {
      for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
          add('-');
        }
        addHex(data[position + i] & 0xFF, 2);
      }
      return true;
    }
  }

  /** Dates, {@code 2024-03-10 02:30:00.5}, instants with {@code Z}. */
  static final class Clocks extends RenderedDecoder {
    private final ValueDecoders.Arrival from;

    Clocks(BaseVariableWidthVector vector, ValueRules rules, ValueDecoders.Arrival from) {
      super(vector, rules);
      this.from = from;
    }

    @Override
    protected boolean render(byte[] data, int position, int length, int row) throws SQLException {
      long value = LittleEndian.getLong(data, position);
      if (value == Long.MAX_VALUE || value == Long.MIN_VALUE) {
        add(value < 0 ? "-infinity" : "infinity");
        return true;
      }
      switch (from.form()) {
        case DATE -> add(LocalDate.ofEpochDay(value).toString());
        case TIME -> clock(LocalTime.ofNanoOfDay(value));
        default -> {
          int nanos = LittleEndian.getInt(data, position + 8);
          LocalDateTime time = LocalDateTime.ofEpochSecond(value, nanos, ZoneOffset.UTC);
          add(time.toLocalDate().toString());
          add(' ');
          clock(time.toLocalTime());
          if (from.isUtc()) {
            add('Z');
          }
        }
      }
      return true;
    }

    private void clock(LocalTime time) {
      addNumber(time.getHour(), 2);
      add(':');
      addNumber(time.getMinute(), 2);
      add(':');
      addNumber(time.getSecond(), 2);
      int fraction = time.getNano();
      if (fraction != 0) {
        int digits = 9;
        while (fraction % 10 == 0) {
          fraction /= 10;
          digits--;
        }
        add('.');
        addNumber(fraction, digits);
      }
    }
  }
}
