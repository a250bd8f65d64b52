package dev.rivet.state;

import dev.rivet.spi.state.Boundary;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** A boundary spread over columns, all of them null if there is none. */
record BoundaryColumns(
    Field<String> strategy,
    Field<Integer> sliceIndex,
    Field<String> cursor,
    Field<String> cursorType,
    Field<String> runId,
    Field<Instant> at) {

  List<Field<?>> all() {
    return List.of(strategy, sliceIndex, cursor, cursorType, runId, at);
  }

  Map<Field<?>, @Nullable Object> values(@Nullable Boundary boundary) {
    Map<Field<?>, @Nullable Object> values = new HashMap<>();
    all().forEach(field -> values.put(field, null));
    if (boundary != null) {
      values.put(strategy, boundary.strategy());
      values.put(sliceIndex, boundary.sliceIndex());
      values.put(cursor, boundary.cursor());
      values.put(cursorType, boundary.cursorType());
      values.put(runId, boundary.runId());
      values.put(at, boundary.at());
    }
    return values;
  }

  @Nullable Boundary read(Record row) {
    if (row.get(runId) == null) {
      return null;
    }
    return new Boundary(
        row.get(strategy),
        row.get(sliceIndex),
        row.get(cursor),
        row.get(cursorType),
        row.get(runId),
        row.get(at));
  }
}
