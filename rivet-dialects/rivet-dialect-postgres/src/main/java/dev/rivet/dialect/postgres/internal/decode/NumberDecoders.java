package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.type.SpecialValue;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;

/** Numbers into another type than their own: exact, or settled by a policy. */
final class NumberDecoders {
  private static final int ANY_PRECISION = 76;

  private NumberDecoders() {}

  /** Reads with the policies applied. */
  private static final class Policies {
    final Decimal decimal = new Decimal();
    private final ColumnDecoder decoder;
    private final NumberReader reader;
    private final int scale;
    private final int precision;

    Policies(ColumnDecoder decoder, NumberReader reader, int scale, int precision) {
      this.decoder = decoder;
      this.reader = reader;
      this.scale = scale;
      this.precision = precision;
    }

    /** What to write: the number, the nearest (largest) one, or nothing because NULL is written already. */
    enum Verdict {
      NUMBER,
      LARGEST,
      NOTHING
    }

    Verdict read(Cells cells, int index, int row) throws SQLException {
      int length = cells.length[index];
      if (length < 0) {
        decoder.setNull(row);
        return Verdict.NOTHING;
      }
      byte[] data = cells.data[index];
      int at = cells.position[index];
      if (reader.isMalformed(data, at, length)) {
        throw reader.isText()
            ? decoder.rules.malformedText(data, at, length, "a number")
            : decoder.rules.malformed("a value of " + length + " bytes, which is not a number");
      }
      return switch (reader.read(
          data, at, length, decimal, scale, precision, decoder.rules.isRounding())) {
        case EXACT -> Verdict.NUMBER;
        case ROUNDED -> {
          decoder.count(SpecialValue.OVERFLOW);
          yield Verdict.NUMBER;
        }
        case NOT_A_NUMBER -> {
          decoder.setNullByPolicy(SpecialValue.NOT_A_NUMBER, "NaN", row);
          yield Verdict.NOTHING;
        }
        case INFINITE -> largest(SpecialValue.NOT_A_NUMBER, "an infinite number", row);
        case TOO_MANY_DIGITS -> tooLarge(row);
        case TOO_FINE -> {
          if (!decoder.isClamped(
              SpecialValue.OVERFLOW, "a number with more digits after the point", row)) {
            yield Verdict.NOTHING;
          }
          Decimal.Outcome again = reader.read(data, at, length, decimal, scale, precision, true);
          yield again == Decimal.Outcome.TOO_MANY_DIGITS ? Verdict.LARGEST : Verdict.NUMBER;
        }
      };
    }

    Verdict tooLarge(int row) throws SQLException {
      return largest(SpecialValue.OVERFLOW, "a number that is too large", row);
    }

    private Verdict largest(SpecialValue value, String what, int row) throws SQLException {
      return decoder.isClamped(value, what, row) ? Verdict.LARGEST : Verdict.NOTHING;
    }
  }

  /** Into int16, int32, int64, uint64. */
  static final class ToInteger extends FixedWidthDecoder {
    private final int width;
    private final boolean signed;
    private final Policies policies;

    ToInteger(
        BaseFixedWidthVector vector,
        ValueRules rules,
        NumberReader reader,
        int width,
        boolean signed) {
      super(vector, rules, width);
      this.width = width;
      this.signed = signed;
      this.policies = new Policies(this, reader, 0, ANY_PRECISION);
    }

