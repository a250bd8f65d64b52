package dev.rivet.internal.quality;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures of the rows of one slice, or of several. Plain values, so that they can be kept per slice. Immutable.
 *
 * @param rows number of rows
 * @param nulls number of NULLs by column; every column has an entry
 * @param maxBytes length of the longest value by text, JSON or binary column; 0 if there is none (SD5)
 */
public record BatchStatistics(long rows, Map<String, Long> nulls, Map<String, Long> maxBytes) {
  /** Copies the maps. */
  public BatchStatistics {
    nulls = Map.copyOf(nulls);
    maxBytes = Map.copyOf(maxBytes);
  }

  /** Of no rows. */
  public static BatchStatistics empty() {
    return new BatchStatistics(0, Map.of(), Map.of());
  }

  /** Of the rows of both. */
  public BatchStatistics plus(BatchStatistics other) {
    Map<String, Long> allNulls = new LinkedHashMap<>(nulls);
    other.nulls.forEach((column, count) -> allNulls.merge(column, count, Long::sum));
    Map<String, Long> allMaxBytes = new LinkedHashMap<>(maxBytes);
    other.maxBytes.forEach((column, length) -> allMaxBytes.merge(column, length, Math::max));
    return new BatchStatistics(Math.addExact(rows, other.rows), allNulls, allMaxBytes);
  }
}
