package dev.rivet.extract;

import static java.util.Objects.requireNonNull;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.unit.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of an integer key, each one slice: the unit of checkpoint, retry, reconcile and repair. With {@link #byDays} ranges of a
 * date or time, with {@link #dense()} ranges that hold equally many rows.
 *
 * <p>Defaults: key found from the primary key ({@link #auto()}) or given ({@link #by}); 100 000 keys per chunk; one chunk
 * at a time; checkpointed; attempts = retries + 1. Rows whose key is NULL are exported by a slice of their own. Immutable.
 *
 * @param column the key, or null to take a single-column integer primary key (AR1)
 * @param size width of a chunk, or null for the default
 * @param parallel slices at the same time, at least 1
 * @param isCheckpointed see {@link #withoutCheckpoint()}
 * @param maxAttempts claims per slice; 0 = retries + 1
 * @param isSparseAllowed see {@link #allowSparse()}
 */
public record Chunked(
    @Nullable String column,
    @Nullable ChunkSize size,
    int parallel,
    boolean isCheckpointed,
    int maxAttempts,
    boolean isSparseAllowed)
    implements Extraction {

  /** Keys per chunk unless told otherwise. */
  public static final long DEFAULT_ROWS = 100_000;

  /** Checks the numbers. */
  public Chunked {
    if (column != null && column.isEmpty()) {
      throw new IllegalArgumentException(
          "chunk column must not be empty; use Chunked.auto() to take the primary key");
    }
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel must be at least 1: " + parallel);
    }
    if (maxAttempts < 0) {
      throw new IllegalArgumentException("maxAttempts must not be negative: " + maxAttempts);
    }
  }

  /** Ranges of the given integer column of the result. */
  public static Chunked by(String column) {
    return new Chunked(requireNonNull(column, "column"), null, 1, true, 0, false);
  }

  /** Ranges of the table's single-column integer primary key, which the plan names. */
  public static Chunked auto() {
    return new Chunked(null, null, 1, true, 0, false);
  }

  /** Key range per chunk; excludes {@link #count} and {@link #targetSize}. */
  public Chunked rows(long rows) {
    return sized(new ChunkSize.Rows(rows));
  }

  /** Number of chunks; excludes {@link #rows} and {@link #targetSize}. */
  public Chunked count(int count) {
    return sized(new ChunkSize.Count(count));
  }

  /** Source bytes per chunk (needs a table, not a query); excludes {@link #rows} and {@link #count}. */
  public Chunked targetSize(DataSize target) {
    return sized(new ChunkSize.Bytes(target));
  }

  /** Whole days per chunk of a date or time column; excludes the other widths. */
  public Chunked byDays(int days) {
    return sized(new ChunkSize.Days(days));
  }

  /** {@link #DEFAULT_ROWS} rows per chunk, whatever gaps the key has; excludes the other widths. */
  public Chunked dense() {
    return dense(DEFAULT_ROWS);
  }

  /**
   * So many rows per chunk, whatever gaps the key has, and for a key of any type that can be ordered; excludes the other widths.
   * Without an index on the key every step sorts the whole relation.
   */
  public Chunked dense(long rows) {
    return sized(new ChunkSize.Dense(rows));
  }

  private Chunked sized(ChunkSize newSize) {
    if (size != null && !size.equals(newSize)) {
      throw new IllegalStateException("chunk size was already set to " + size + ", now " + newSize);
    }
    return new Chunked(column, newSize, parallel, isCheckpointed, maxAttempts, isSparseAllowed);
  }

  /** Slices at the same time, each over its own connection. */
  public Chunked parallel(int slices) {
    return new Chunked(column, size, slices, isCheckpointed, maxAttempts, isSparseAllowed);
  }

  /** Finished chunks survive a crash; applying the same plan again continues. This is the default. */
  public Chunked checkpointed() {
    return new Chunked(column, size, parallel, true, maxAttempts, isSparseAllowed);
  }

  /** A run that did not finish is abandoned as a whole. */
  public Chunked withoutCheckpoint() {
    return new Chunked(column, size, parallel, false, maxAttempts, isSparseAllowed);
  }

  /** How often a chunk may be claimed before the run fails. */
  public Chunked maxAttempts(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1: " + attempts);
    }
    return new Chunked(column, size, parallel, isCheckpointed, attempts, isSparseAllowed);
  }

  /** Plans even where the key has far more values than the table has rows (CH7). */
  public Chunked allowSparse() {
    return new Chunked(column, size, parallel, isCheckpointed, maxAttempts, true);
  }

  /** The key, if the definition names it. */
  public Optional<String> key() {
    return Optional.ofNullable(column);
  }

  /** The width in force. */
  public ChunkSize chunkSize() {
    return size == null ? new ChunkSize.Rows(DEFAULT_ROWS) : size;
  }

  @Override
  public List<String> columns() {
    return column == null ? List.of() : List.of(column);
  }

  @Override
  public String strategy() {
    return "chunked";
  }

  @Override
  public List<Problem> problems(Relation relation) {
    List<Problem> problems = new ArrayList<>();
    if (relation instanceof Relation.Query && chunkSize() instanceof ChunkSize.Bytes) {
      problems.add(
          new Problem(
              ErrorCode.EXPORT_INVALID,
              "Chunked.targetSize",
              "needs the catalog's row width and so a table, not a query; use Chunked.rows(…)"));
    }
    if (column == null && chunkSize() instanceof ChunkSize.Days) {
      problems.add(
          new Problem(
              ErrorCode.EXPORT_INVALID,
              "Chunked.byDays",
              "needs a date or time column; use Chunked.by(…)"));
    }
    return problems;
  }
}
