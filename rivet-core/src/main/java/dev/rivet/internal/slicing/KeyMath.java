package dev.rivet.internal.slicing;

import dev.rivet.spi.dialect.KeyColumn.Family;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Calculates with texts of key values of numbers and times; of other families nothing is known but equality. */
final class KeyMath {
  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 6, 9, true)
          .toFormatter(Locale.ROOT);

  private KeyMath() {}

  /** Whether the text is a value one can go on from: a finite number, a day of the calendar; any text for other families. */
  static boolean isFinite(Family family, String text) {
    try {
      if (family.isTemporal()) {
        return time(family, text) != null;
      }
      if (family == Family.FLOAT) {
        return Double.isFinite(Double.parseDouble(text));
      }
      return !family.isExactNumber() || new BigDecimal(text) != null;
    } catch (DateTimeException | NumberFormatException e) {
      return false;
    }
  }

  static int compare(Family family, String left, String right) {
    return family.isTemporal()
        ? time(family, left).compareTo(time(family, right))
        : new BigDecimal(left).compareTo(new BigDecimal(right));
  }

  /** So much earlier; a date loses whole days, at least one. */
  static String minus(Family family, String text, Duration stretch) {
    if (family == Family.DATE) {
      long days = Math.max(1, stretch.plusDays(1).minusNanos(1).toDays());
      return LocalDate.parse(text).minusDays(days).toString();
    }
    return text(family, time(family, text).minus(stretch));
  }

  static String minus(String number, long units) {
    return new BigDecimal(number).subtract(BigDecimal.valueOf(units)).toPlainString();
  }

  /** An instant as a value of a date or time column. */
  static String at(Family family, Instant instant, ZoneId zone) {
    ZoneId effective = family == Family.INSTANT ? ZoneOffset.UTC : zone;
    return text(family, LocalDateTime.ofInstant(instant, effective));
  }

  /** Midnight of a day as a value of a date or time column. */
  static String at(Family family, LocalDate day) {
    return text(family, day.atStartOfDay());
  }

  /** The day of a value of a date or time column. */
  static LocalDate day(Family family, String text) {
    return time(family, text).toLocalDate();
  }

  private static String text(Family family, LocalDateTime time) {
    if (family == Family.DATE) {
      return time.toLocalDate().toString();
    }
    return LOCAL.format(time) + (family == Family.INSTANT ? "Z" : "");
  }

  private static LocalDateTime time(Family family, String text) {
    if (family == Family.DATE) {
      return LocalDate.parse(text).atStartOfDay();
    }
    return LocalDateTime.parse(
        family == Family.INSTANT && text.endsWith("Z")
            ? text.substring(0, text.length() - 1)
            : text);
  }
}
