package dev.rivet.spi.dialect.support;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/**
 * Numbers into decimals of 128 or 256 bits. Extended by dialects whose wire form has a quick way for the common case; special
 * values {@code OVERFLOW} and {@code NOT_A_NUMBER}.
 */
public class DecimalDecoder extends FixedWidthDecoder {
  /** {@link #shortValue} does not know. */
  protected static final long NOT_SHORT = Long.MIN_VALUE;

  private final int width;
  private final int precision;
  private final NumberPolicies policies;

  /**
   * A decoder.
   *
   * @param vector where to
   * @param rules what to do with special values
   * @param reader reads any cell
   * @param precision of the vector
   * @param scale of the vector
   */
  protected DecimalDecoder(
      BaseFixedWidthVector vector,
      ValueRules rules,
      NumberReader reader,
      int precision,
      int scale) {
    super(vector, rules, precision <= 38 ? 16 : 32);
    this.width = precision <= 38 ? 16 : 32;
    this.precision = precision;
    this.policies = new NumberPolicies(this, reader, scale, precision);
  }

  /** The unscaled value, if it has at most 18 digits, fits and needs no rounding; else {@link #NOT_SHORT}. */
  protected long shortValue(byte[] data, int at, int length) {
    return NOT_SHORT;
  }

  @Override
  protected final void stage(Cells cells, int from, int count, int row) throws SQLException {
    for (int i = 0; i < count; i++) {
      int length = cells.length(from + i);
      long value =
          length < 0
              ? NOT_SHORT
              : shortValue(cells.data(from + i), cells.position(from + i), length);
      if (value == NOT_SHORT) {
        general(cells, from + i, i, row + i);
      } else {
        put(i, value);
      }
    }
  }

  private void put(int i, long value) {
    LittleEndian.putLong(stage, width * i, value);
    long extension = value >> 63;
    for (int at = 8; at < width; at += 8) {
      LittleEndian.putLong(stage, width * i + at, extension);
    }
  }

  private void general(Cells cells, int cell, int i, int row) throws SQLException {
    NumberPolicies.Verdict verdict = policies.read(cells, cell, row);
    if (verdict == NumberPolicies.Verdict.LARGEST) {
      policies.decimal.setNines(precision);
    }
    if (verdict != NumberPolicies.Verdict.NOTHING) {
      policies.decimal.store(stage, width * i, width);
    }
  }
}
