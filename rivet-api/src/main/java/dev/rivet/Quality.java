package dev.rivet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules checked over all rows of a run before anything becomes visible (QG1–QG5). A broken rule fails the run with {@code
 * QUALITY_FAILED}; no manifest, no marker. Default: no rules. Immutable.
 *
 * @param rowCountMin fewest rows, or null
 * @param rowCountMax most rows, or null
 * @param nullRatioMax column → largest share of NULLs, 0 to 1; strictly more fails
 * @param unique columns whose non-NULL values must be distinct
 * @param uniqueLimit distinct values tracked per column (about 24 bytes each); beyond it the rule passes with a warning
 */
public record Quality(
    @Nullable Long rowCountMin,
    @Nullable Long rowCountMax,
    Map<String, Double> nullRatioMax,
    List<String> unique,
    long uniqueLimit) {

  /** Checks the figures. */
  public Quality {
    nullRatioMax = Map.copyOf(nullRatioMax);
    unique = List.copyOf(unique);
    if (rowCountMin != null && rowCountMin < 0 || rowCountMax != null && rowCountMax < 0) {
      throw new IllegalArgumentException("row counts must not be negative");
    }
    if (rowCountMin != null && rowCountMax != null && rowCountMin > rowCountMax) {
      throw new IllegalArgumentException(
          "rowCountMin " + rowCountMin + " is above rowCountMax " + rowCountMax);
    }
    nullRatioMax.forEach(
        (column, ratio) -> {
          if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(
                "null ratio of '" + column + "' must be 0..1: " + ratio);
          }
        });
    if (uniqueLimit < 1) {
      throw new IllegalArgumentException("uniqueLimit must be at least 1: " + uniqueLimit);
    }
  }

  /** No rules. */
  public static Quality none() {
    return new Quality(null, null, Map.of(), List.of(), 10_000_000);
  }

  /** At least this many rows. */
  public Quality rowCountAtLeast(long rows) {
    return new Quality(rows, rowCountMax, nullRatioMax, unique, uniqueLimit);
  }

  /** At most this many rows. */
  public Quality rowCountAtMost(long rows) {
    return new Quality(rowCountMin, rows, nullRatioMax, unique, uniqueLimit);
  }

  /** At most this share of NULLs in a column. */
  public Quality nullRatioAtMost(String column, double ratio) {
    Map<String, Double> all = new LinkedHashMap<>(nullRatioMax);
    all.put(column, ratio);
    return new Quality(rowCountMin, rowCountMax, all, unique, uniqueLimit);
  }

  /** Distinct values in each of these columns. */
  public Quality unique(String... columns) {
    List<String> all = new ArrayList<>(unique);
    all.addAll(List.of(columns));
    return new Quality(rowCountMin, rowCountMax, nullRatioMax, all, uniqueLimit);
  }

  /** Distinct values tracked per column before the rule gives up with a warning. */
  public Quality uniqueLimit(long entries) {
    return new Quality(rowCountMin, rowCountMax, nullRatioMax, unique, entries);
  }

  /** Whether there is nothing to check. */
  public boolean isEmpty() {
    return rowCountMin == null && rowCountMax == null && nullRatioMax.isEmpty() && unique.isEmpty();
  }
}
