package dev.rivet.internal.csv;

import dev.rivet.internal.batch.FixedRange;
import dev.rivet.internal.batch.LittleEndian;
import org.apache.arrow.vector.FieldVector;

/** Dates and times in ISO form, proleptic Gregorian, by integer arithmetic alone: no zone, no locale, no calendar. */
abstract class TemporalText extends ColumnTextEncoder {
  private static final long MICROS = 1_000_000;
  private static final long NANOS = 1_000_000_000;
  private static final long DAY = 86_400;

  final FixedRange values;

  private TemporalText(int width) {
    super(JsonForm.STRING, false);
    values = new FixedRange(width);
  }

  static ColumnTextEncoder date() {
    return new TemporalText(4) {
      @Override
      void append(int index, Utf8Buffer out) {
        appendDate(LittleEndian.i32(values.bytes(), values.start(index)), out);
      }
    };
  }

  static ColumnTextEncoder time(boolean isNanos) {
    long unit = isNanos ? NANOS : MICROS;
    int digits = isNanos ? 9 : 6;
    return new TemporalText(8) {
      @Override
      void append(int index, Utf8Buffer out) {
        long time = LittleEndian.i64(values.bytes(), values.start(index));
        if (time < 0) {
          out.put('-');
        }
        // The remainder keeps the sign, so that the smallest long needs no care.
        long seconds = Math.abs(time / unit);
        appendTime(seconds, out);
        out.put('.');
        out.padded(Math.abs(time % unit), digits);
      }
    };
  }

  static ColumnTextEncoder timestamp(boolean isNanos, boolean isUtc) {
    long unit = isNanos ? NANOS : MICROS;
    int digits = isNanos ? 9 : 6;
    return new TemporalText(8) {
      @Override
      void append(int index, Utf8Buffer out) {
        long instant = LittleEndian.i64(values.bytes(), values.start(index));
        long seconds = Math.floorDiv(instant, unit);
        long days = Math.floorDiv(seconds, DAY);
        appendDate(days, out);
        out.put('T');
        appendTime(seconds - days * DAY, out);
        out.put('.');
        out.padded(instant - seconds * unit, digits);
        if (isUtc) {
          out.put('Z');
        }
      }
    };
  }

  @Override
  final void loadValues(FieldVector vector, int from, int rows) {
    values.load(vector, from, rows);
  }

  /** Days from civil, reversed: eras of 400 years that start on 1 March of year 0. */
  private static void appendDate(long epochDay, Utf8Buffer out) {
    long shifted = epochDay + 719_468;
    long era = Math.floorDiv(shifted, 146_097L);
    int dayOfEra = (int) (shifted - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int marchMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
    int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    appendYear(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), out);
    out.put('-');
    out.padded(month, 2);
    out.put('-');
    out.padded(day, 2);
  }

  private static void appendYear(long year, Utf8Buffer out) {
    if (year > 9_999) {
      out.put('+');
    } else if (year < 0) {
      out.put('-');
    }
    out.padded(Math.abs(year), 4);
  }

  /** Hours may have more than two digits. */
  private static void appendTime(long seconds, Utf8Buffer out) {
    long hours = seconds / 3_600;
    int rest = (int) (seconds - hours * 3_600);
    out.padded(hours, 2);
    out.put(':');
    out.padded(rest / 60, 2);
    out.put(':');
    out.padded(rest % 60, 2);
  }
}
