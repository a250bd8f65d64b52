package dev.rivet.dialect.mysql.internal.decode;

import dev.rivet.spi.dialect.support.LittleEndian;

/** Dates and times on the wire, as numbers; months and days may be anything, the wire is not trusted. */
final class Temporal {
  static final long DAY_MICROS = 86_400_000_000L;

  /** No such instant: a zero date, a partial one, or a day its month does not have. */
  static final long INVALID = Long.MIN_VALUE;

  private Temporal() {}

  static boolean isDateLength(int length) {
    return length == 0 || length == 4 || length == 7 || length == 11;
  }

  static boolean isTimeLength(int length) {
    return length == 0 || length == 8 || length == 12;
  }

  /** Days since 1970-01-01, or {@link #INVALID}. */
  static long day(byte[] data, int at, int length) {
    if (length == 0) {
      return INVALID;
    }
    int year = LittleEndian.getShort(data, at) & 0xFFFF;
    int month = data[at + 2];
    int day = data[at + 3];
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      return INVALID;
    }
    if (day > 28 && day > lastDay(year, month)) {
      return INVALID;
    }
    return epochDay(year, month, day);
  }

  private static int lastDay(int year, int month) {
    if (month == 2) {
      return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  /** Proleptic Gregorian; the year begins in March, so that the leap day is its last. */
  private static long epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(y, 400);
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468L;
  }

  /** Microseconds of the day of a date with time. */
  static long microsOfDay(byte[] data, int at, int length) {
    if (length < 7) {
      return 0;
    }
    long seconds = data[at + 4] * 3600L + data[at + 5] * 60L + data[at + 6];
    return seconds * 1_000_000 + (length < 11 ? 0 : LittleEndian.getInt(data, at + 7));
  }

  /** Microseconds since 1970-01-01 of a wall clock, or {@link #INVALID}. */
  static long micros(byte[] data, int at, int length) {
    long day = day(data, at, length);
    return day == INVALID ? INVALID : day * DAY_MICROS + microsOfDay(data, at, length);
  }

  /** Microseconds of a duration, possibly negative. */
  static long duration(byte[] data, int at, int length) {
    if (length == 0) {
      return 0;
    }
    long seconds =
        (LittleEndian.getInt(data, at + 1) & 0xFFFF_FFFFL) * 86_400
            + data[at + 5] * 3600L
            + data[at + 6] * 60L
            + data[at + 7];
    long micros = seconds * 1_000_000 + (length < 12 ? 0 : LittleEndian.getInt(data, at + 8));
    return data[at] == 0 ? micros : -micros;
  }
}
