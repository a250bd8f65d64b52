package dev.rivet.internal.slicing;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.TimeWindow;
import dev.rivet.plan.KeyBound;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.KeyColumn;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From UTC midnight some days ago, without an end (TW1, TW2). */
final class TimeWindowSlicer implements Slicer {
  /** Days back to year 1: what every database can spell. */
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);

  private final TimeWindow options;

  TimeWindowSlicer(TimeWindow options) {
    this.options = options;
  }

  @Override
  public Slicing slice(SlicingInput input) throws SQLException {
    KeyColumns columns = KeyColumns.of(input);
    KeyColumn column = columns.find(options.column(), "TimeWindow.lastDays");
    if (column == null) {
      return Slicing.refused(columns.problems());
    }
    boolean fits =
        options.isUnixSeconds()
            ? column.family() == KeyColumn.Family.INTEGER
            : column.family().isTemporal();
    if (!fits) {
      return Slicing.refused(
          new Problem(
              ErrorCode.CURSOR_COLUMN_UNSUITABLE,
              "TimeWindow.lastDays",
              "column \""
                  + column.name()
                  + "\" is "
                  + column.nativeType()
                  + ", but "
                  + (options.isUnixSeconds()
                      ? "unixSeconds() needs an integer."
                      : "a window needs a date or time; for seconds since 1970 add"
                          + " unixSeconds().")));
    }
    LocalDate today = LocalDate.ofInstant(input.now(), ZoneOffset.UTC);
    KeyBound lower = lower(column.family(), today);
    return Slicing.of(
        List.of(SliceBounds.Interval.above(List.of(KeyTerm.of(column.name())), lower)),
        lower == null
            ? "every \"" + column.name() + "\""
            : "\"" + column.name() + "\" from " + lower + " on");
  }

  private @Nullable KeyBound lower(KeyColumn.Family family, LocalDate today) {
    if (options.days() > today.toEpochDay() - FIRST.toEpochDay()) {
      return null;
    }
    LocalDate first = today.minusDays(options.days());
    return KeyBound.including(
        List.of(
            options.isUnixSeconds()
                ? String.valueOf(first.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
                : KeyMath.at(family, first)));
  }
}
