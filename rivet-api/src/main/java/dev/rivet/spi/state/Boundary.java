package dev.rivet.spi.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an export came (contracts §7). Immutable.
 *
 * @param strategy mode; a mode switch replaces the boundary (PG4)
 * @param sliceIndex highest slice of a sliced mode, or null
 * @param cursor cursor text of a cursor mode, or null
 * @param cursorType canonical type of the cursor, by which it is compared (PG3), or null
 * @param runId the run
 * @param at when
 */
public record Boundary(
    String strategy,
    @Nullable Integer sliceIndex,
    @Nullable String cursor,
    @Nullable String cursorType,
    String runId,
    Instant at) {

  /** For people: {@code chunk #9}, a cursor, or {@code complete}. */
  public String display() {
    if (cursor != null) {
      return cursor;
    }
    return sliceIndex == null ? "complete" : "chunk #" + sliceIndex;
  }
}
