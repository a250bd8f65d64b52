package dev.rivet.extract;

import static java.util.Objects.requireNonNull;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Only rows above the cursor that the last committed run left (contracts §2.4, §2.5, §6). The upper end is fixed before the
 * first row is read, and the cursor moves in the transaction that commits the run, never before.
 *
 * <p>The boundary is cursor and key together, so that rows with equal cursors are told apart; the key is the table's primary or
 * first unique key unless {@link #key} says otherwise. Rows that become visible later with a smaller cursor are passed over,
 * unless one of these is set:
 *
 * <ul>
 *   <li>{@link #overlap}: the last stretch is read again by the next run and replaces what was exported of it;
 *   <li>{@link #safetyLag}: nothing younger than this is read yet;
 *   <li>{@link #behindOpenTransactions}: nothing younger than the oldest open transaction is read yet.
 * </ul>
 *
 * <p>Defaults: none of them; one slice; one connection. Rows whose cursor is NULL are exported by the first run only and counted
 * by every plan (MI4); {@link #coalesce} avoids them. Deletes and updates that do not move the cursor stay unseen (MI8).
 * Immutable.
 *
 * @param columns the cursor: one column, or several of which the first that is not NULL counts
 * @param tieColumns columns that tell rows with equal cursors apart; empty for the table's key
 * @param lag see {@link #safetyLag}, zero for none
 * @param isBehindOpenTransactions see {@link #behindOpenTransactions}
 * @param overlapTime see {@link #overlap(Duration)}, zero for none
 * @param overlapUnits see {@link #overlap(long)}, zero for none
 * @param windowRows see {@link #rows}, zero for one slice
 * @param parallel slices at the same time, at least 1
 * @param maxAttempts claims per slice; 0 = retries + 1
 */
public record Incremental(
    List<String> columns,
    List<String> tieColumns,
    Duration lag,
    boolean isBehindOpenTransactions,
    Duration overlapTime,
    long overlapUnits,
    long windowRows,
    int parallel,
    int maxAttempts)
    implements Extraction {

  /** Copies the lists and checks the numbers. */
  public Incremental {
    columns = List.copyOf(columns);
    tieColumns = List.copyOf(tieColumns);
    requireNonNull(lag, "lag");
    requireNonNull(overlapTime, "overlapTime");
    if (columns.isEmpty()
        || columns.stream().anyMatch(String::isEmpty)
        || tieColumns.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("a cursor column must not be empty");
    }
    if (lag.isNegative() || overlapTime.isNegative() || overlapUnits < 0 || windowRows < 0) {
      throw new IllegalArgumentException("lag, overlap and rows must not be negative");
    }
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel must be at least 1: " + parallel);
    }
    if (maxAttempts < 0) {
      throw new IllegalArgumentException("maxAttempts must not be negative: " + maxAttempts);
    }
  }

  /** By one column that grows. */
  public static Incremental by(String column) {
    return of(List.of(requireNonNull(column, "column")));
  }

  /**
   * By the first of several columns that is not NULL, for example {@code updated_at} with {@code created_at} behind it. The last
   * should be NOT NULL.
   */
  public static Incremental coalesce(String first, String second, String... more) {
    List<String> columns = new ArrayList<>(List.of(first, second));
    columns.addAll(List.of(more));
    return of(columns);
  }

  private static Incremental of(List<String> columns) {
    return new Incremental(columns, List.of(), Duration.ZERO, false, Duration.ZERO, 0, 0, 1, 0);
  }

  /** Columns that tell rows with equal cursors apart; together unique and NOT NULL. */
  public Incremental key(String... names) {
    List<String> key = List.of(names);
    if (!tieColumns.isEmpty() && !tieColumns.equals(key)) {
      throw new IllegalStateException("key was already set to " + tieColumns + ", now " + key);
    }
    return new Incremental(
        columns,
        key,
        lag,
        isBehindOpenTransactions,
        overlapTime,
        overlapUnits,
        windowRows,
        parallel,
        maxAttempts);
  }

  /**
   * Leaves rows younger than this, by the server's clock, to later runs: transactions that take less time from setting the cursor
   * to their commit lose nothing. Needs a date or time cursor; one without zone is taken as UTC unless {@code column(ColumnRule.of(…)
   * .zone(…))} says otherwise.
   */
  public Incremental safetyLag(Duration duration) {
    Duration now = positive(duration, "safetyLag");
    if (!lag.isZero() && !lag.equals(now)) {
      throw new IllegalStateException("safetyLag was already set to " + lag + ", now " + now);
    }
    return new Incremental(
        columns,
        tieColumns,
        now,
        isBehindOpenTransactions,
        overlapTime,
        overlapUnits,
        windowRows,
        parallel,
        maxAttempts);
  }

  /**
   * Leaves rows younger than the oldest open transaction of the database to later runs, so that a late commit is never passed over,
   * however late. Needs a date or time cursor that the server's clock fills, and an account that sees the transactions of others
   * (PostgreSQL: {@code pg_read_all_stats}).
   */
  public Incremental behindOpenTransactions() {
    return new Incremental(
        columns,
        tieColumns,
        lag,
        true,
        overlapTime,
        overlapUnits,
        windowRows,
        parallel,
        maxAttempts);
  }

  /**
   * Reads the last stretch of the cursor again in the next run, whose manifest supersedes what was exported of it: late, backdated
   * and changed rows within it are found, and no row counts twice. Needs a date or time cursor; excludes {@link #overlap(long)}.
   */
  public Incremental overlap(Duration stretch) {
    Duration now = positive(stretch, "overlap");
    return overlapping(now, 0);
  }

  /** As {@link #overlap(Duration)}, for cursors that are numbers. */
  public Incremental overlap(long units) {
    if (units < 1) {
      throw new IllegalArgumentException("overlap must be at least 1: " + units);
    }
    return overlapping(Duration.ZERO, units);
  }

  private Incremental overlapping(Duration time, long units) {
    boolean isSet = !overlapTime.isZero() || overlapUnits > 0;
    if (isSet && (!overlapTime.equals(time) || overlapUnits != units)) {
      throw new IllegalStateException(
          "overlap was already set to "
              + (overlapUnits > 0 ? String.valueOf(overlapUnits) : overlapTime.toString())
              + ", now "
              + (units > 0 ? String.valueOf(units) : time.toString()));
    }
    return new Incremental(
        columns,
        tieColumns,
        lag,
        isBehindOpenTransactions,
        time,
        units,
        windowRows,
        parallel,
        maxAttempts);
  }

  private static Duration positive(Duration duration, String what) {
    if (requireNonNull(duration, what).isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(what + " must be positive: " + duration);
    }
    return duration;
  }

  /**
   * Cuts what is new into slices of about this many rows, each durable for itself: a crash costs one slice, and slices may run in
   * parallel. Worth it for the first run over a large table.
   */
  public Incremental rows(long perSlice) {
    if (perSlice < 1) {
      throw new IllegalArgumentException("rows must be at least 1: " + perSlice);
    }
    return new Incremental(
        columns,
        tieColumns,
        lag,
        isBehindOpenTransactions,
        overlapTime,
        overlapUnits,
        perSlice,
        parallel,
        maxAttempts);
  }

  /** Slices at the same time, each over its own connection; needs {@link #rows}. */
  public Incremental parallel(int slices) {
    return new Incremental(
        columns,
        tieColumns,
        lag,
        isBehindOpenTransactions,
        overlapTime,
        overlapUnits,
        windowRows,
        slices,
        maxAttempts);
  }

  /** How often a slice may be claimed before the run fails. */
  public Incremental maxAttempts(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1: " + attempts);
    }
    return new Incremental(
        columns,
        tieColumns,
        lag,
        isBehindOpenTransactions,
        overlapTime,
        overlapUnits,
        windowRows,
        parallel,
        attempts);
  }

  /** Whether the next run reads a stretch again. */
  public boolean isOverlapping() {
    return !overlapTime.isZero() || overlapUnits > 0;
  }

  @Override
  public boolean isCheckpointed() {
    return windowRows > 0;
  }

  @Override
  public String strategy() {
    return "incremental";
  }

  @Override
  public Extraction essence() {
    return new Incremental(columns, tieColumns, Duration.ZERO, false, Duration.ZERO, 0, 0, 1, 0);
  }

  @Override
  public List<Problem> problems(Relation relation) {
    List<Problem> problems = new ArrayList<>();
    List<String> all = new ArrayList<>(columns);
    all.addAll(tieColumns);
    if (new HashSet<>(columns).size() < columns.size()
        || new HashSet<>(tieColumns).size() < tieColumns.size()) {
      problems.add(invalid("Incremental", "names a column twice: " + all));
    }
    if (parallel > 1 && windowRows == 0) {
      problems.add(
          invalid(
              "Incremental.parallel",
              "there is one slice unless rows(…) cuts it, so "
                  + parallel
                  + " at a time make no sense. Add rows(…)."));
    }
    return problems;
  }

  private static Problem invalid(String subject, String message) {
    return new Problem(ErrorCode.EXPORT_INVALID, subject, message);
  }
}
