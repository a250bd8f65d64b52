package dev.rivet.extract;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Windows of a unique key of any type that can be ordered: integers, decimals, text, UUIDs, dates and times, also of several
 * columns (contracts §2.8). Each window is one slice of about {@link #rows} rows, found by stepping through the key's index when
 * the plan is made; gaps in the key do not matter, and text is compared by the server in its own collation.
 *
 * <p>Defaults: the primary key, or the first unique key without NULL ({@link #auto}); 100 000 rows per window; one window at a time;
 * finished windows survive a crash; everything is exported again by the next run unless {@link #appendOnly}. Immutable.
 *
 * @param columns the key in the order of its index; empty for the table's own
 * @param windowRows rows per window, at least 1
 * @param parallel windows at the same time, at least 1
 * @param isAppendOnly see {@link #appendOnly}
 * @param maxAttempts claims per slice; 0 = retries + 1
 */
public record Keyset(
    List<String> columns, long windowRows, int parallel, boolean isAppendOnly, int maxAttempts)
    implements Extraction {

  /** Rows per window unless told otherwise. */
  public static final long DEFAULT_ROWS = 100_000;

  /** Copies the list and checks the numbers. */
  public Keyset {
    columns = List.copyOf(columns);
    if (columns.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("a key column must not be empty");
    }
    if (windowRows < 1) {
      throw new IllegalArgumentException("rows must be at least 1: " + windowRows);
    }
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel must be at least 1: " + parallel);
    }
    if (maxAttempts < 0) {
      throw new IllegalArgumentException("maxAttempts must not be negative: " + maxAttempts);
    }
  }

  /** By a unique key of one or more columns. */
  public static Keyset by(String column, String... more) {
    List<String> columns = new ArrayList<>(List.of(column));
    columns.addAll(List.of(more));
    return new Keyset(columns, DEFAULT_ROWS, 1, false, 0);
  }

  /** By the table's primary key, or its first unique key without NULL, which the plan names. */
  public static Keyset auto() {
    return new Keyset(List.of(), DEFAULT_ROWS, 1, false, 0);
  }

  /** Rows per window. */
  public Keyset rows(long perWindow) {
    return new Keyset(columns, perWindow, parallel, isAppendOnly, maxAttempts);
  }

  /** Windows at the same time, each over its own connection. */
  public Keyset parallel(int windows) {
    return new Keyset(columns, windowRows, windows, isAppendOnly, maxAttempts);
  }

  /**
   * Goes on after the last key of the last committed run, for tables that only grow at the end of their key. Rows that become
   * visible later with a smaller key are not found; {@link Incremental} has means against that.
   */
  public Keyset appendOnly() {
    return new Keyset(columns, windowRows, parallel, true, maxAttempts);
  }

  /** How often a window may be claimed before the run fails. */
  public Keyset maxAttempts(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1: " + attempts);
    }
    return new Keyset(columns, windowRows, parallel, isAppendOnly, attempts);
  }

  @Override
  public boolean isCheckpointed() {
    return true;
  }

  @Override
  public String strategy() {
    return "keyset";
  }

  @Override
  public Extraction essence() {
    return new Keyset(columns, windowRows, 1, isAppendOnly, 0);
  }

  @Override
  public List<Problem> problems(Relation relation) {
    List<Problem> problems = new ArrayList<>();
    if (relation instanceof Relation.Query) {
      problems.add(
          new Problem(
              ErrorCode.EXPORT_INVALID,
              "Keyset",
              "needs the unique index of a table, not a query (KS1); use Export.table(…), or"
                  + " Chunked.by(…).dense() for a query."));
    }
    if (new HashSet<>(columns).size() < columns.size()) {
      problems.add(
          new Problem(ErrorCode.EXPORT_INVALID, "Keyset.by", "names a column twice: " + columns));
    }
    return problems;
  }
}
