package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** Timestamps in nanoseconds, dates as midnight, timestamps cut to their date: what overrides ask for. */
final class ConvertedTimestampDecoder extends FixedWidthDecoder {
  private static final long DAY_MICROS = 86_400_000_000L;

  private final int sourceWidth;
  private final boolean isDate;
  private final int unitsPerMicro;

  /**
   * A decoder.
   *
   * @param sourceWidth 4 for date, 8 for timestamps
   * @param isDate whether days are written
   * @param unitsPerMicro 1 or 1000, without meaning for days
   */
  ConvertedTimestampDecoder(
      BaseFixedWidthVector vector,
      ValueRules rules,
      int sourceWidth,
      boolean isDate,
      int unitsPerMicro) {
    super(vector, rules, isDate ? 4 : 8);
    this.sourceWidth = sourceWidth;
    this.isDate = isDate;
    this.unitsPerMicro = unitsPerMicro;
  }

  @Override
  void stage(Cells cells, int from, int count, int row) throws SQLException {
    for (int i = 0; i < count; i++) {
      int length = cells.length[from + i];
      if (length != sourceWidth) {
        setNull(length, row + i);
        continue;
      }
      if (sourceWidth == 4) {
        int day = Bytes.int32(cells.data[from + i], cells.position[from + i]);
        boolean infinite = day == Integer.MAX_VALUE || day == Integer.MIN_VALUE;
        put(
            infinite,
            day > 0,
            infinite ? 0 : (day + (long) DateDecoder.EPOCH_DAYS) * DAY_MICROS,
            i,
            row + i);
      } else {
        long micros = Bytes.int64(cells.data[from + i], cells.position[from + i]);
        boolean infinite = micros == Long.MAX_VALUE || micros == Long.MIN_VALUE;
        put(
            infinite,
            micros > 0,
            infinite ? 0 : micros + TimestampDecoder.EPOCH_MICROS,
            i,
            row + i);
      }
    }
  }

  private void put(boolean infinite, boolean positive, long epochMicros, int i, int row)
      throws SQLException {
    long micros = epochMicros;
    if (infinite) {
      if (!isClamped(SpecialValue.INFINITY, "an infinite date or timestamp", row)) {
        return;
      }
      micros = positive ? TimestampDecoder.MAX_MICROS : TimestampDecoder.MIN_MICROS;
    }
    if (isDate) {
      Bytes.putLittle(stage, 4 * i, (int) Math.floorDiv(micros, DAY_MICROS));
      return;
    }
    if (Math.abs(micros) > Long.MAX_VALUE / unitsPerMicro) {
      if (!infinite
          && !isClamped(
              SpecialValue.OVERFLOW, "a timestamp outside 1677-09-21 to 2262-04-11", row)) {
        return;
      }
      micros = (micros > 0 ? Long.MAX_VALUE : Long.MIN_VALUE) / unitsPerMicro;
    }
    Bytes.putLittle(stage, 8 * i, micros * unitsPerMicro);
  }
}
