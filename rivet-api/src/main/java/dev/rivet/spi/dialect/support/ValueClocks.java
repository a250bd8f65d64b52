package dev.rivet.spi.dialect.support;

import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** Dates, timestamps and times of {@link ValueForm}, by arithmetic alone. */
final class ValueClocks {
  private static final long DAY_SECONDS = 86_400;
  private static final String TOO_FINE = "a value with digits after the microsecond";
  private static final long LATEST_DAY = 2_932_896; // 9999-12-31
  private static final long EARLIEST_DAY = -719_162; // 0001-01-01

  private ValueClocks() {}

  private static boolean isInfinite(long value) {
    return value == Long.MAX_VALUE || value == Long.MIN_VALUE;
  }

  /** Dates, and timestamps cut to their date. */
  static final class ToDate extends FixedWidthDecoder {
    private final int length;

    ToDate(BaseFixedWidthVector vector, ValueRules rules, ValueForm form) {
      super(vector, rules, 4);
      this.length = form == ValueForm.DATE ? 8 : 12;
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        if (cells.length(from + i) != length) {
          setNull(cells.length(from + i), row + i);
          continue;
        }
        long value = LittleEndian.getLong(cells.data(from + i), cells.position(from + i));
        long day = length == 8 ? value : Math.floorDiv(value, DAY_SECONDS);
        if (isInfinite(value)) {
          if (!isClamped(SpecialValue.INFINITY, "an infinite date", row + i)) {
            continue;
          }
          day = value < 0 ? EARLIEST_DAY : LATEST_DAY;
        } else if (day != (int) day) {
          if (!isClamped(SpecialValue.OVERFLOW, "a date that is too far away", row + i)) {
            continue;
          }
          day = day < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        }
        LittleEndian.putInt(stage, 4 * i, (int) day);
      }
    }
  }

  /** Dates and timestamps into microseconds or nanoseconds. */
  static final class ToTimestamp extends FixedWidthDecoder {
    private final int length;
    private final boolean cut;
    private final boolean nanos;

    ToTimestamp(
        BaseFixedWidthVector vector, ValueRules rules, ValueDecoders.Arrival from, boolean nanos) {
      super(vector, rules, 8);
      this.length = from.form() == ValueForm.DATE ? 8 : 12;
      this.cut = from.isCut();
      this.nanos = nanos;
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        if (cells.length(from + i) != length) {
          setNull(cells.length(from + i), row + i);
          continue;
        }
        byte[] data = cells.data(from + i);
        int at = cells.position(from + i);
        long value = LittleEndian.getLong(data, at);
        long seconds = length == 8 ? value * DAY_SECONDS : value;
        int fraction = length == 8 ? 0 : LittleEndian.getInt(data, at + 8);
        if (isInfinite(value)) {
          if (!isClamped(SpecialValue.INFINITY, "an infinite timestamp", row + i)) {
            continue;
          }
          seconds = value < 0 ? EARLIEST_DAY * DAY_SECONDS : (LATEST_DAY + 1) * DAY_SECONDS - 1;
          fraction = value < 0 ? 0 : 999_999_000;
        }
        if (!nanos
            && !cut
            && fraction % 1000 != 0
            && !isClamped(SpecialValue.OVERFLOW, TOO_FINE, row + i)) {
          continue;
        }
        put(i, row + i, seconds, fraction);
      }
    }

    private void put(int i, int row, long seconds, int fraction) throws SQLException {
      long unit = nanos ? 1_000_000_000L : 1_000_000L;
      long limit = Long.MAX_VALUE / unit - 1;
      long value;
      if (Math.abs(seconds) < limit) {
        value = seconds * unit + (nanos ? fraction : fraction / 1000);
      } else if (isClamped(
          SpecialValue.OVERFLOW,
          nanos
              ? "a timestamp outside 1677-09-21 to 2262-04-11"
              : "a timestamp that is too far away",
          row)) {
        value = seconds < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
      } else {
        return;
      }
      LittleEndian.putLong(stage, 8 * i, value);
    }
  }

  /** Times of day. */
  static final class ToTime extends FixedWidthDecoder {
    private final boolean cut;
    private final boolean nanos;

    ToTime(BaseFixedWidthVector vector, ValueRules rules, boolean cut, boolean nanos) {
      super(vector, rules, 8);
      this.cut = cut;
      this.nanos = nanos;
    }

    @Override
    protected void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        if (cells.length(from + i) != 8) {
          setNull(cells.length(from + i), row + i);
          continue;
        }
        long value = LittleEndian.getLong(cells.data(from + i), cells.position(from + i));
        if (!nanos
            && !cut
            && value % 1000 != 0
            && !isClamped(SpecialValue.OVERFLOW, TOO_FINE, row + i)) {
          continue;
        }
        LittleEndian.putLong(stage, 8 * i, nanos ? value : value / 1000);
      }
    }
  }
}
