package dev.rivet.it.types;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One spelling for what two readers give as numbers. */
final class Texts {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

  private Texts() {}

  static String date(long days) {
    return LocalDate.ofEpochDay(days).toString();
  }

  static String time(long micros) {
    return LocalTime.ofNanoOfDay(micros * 1000).format(CLOCK);
  }

  static String timestamp(long micros) {
    LocalDateTime value =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L),
            (int) Math.floorMod(micros, 1_000_000L) * 1000,
            ZoneOffset.UTC);
    return value.toLocalDate() + "T" + value.toLocalTime().format(CLOCK);
  }
}
