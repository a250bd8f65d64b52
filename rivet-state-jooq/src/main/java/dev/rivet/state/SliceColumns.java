package dev.rivet.state;

import static dev.rivet.state.Tables.BOUNDS_COLUMN;
import static dev.rivet.state.Tables.BOUNDS_FROM;
import static dev.rivet.state.Tables.BOUNDS_KIND;
import static dev.rivet.state.Tables.BOUNDS_TO;
import static dev.rivet.state.Tables.SLICE_INDEX;

import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Bounds of a slice as values in columns; those that are lists are framed by their lengths. */
record SliceColumns(String kind, @Nullable String column, @Nullable Long from, @Nullable Long to) {

  static SliceColumns of(SliceBounds bounds) {
    if (bounds instanceof SliceBounds.Whole) {
      return new SliceColumns("WHOLE", null, null, null);
    }
    if (bounds instanceof SliceBounds.Range range) {
      return new SliceColumns("RANGE", range.column(), range.from(), range.to());
    }
    if (bounds instanceof SliceBounds.NullKey nullKey) {
      return new SliceColumns("NULL_KEY", nullKey.column(), null, null);
    }
    if (bounds instanceof SliceBounds.Outside outside) {
      return new SliceColumns("OUTSIDE", outside.column(), outside.from(), outside.to());
    }
    if (bounds instanceof SliceBounds.Interval interval) {
      return new SliceColumns("INTERVAL", Frames.of(interval), null, null);
    }
    if (bounds instanceof SliceBounds.Nulls nulls) {
      return new SliceColumns("NULLS", Frames.of(nulls), null, null);
    }
    throw new IllegalArgumentException("bounds that cannot be stored: " + bounds);
  }

  static Slice slice(Record row) {
    return new Slice(row.get(SLICE_INDEX), bounds(row));
  }

  private static SliceBounds bounds(Record row) {
    String kind = row.get(BOUNDS_KIND);
    String column = row.get(BOUNDS_COLUMN);
    return switch (kind) {
      case "WHOLE" -> new SliceBounds.Whole();
      case "RANGE" -> new SliceBounds.Range(column, row.get(BOUNDS_FROM), row.get(BOUNDS_TO));
      case "NULL_KEY" -> new SliceBounds.NullKey(column);
      case "OUTSIDE" -> new SliceBounds.Outside(column, row.get(BOUNDS_FROM), row.get(BOUNDS_TO));
      case "INTERVAL" -> Frames.interval(column);
      case "NULLS" -> Frames.nulls(column);
      default -> throw new IllegalStateException("bounds of unknown kind " + kind);
    };
  }
}