    @Override
    void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        Policies.Verdict verdict = policies.read(cells, from + i, row + i);
        if (verdict == Policies.Verdict.NUMBER && !fits()) {
          verdict = policies.tooLarge(row + i);
        }
        if (verdict != Policies.Verdict.NOTHING) {
          put(i, verdict == Policies.Verdict.NUMBER ? value() : largest());
        }
      }
    }

    private boolean fits() {
      Decimal d = policies.decimal;
      if (!d.fitsUnsignedLong()) {
        return false;
      }
      long magnitude = d.magnitude();
      if (!signed) {
        return !d.isNegative() || magnitude == 0;
      }
      long max = -1L >>> (65 - 8 * width); // 2^(bits-1) - 1
      return Long.compareUnsigned(magnitude, d.isNegative() ? max + 1 : max) <= 0;
    }

    private long value() {
      return policies.decimal.isNegative()
          ? -policies.decimal.magnitude()
          : policies.decimal.magnitude();
    }

    private long largest() {
      boolean negative = policies.decimal.isNegative();
      if (!signed) {
        return negative ? 0 : -1L;
      }
      long max = -1L >>> (65 - 8 * width);
      return negative ? -max - 1 : max;
    }

    private void put(int i, long value) {
      switch (width) {
        case 2 -> Bytes.SHORT_LE.set(stage, 2 * i, (short) value);
        case 4 -> Bytes.INT_LE.set(stage, 4 * i, (int) value);
        default -> Bytes.LONG_LE.set(stage, 8 * i, value);
      }
    }
  }

  /** Into decimal. */
  static final class ToDecimal extends FixedWidthDecoder {
    private final int width;
    private final int precision;
    private final Policies policies;

    ToDecimal(
        BaseFixedWidthVector vector,
        ValueRules rules,
        NumberReader reader,
        int precision,
        int scale,
        int width) {
      super(vector, rules, width);
      this.width = width;
      this.precision = precision;
      this.policies = new Policies(this, reader, scale, precision);
    }

    @Override
    void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        Policies.Verdict verdict = policies.read(cells, from + i, row + i);
        if (verdict == Policies.Verdict.LARGEST) {
          policies.decimal.setNines(precision);
        }
        if (verdict != Policies.Verdict.NOTHING) {
          policies.decimal.store(stage, width * i, width);
        }
      }
    }
  }

  /** Whole numbers into float32 and float64, where they are exact. */
  static final class WholeToFloat extends FixedWidthDecoder {
    private final int width;
    private final Policies policies;

    WholeToFloat(BaseFixedWidthVector vector, ValueRules rules, NumberReader reader, int width) {
      super(vector, rules, width);
      this.width = width;
      this.policies = new Policies(this, reader, 0, ANY_PRECISION);
    }

    @Override
    void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        if (policies.read(cells, from + i, row + i) != Policies.Verdict.NOTHING) {
          put(i, row + i);
        }
      }
    }

    private void put(int i, int row) throws SQLException {
      long magnitude = policies.decimal.magnitude();
      int spread =
          64 - Long.numberOfLeadingZeros(magnitude) - Long.numberOfTrailingZeros(magnitude);
      if (magnitude != 0
          && spread > (width == 4 ? 24 : 53)
          && !isClamped(SpecialValue.OVERFLOW, "a number with more digits", row)) {
        return;
      }
      double value = magnitude >= 0 ? magnitude : (magnitude >>> 1 | magnitude & 1) * 2.0;
      putFloat(stage, width, i, policies.decimal.isNegative() ? -value : value);
    }
  }

  /** Text into float32 and float64. */
  static final class TextToFloat extends FixedWidthDecoder {
    private static final Pattern SPECIAL = Pattern.compile("[+-]?Infinity|NaN");

    /** Java would read more, such as {@code 1f} and {@code 0x1p3}. */
    private static final Pattern FORM =
        Pattern.compile(
            "[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|" + SPECIAL.pattern());

    private static final Pattern ZERO = Pattern.compile("[+-]?[0.]+(?:[eE].*)?");

    private final int width;

    TextToFloat(BaseFixedWidthVector vector, ValueRules rules, int width) {
      super(vector, rules, width);
      this.width = width;
    }

    @Override
    void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length[from + i];
        if (length < 0) {
          setNull(row + i);
          continue;
        }
        byte[] data = cells.data[from + i];
        int at = cells.position[from + i];
        String text = new String(data, at, length, StandardCharsets.UTF_8).trim();
        if (!FORM.matcher(text).matches()) {
          throw rules.malformedText(data, at, length, "a number");
        }
        convert(text, i, row + i);
      }
    }

    private void convert(String text, int i, int row) throws SQLException {
      double value = width == 4 ? Float.parseFloat(text) : Double.parseDouble(text);
      boolean isDigits = !SPECIAL.matcher(text).matches();
      if (isDigits && Double.isInfinite(value)) {
        if (isClamped(SpecialValue.OVERFLOW, "a number that is too large", row)) {
          double largest = width == 4 ? Float.MAX_VALUE : Double.MAX_VALUE;
          putFloat(stage, width, i, Math.copySign(largest, value));
        }
      } else if (isDigits && value == 0 && !ZERO.matcher(text).matches()) {
        if (isClamped(SpecialValue.OVERFLOW, "a number that is too small", row)) {
          putFloat(stage, width, i, value);
        }
      } else {
        putFloat(stage, width, i, value);
      }
    }
  }

  private static void putFloat(byte[] to, int width, int i, double value) {
    if (width == 4) {
      Bytes.INT_LE.set(to, 4 * i, Float.floatToRawIntBits((float) value));
    } else {
      Bytes.LONG_LE.set(to, 8 * i, Double.doubleToRawLongBits(value));
    }
  }

  /** 0 and 1 into bool. */
  static final class ToBool extends ColumnDecoder {
    private final BitVector vector;
    private final Policies policies;
    private byte[] bits = new byte[BLOCK / 8];

    ToBool(BitVector vector, ValueRules rules, NumberReader reader) {
      super(vector, rules);
      this.vector = vector;
      this.policies = new Policies(this, reader, 0, ANY_PRECISION);
    }

    @Override
    void reset() {
      Arrays.fill(bits, (byte) 0);
    }

    @Override
    void grow(int rows) {
      if (rows > 8 * bits.length) {
        bits = Arrays.copyOf(bits, Math.max(2 * bits.length, (rows + 7) >>> 3));
      }
      while (vector.getValueCapacity() < rows) {
        vector.reAlloc();
      }
    }

    @Override
    void fill(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        if (policies.read(cells, from + i, row + i) == Policies.Verdict.NOTHING) {
          continue;
        }
        Decimal d = policies.decimal;
        boolean outside =
            !d.fitsUnsignedLong()
                || d.magnitude() > 1
                || d.magnitude() < 0
                || d.isNegative() && d.magnitude() != 0;
        if (outside) {
          setNullByPolicy(SpecialValue.OVERFLOW, "a number other than 0 and 1", row + i);
        } else {
          bits[row + i >>> 3] |= (byte) (d.magnitude() << (row + i & 7));
        }
      }
    }

    @Override
    void flush(int rows) {
      vector.getDataBuffer().setBytes(0, bits, 0, (rows + 7) >>> 3);
    }
  }
}
