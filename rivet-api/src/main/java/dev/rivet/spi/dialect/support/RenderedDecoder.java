package dev.rivet.spi.dialect.support;

import java.sql.SQLException;
import java.util.Arrays;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** Types whose text is made here, from their binary form, without a {@code String} in between. */
public abstract class RenderedDecoder extends VariableWidthDecoder {
  private byte[] text = new byte[128];
  private int size;

  /** A decoder into a vector. */
  protected RenderedDecoder(BaseVariableWidthVector vector, ValueRules rules) {
    super(vector, rules);
  }

  @Override
  protected final void append(byte[] data, int position, int length, int row) throws SQLException {
    size = 0;
    if (render(data, position, length, row)) {
      put(text, 0, size);
    }
  }

  /** Renders the value with {@link #add}; false if the row has been settled as NULL. */
  protected abstract boolean render(byte[] data, int position, int length, int row)
      throws SQLException;

  /** Adds an ASCII character. */
  protected final void add(char ascii) {
    if (size == text.length) {
      text = Arrays.copyOf(text, 2 * size);
    }
    text[size++] = (byte) ascii;
  }

  /** Adds ASCII text. */
  protected final void add(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      add(ascii.charAt(i));
    }
  }

  /** Adds hexadecimal digits. */
  protected final void addHex(int value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      add(Character.forDigit(value >>> shift & 15, 16));
    }
  }

  /** Decimal digits, with leading zeros up to a width. */
  protected final void addNumber(long value, int width) {
    if (value < 0) {
      add('-');
      if (value == Long.MIN_VALUE) {
        add("9223372036854775808");
        return;
      }
    }
    long magnitude = Math.abs(value);
    long unit = 1;
    int digits = 1;
    while (magnitude / unit >= 10) {
      unit *= 10;
      digits++;
    }
    for (int i = digits; i < width; i++) {
      add('0');
    }
    for (; unit > 0; unit /= 10) {
      add((char) ('0' + magnitude / unit % 10));
    }
  }
}
