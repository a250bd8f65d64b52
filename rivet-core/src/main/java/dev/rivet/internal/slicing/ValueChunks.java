package dev.rivet.internal.slicing;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.ChunkSize;
import dev.rivet.extract.Chunked;
import dev.rivet.plan.KeyBound;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.KeyColumn;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chunks of whole days (CD1) and of equally many rows (CD2), and one for NULL keys where there are any. */
final class ValueChunks {
  private static final String SUBJECT = "Chunked.by";
  private static final long MOST_DAYS = 1_000_000;

  private final Chunked options;

  ValueChunks(Chunked options) {
    this.options = options;
  }

  Slicing slice(SlicingInput input) throws SQLException {
    KeyColumns columns = KeyColumns.of(input);
    KeyColumn column = columns.find(options.key().orElseThrow(), SUBJECT);
    boolean isByDays = options.chunkSize() instanceof ChunkSize.Days;
    if (column != null && isByDays && !column.family().isTemporal()) {
      columns.refuse(
          ErrorCode.CURSOR_COLUMN_UNSUITABLE,
          "Chunked.byDays",
          "column \""
              + column.name()
              + "\" is "
              + column.nativeType()
              + "; days need a date or time. Use rows(…) or dense().");
    }
    if (column == null || !columns.problems().isEmpty()) {
      return Slicing.refused(columns.problems());
    }
    List<KeyTerm> key = List.of(KeyTerm.of(column.name()));
    SliceBounds.Interval all = SliceBounds.Interval.above(key, null);
    Optional<List<String>> first = input.relation().keyAt(all, 0);
    Optional<List<String>> last = input.relation().lastKey(all);
    List<SliceBounds> bounds = new ArrayList<>();
    if (first.isPresent() && last.isPresent()) {
      String min = first.get().get(0);
      String max = last.get().get(0);
      if (isByDays) {
        Problem problem = days(column, min, max, bounds);
        if (problem != null) {
          return Slicing.refused(problem);
        }
      } else {
        bounds.addAll(
            Windows.cut(
                input.relation(),
                key,
                null,
                KeyBound.including(last.get()),
                ((ChunkSize.Dense) options.chunkSize()).rows(),
                KeysetSlicer.MOST_WINDOWS));
      }
    }
    int windows = bounds.size();
    SliceBounds.Nulls nulls = new SliceBounds.Nulls(key.get(0));
    if (column.isNullable() && input.relation().count(nulls) > 0) {
      bounds.add(nulls);
    }
    return Slicing.of(
        bounds, rationale(column, windows, bounds.size() > windows), warnings(input, column), null);
  }

  private @Nullable Problem days(
      KeyColumn column, String min, String max, List<SliceBounds> bounds) {
    for (String end : List.of(min, max)) {
      if (!KeyMath.isFinite(column.family(), end)) {
        return new Problem(
            ErrorCode.CURSOR_COLUMN_UNSUITABLE,
            "Chunked.byDays",
            "\""
                + column.name()
                + "\" holds "
                + end
                + ", which is no day of the calendar. Use dense().");
      }
    }
    int width = ((ChunkSize.Days) options.chunkSize()).days();
    LocalDate last = KeyMath.day(column.family(), max);
    LocalDate from = KeyMath.day(column.family(), min);
    if ((last.toEpochDay() - from.toEpochDay()) / width >= MOST_DAYS) {
      return new Problem(
          ErrorCode.CHUNK_KEY_SPARSE,
          "Chunked.byDays",
          "from " + from + " to " + last + " there are too many chunks. Use more days per chunk.");
    }
    for (; !from.isAfter(last); from = from.plusDays(width)) {
      LocalDate to = from.plusDays(width).isAfter(last) ? last.plusDays(1) : from.plusDays(width);
      bounds.add(
          new SliceBounds.Interval(
              List.of(KeyTerm.of(column.name())),
              KeyBound.including(List.of(KeyMath.at(column.family(), from))),
              KeyBound.excluding(List.of(KeyMath.at(column.family(), to)))));
    }
    return null;
  }

  private String rationale(KeyColumn column, int windows, boolean hasNulls) {
    String width =
        options.chunkSize() instanceof ChunkSize.Days days
            ? days.days() + " days"
            : ((ChunkSize.Dense) options.chunkSize()).rows() + " rows";
    return windows
        + " ranges of \""
        + column.name()
        + "\" with "
        + width
        + " each"
        + (hasNulls ? ", and one for NULL keys" : "");
  }

  private static List<Problem> warnings(SlicingInput input, KeyColumn column) {
    return input.facts().indexedColumns().contains(column.name())
        ? List.of()
        : List.of(
            new Problem(
                ErrorCode.SOURCE_OVERLOADED,
                SUBJECT,
                "no index starts with \""
                    + column.name()
                    + "\": every slice scans the whole relation"));
  }
}
