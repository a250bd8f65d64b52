package dev.rivet.spi.sink.objectstore;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After}: whole seconds, or a date. */
public final class RetryAfter {
  private RetryAfter() {}

  /**
   * How long the store asks us to stay away.
   *
   * @param value the header, null if there was none
   * @param now the store's own time, so that a wrong clock on our side does not matter: its header {@code Date}
   * @return zero if nothing is asked, the moment is past, or the text is neither form
   */
  public static Duration parse(@Nullable String value, Instant now) {
    if (value == null || value.isBlank()) {
      return Duration.ZERO;
    }
    String text = value.trim();
    try {
      if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Duration.ofSeconds(Long.parseLong(text));
      }
      Duration wait = Duration.between(now, date(text));
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return Duration.ZERO;
    }
  }

  /** As {@link #parse(String, Instant)}, with the store's time as it stands in its header. */
  public static Duration parse(@Nullable String value, @Nullable String date, Instant ownNow) {
    Instant now = ownNow;
    if (date != null) {
      try {
        now = date(date.trim());
      } catch (DateTimeException e) {
        now = ownNow;
      }
    }
    return parse(value, now);
  }

  private static Instant date(String text) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
  }
}
