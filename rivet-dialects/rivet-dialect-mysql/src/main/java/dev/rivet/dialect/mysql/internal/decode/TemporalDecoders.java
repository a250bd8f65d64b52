package dev.rivet.dialect.mysql.internal.decode;

import dev.rivet.spi.dialect.support.Cells;
import dev.rivet.spi.dialect.support.FixedWidthDecoder;
import dev.rivet.spi.dialect.support.LittleEndian;
import dev.rivet.spi.dialect.support.ValueRules;
import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** Dates, timestamps and times. Values go from fields to numbers by arithmetic alone: no zone, no calendar, no gap. */
final class TemporalDecoders {
  private static final String ZERO = "a zero, partial or impossible date such as 0000-00-00";

  private TemporalDecoders() {}

  /** date, and datetime cut to its date. */
  static final class ToDate extends FixedWidthDecoder {
    ToDate(BaseFixedWidthVector vector, ValueRules rules) {
      super(vector, rules, 4);
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (!Temporal.isDateLength(length)) {
          setNull(length, row + i);
          continue;
        }
        long day = Temporal.day(cells.data(from + i), cells.position(from + i), length);
        if (day == Temporal.INVALID) {
          setNullByPolicy(SpecialValue.ZERO_DATE, ZERO, row + i);
        } else {
          LittleEndian.putInt(stage, 4 * i, (int) day);
        }
      }
    }
  }

  /** date, datetime and timestamp into microseconds or nanoseconds. */
  static final class ToTimestamp extends FixedWidthDecoder {
    private final int unitsPerMicro;

    ToTimestamp(BaseFixedWidthVector vector, ValueRules rules, int unitsPerMicro) {
      super(vector, rules, 8);
      this.unitsPerMicro = unitsPerMicro;
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (!Temporal.isDateLength(length)) {
          setNull(length, row + i);
          continue;
        }
        long micros = Temporal.micros(cells.data(from + i), cells.position(from + i), length);
        if (micros == Temporal.INVALID) {
          setNullByPolicy(SpecialValue.ZERO_DATE, ZERO, row + i);
        } else if (unitsPerMicro == 1 || isWithinNanos(micros, row + i)) {
          LittleEndian.putLong(stage, 8 * i, clamped(micros) * unitsPerMicro);
        }
      }
    }

    private boolean isWithinNanos(long micros, int row) throws SQLException {
      return Math.abs(micros) <= Long.MAX_VALUE / 1000
          || isClamped(SpecialValue.OVERFLOW, "a timestamp outside 1677-09-21 to 2262-04-11", row);
    }

    private long clamped(long micros) {
      long limit = Long.MAX_VALUE / unitsPerMicro;
      return Math.max(-limit, Math.min(limit, micros));
    }
  }

  /** time of day. */
  static final class ToTime extends FixedWidthDecoder {
    private final int unitsPerMicro;

    ToTime(BaseFixedWidthVector vector, ValueRules rules, int unitsPerMicro) {
      super(vector, rules, 8);
      this.unitsPerMicro = unitsPerMicro;
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (!Temporal.isTimeLength(length)) {
          setNull(length, row + i);
          continue;
        }
        long micros = Temporal.duration(cells.data(from + i), cells.position(from + i), length);
        if (micros < 0 || micros >= Temporal.DAY_MICROS) {
          if (!isClamped(
              SpecialValue.TIME_OUT_OF_DAY,
              "a time outside 00:00:00 to 23:59:59 (RivetType.int64() keeps such times, in"
                  + " microseconds)",
              row + i)) {
            continue;
          }
          micros = micros < 0 ? 0 : Temporal.DAY_MICROS - 1;
        }
        LittleEndian.putLong(stage, 8 * i, micros * unitsPerMicro);
      }
    }
  }

  /** time as the duration it is, in microseconds. */
  static final class ToMicros extends FixedWidthDecoder {
    ToMicros(BaseFixedWidthVector vector, ValueRules rules) {
      super(vector, rules, 8);
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length(from + i);
        if (Temporal.isTimeLength(length)) {
          LittleEndian.putLong(
              stage,
              8 * i,
              Temporal.duration(cells.data(from + i), cells.position(from + i), length));
        } else {
          setNull(length, row + i);
        }
      }
    }
  }
}
