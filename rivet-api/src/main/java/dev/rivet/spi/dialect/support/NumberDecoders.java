package dev.rivet.spi.dialect.support;

import dev.rivet.type.SpecialValue;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;

/** Numbers into another type than their own: exact, or settled by a policy. */
final class NumberDecoders {
  private static final int ANY_PRECISION = ScaledInteger.MAX_DIGITS;

  private NumberDecoders() {}

  /** Into int16, int32, int64, uint64. */
  static final class ToInteger extends FixedWidthDecoder {
    private final int width;
    private final boolean signed;
    private final NumberPolicies policies;

    ToInteger(
        BaseFixedWidthVector vector,
        ValueRules rules,
        NumberReader reader,
        int width,
        boolean signed) {
      super(vector, rules, width);
      this.width = width;
      this.signed = signed;
      this.policies = new NumberPolicies(this, reader, 0, ANY_PRECISION);
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        NumberPolicies.Verdict verdict = policies.read(cells, from + i, row + i);
        if (verdict == NumberPolicies.Verdict.NUMBER && !fits()) {
          verdict = policies.tooLarge(row + i);
        }
        if (verdict != NumberPolicies.Verdict.NOTHING) {
          put(i, verdict == NumberPolicies.Verdict.NUMBER ? value() : largest());
        }
      }
    }

    private boolean fits() {
      ScaledInteger d = policies.decimal;
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
        case 2 -> LittleEndian.putShort(stage, 2 * i, (short) value);
        case 4 -> LittleEndian.putInt(stage, 4 * i, (int) value);
        default -> LittleEndian.putLong(stage, 8 * i, value);
      }
    }
  }

  /** Whole numbers into float32 and float64, where they are exact. */
  static final class WholeToFloat extends FixedWidthDecoder {
    private final int width;
    private final NumberPolicies policies;

    WholeToFloat(BaseFixedWidthVector vector, ValueRules rules, NumberReader reader, int width) {
      super(vector, rules, width);
      this.width = width;
      this.policies = new NumberPolicies(this, reader, 0, ANY_PRECISION);
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        if (policies.read(cells, from + i, row + i) != NumberPolicies.Verdict.NOTHING) {
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
    private final int width;

    TextToFloat(BaseFixedWidthVector vector, ValueRules rules, int width) {
      super(vector, rules, width);
      this.width = width;
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (length < 0) {
          setNull(row + i);
        } else {
          putFloat(
              stage,
              width,
              i,
              parse(
                  new String(
                      cells.data(from + i),
                      cells.position(from + i),
                      length,
                      StandardCharsets.UTF_8)));
        }
      }
    }

    private double parse(String text) throws SQLException {
      String t = text.trim();
      if (t.isEmpty()
          || !Character.isLetter(t.charAt(t.length() - 1))
          || "Infinity".equals(t)
          || "-Infinity".equals(t)
          || "NaN".equals(t)) {
        try {
          return width == 4 ? Float.parseFloat(t) : Double.parseDouble(t);
        } catch (NumberFormatException e) {
          throw rules.malformed("text that is not a number");
        }
      }
      throw rules.malformed("text that is not a number"); // Java would read 1f and 1d
    }
  }

  private static void putFloat(byte[] to, int width, int i, double value) {
    if (width == 4) {
      LittleEndian.putInt(to, 4 * i, Float.floatToRawIntBits((float) value));
    } else {
      LittleEndian.putLong(to, 8 * i, Double.doubleToRawLongBits(value));
    }
  }

  /** 0 and 1 into bool. */
  static final class ToBool extends ColumnDecoder {
    private final BitVector vector;
    private final NumberPolicies policies;
    private byte[] bits = new byte[BLOCK / 8];

    ToBool(BitVector vector, ValueRules rules, NumberReader reader) {
      super(vector, rules);
      this.vector = vector;
      this.policies = new NumberPolicies(this, reader, 0, ANY_PRECISION);
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
        if (policies.read(cells, from + i, row + i) == NumberPolicies.Verdict.NOTHING) {
          continue;
        }
        ScaledInteger d = policies.decimal;
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
    protected void flush(int rows) {
      vector.getDataBuffer().setBytes(0, bits, 0, (rows + 7) >>> 3);
    }
  }
}
