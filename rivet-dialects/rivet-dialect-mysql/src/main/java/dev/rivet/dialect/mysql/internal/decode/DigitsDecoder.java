package dev.rivet.dialect.mysql.internal.decode;

import dev.rivet.spi.dialect.support.DecimalDecoder;
import dev.rivet.spi.dialect.support.ValueRules;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** decimal into decimal: up to 18 digits in one 64-bit accumulator. */
final class DigitsDecoder extends DecimalDecoder {
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
  }

  private final int precision;
  private final int scale;

  DigitsDecoder(BaseFixedWidthVector vector, ValueRules rules, int precision, int scale) {
    super(vector, rules, WireNumbers.of(Wire.DECIMAL, false), precision, scale);
    this.precision = precision;
    this.scale = scale;
  }

  @Override
  protected long shortValue(byte[] data, int at, int length) {
    if (length > 20) { // sign, point, 18 digits
      return NOT_SHORT;
    }
    int end = at + length;
    int i = at;
    boolean negative = i < end && data[i] == '-';
    if (negative) {
      i++;
    }
    long value = 0;
    int point = -1;
    for (; i < end; i++) {
      int digit = data[i] - '0';
      if (digit >= 0 && digit <= 9) {
        value = 10 * value + digit;
      } else if (digit == '.' - '0' && point < 0) {
        point = i;
      } else {
        return NOT_SHORT;
      }
    }
    int digits = length - (negative ? 1 : 0) - (point < 0 ? 0 : 1);
    if (digits > 18) {
      return NOT_SHORT;
    }
    int fraction = point < 0 ? 0 : end - point - 1;
    int more = scale - fraction;
    if (more < 0 || more > 18 || value >= POWERS[Math.max(0, Math.min(18, precision) - more)]) {
      return NOT_SHORT;
    }
    value *= POWERS[more];
    return negative ? -value : value;
  }
}
