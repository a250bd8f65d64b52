package dev.rivet.internal.quality;

import dev.rivet.Quality;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Decides whether the rows of a run keep the rules. */
public final class QualityGate {
  private QualityGate() {}

  /**
   * What the gate says.
   *
   * @param failures broken rules; any of them fails the run
   * @param warnings rules that could not be checked to the end, with the reason
   */
  public record Verdict(List<String> failures, List<String> warnings) {
    /** Copies the lists. */
    public Verdict {
      failures = List.copyOf(failures);
      warnings = List.copyOf(warnings);
    }

    /** Whether no rule is broken. */
    public boolean isPassed() {
      return failures.isEmpty();
    }
  }

  /** QG1: one message per rule on a column that the output does not have; asked as soon as the schema is known. */
  public static List<String> unknownColumns(Quality rules, Schema schema) {
    List<String> names = schema.getFields().stream().map(Field::getName).toList();
    Set<String> wanted = new LinkedHashSet<>(new TreeMap<>(rules.nullRatioMax()).keySet());
    wanted.addAll(rules.unique());
    List<String> problems = new ArrayList<>();
    for (String column : wanted) {
      if (!names.contains(column)) {
        problems.add(
            "quality rule on column '"
                + column
                + "', which the output does not have; it has "
                + names);
      }
    }
    return problems;
  }

  /**
   * QG2 to QG5, over the merged figures of all slices.
   *
   * @param distinct the merged sets of the unique columns; a column without one is reported as not checked
   */
  public static Verdict evaluate(
      Quality rules, BatchStatistics figures, Map<String, DistinctHashes> distinct) {
    List<String> failures = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    checkRowCount(rules, figures.rows(), failures);
    new TreeMap<>(rules.nullRatioMax())
        .forEach((column, limit) -> checkNulls(column, limit, figures, failures));
    for (String column : new LinkedHashSet<>(rules.unique())) {
      DistinctHashes seen = distinct.get(column);
      if (seen == null) {
        warnings.add(
            "column '"
                + column
                + "': uniqueness was not checked, because not all rows of the run were seen");
      } else {
        checkUnique(column, seen, failures, warnings);
      }
    }
    return new Verdict(failures, warnings);
  }

  private static void checkRowCount(Quality rules, long rows, List<String> failures) {
    Long min = rules.rowCountMin();
    if (min != null && rows < min) {
      failures.add("row count " + rows + " is below the minimum " + min);
    }
    Long max = rules.rowCountMax();
    if (max != null && rows > max) {
      failures.add("row count " + rows + " is above the maximum " + max);
    }
  }

  /** Strictly greater fails; no rows have no NULLs. */
  private static void checkNulls(
      String column, double limit, BatchStatistics figures, List<String> failures) {
    long nulls = figures.nulls().getOrDefault(column, 0L);
    double ratio = figures.rows() == 0 ? 0 : (double) nulls / figures.rows();
    if (ratio > limit) {
      failures.add(
          "column '"
              + column
              + "': null ratio "
              + ratio
              + " ("
              + nulls
              + " of "
              + figures.rows()
              + " rows) is above "
              + limit);
    }
  }

  private static void checkUnique(
      String column, DistinctHashes seen, List<String> failures, List<String> warnings) {
    if (seen.isFull()) {
      warnings.add(
          "column '"
              + column
              + "': uniqueness was not checked to the end, because there are more than "
              + seen.limit()
              + " distinct values; raise Quality.uniqueLimit");
    } else if (seen.duplicates() > 0) {
      failures.add(
          "column '"
              + column
              + "': "
              + seen.duplicates()
              + " duplicates among "
              + seen.values()
              + " values that must be unique");
    }
  }
}
