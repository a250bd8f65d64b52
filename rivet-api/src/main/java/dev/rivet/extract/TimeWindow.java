package dev.rivet.extract;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The last days of a date or time column, from UTC midnight on and without an upper end (contracts §2.11). Keeps no cursor:
 * runs overlap on purpose, so that late changes are exported again; whoever loads them takes the newest. Rows without a time are
 * left out. Immutable.
 *
 * <p>Default: one slice in one snapshot, not resumable.
 *
 * @param column the date or time column, or an integer column of seconds since 1970
 * @param days days before today, at least 0; a window longer than the calendar reaches back to its beginning (TW2)
 * @param isUnixSeconds see {@link #unixSeconds}
 */
public record TimeWindow(String column, long days, boolean isUnixSeconds) implements Extraction {

  /** Checks the number. */
  public TimeWindow {
    requireNonNull(column, "column");
    if (column.isEmpty()) {
      throw new IllegalArgumentException("time column must not be empty");
    }
    if (days < 0) {
      throw new IllegalArgumentException("days must not be negative: " + days);
    }
  }

  /**
   * The last days.
   *
   * @param column date or time column
   * @param days days before today; 0 for today only
   */
  public static TimeWindow lastDays(String column, long days) {
    return new TimeWindow(column, days, false);
  }

  /** The column is an integer and counts seconds since 1970. */
  public TimeWindow unixSeconds() {
    return new TimeWindow(column, days, true);
  }

  @Override
  public List<String> columns() {
    return List.of(column);
  }

  @Override
  public int parallel() {
    return 1;
  }

  @Override
  public boolean isCheckpointed() {
    return false;
  }

  @Override
  public int maxAttempts() {
    return 0;
  }

  @Override
  public String strategy() {
    return "timewindow";
  }
}
