package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** numeric: groups of four decimal digits, into a scaled integer of 128 or 256 bits. */
final class DecimalDecoder extends FixedWidthDecoder {
  private final int precision;
  private final int scale;
  private final int width;
  private final Decimal decimal = new Decimal();

  /**
   * A decoder.
   *
   * @param width 16 or 32
   */
  DecimalDecoder(
      BaseFixedWidthVector vector, ValueRules rules, int precision, int scale, int width) {
    super(vector, rules, width);
    this.precision = precision;
    this.scale = scale;
    this.width = width;
  }

  @Override
  void stage(Cells cells, int from, int count, int row) throws SQLException {
    for (int i = 0; i < count; i++) {
      int length = cells.length[from + i];
      if (length < 8) {
        setNull(length, row + i);
        continue;
      }
      byte[] data = cells.data[from + i];
      int at = cells.position[from + i];
      if (!isShort(data, at, i)) {
        general(data, at, i, row + i);
      }
    }
  }

  /** The common case in one 64-bit accumulator: at most 18 digits at our scale, nothing to round. */
  private boolean isShort(byte[] data, int at, int i) {
    int groups = Bytes.int16(data, at);
    int weight = Bytes.int16(data, at + 2);
    int sign = Bytes.int16(data, at + 4);
    if (4 * (weight + 1) + scale > Math.min(18, precision)
            && !isShortExactly(data, at, groups, weight)
        || (sign & 0xBFFF) != 0) {
      return false;
    }
    long value = 0;
    int exponent = 4 * weight + scale; // of the current group, in units of the target
    for (int g = 0; g < groups; g++, exponent -= 4) {
      int digits = Bytes.int16(data, at + 8 + 2 * g);
      if (exponent >= 0) {
        value = value * 10_000 + digits;
      } else {
        if (exponent <= -4 || g != groups - 1) {
          return false;
        }
        int cut = Decimal.smallPower(-exponent);
        if (digits % cut != 0) {
          return false;
        }
        value = value * Decimal.smallPower(4 + exponent) + digits / cut;
      }
    }
    if (exponent + 4 > 0 && groups > 0) {
      value *= Decimal.power(exponent + 4);
    }
    put(i, sign == 0 ? value : -value);
    return true;
  }

  /** As the check by whole groups, with the digits of the first group counted. */
  private boolean isShortExactly(byte[] data, int at, int groups, int weight) {
    if (groups == 0) {
      return true;
    }
    int digits = 4 * weight + Decimal.digits(Bytes.int16(data, at + 8));
    return digits + scale <= Math.min(18, precision);
  }

  private void put(int i, long value) {
    Bytes.LONG_LE.set(stage, width * i, value);
    long extension = value >> 63;
    for (int at = 8; at < width; at += 8) {
      Bytes.LONG_LE.set(stage, width * i + at, extension);
    }
  }

  private void general(byte[] data, int at, int i, int row) throws SQLException {
    switch (decimal.read(data, at, scale, precision, rules.isRounding())) {
      case EXACT -> decimal.store(stage, width * i, width);
      case ROUNDED -> {
        count(SpecialValue.OVERFLOW);
        decimal.store(stage, width * i, width);
      }
      case NOT_A_NUMBER -> setNullByPolicy(SpecialValue.NOT_A_NUMBER, "NaN", row);
      case INFINITE -> clamp(SpecialValue.NOT_A_NUMBER, "an infinite number", i, row);
      case TOO_MANY_DIGITS ->
          clamp(SpecialValue.OVERFLOW, "a number with more digits before the point", i, row);
      case TOO_FINE -> {
        if (isClamped(SpecialValue.OVERFLOW, "a number with more digits after the point", row)) {
          if (decimal.read(data, at, scale, precision, true) != Decimal.Outcome.ROUNDED) {
            decimal.setNines(precision);
          }
          decimal.store(stage, width * i, width);
        }
      }
    }
  }

  private void clamp(SpecialValue value, String what, int i, int row) throws SQLException {
    if (isClamped(value, what, row)) {
      decimal.setNines(precision);
      decimal.store(stage, width * i, width);
    }
  }
}
