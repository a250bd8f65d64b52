package dev.rivet;

import static java.util.Objects.requireNonNull;

import dev.rivet.unit.DataSize;
import java.time.Duration;

/**
 * How hard the source is worked and how much memory a slice may hold. Start from a {@link Profile} and change single figures;
 * the rest of the profile stays (TU1). Immutable. Default: {@link #balanced()}.
 *
 * @param profile the preset it started from
 * @param batchRows rows per batch, at least 1
 * @param batchBytes value bytes per batch; the batch closes at whichever comes first
 * @param maxValue largest single value; zero for no limit
 * @param statementTarget how long one statement should run; zero for one statement per slice
 * @param throttle pause per {@code batchRows} rows, in proportion to rows, however they are batched (TU4)
 * @param statementTimeout longest a statement may run; zero for none
 * @param lockTimeout longest wait for a lock; zero for none
 * @param maxRetries retries of a transient failure per claim of a slice
 * @param retryBackoff delay before the first retry; doubles, capped at 60 s, ±20 % jitter (RT1)
 * @param budget the most harm a run may do to its source
 */
public record Tuning(
    Profile profile,
    int batchRows,
    DataSize batchBytes,
    DataSize maxValue,
    Duration statementTarget,
    Duration throttle,
    Duration statementTimeout,
    Duration lockTimeout,
    int maxRetries,
    Duration retryBackoff,
    Budget budget) {

  /** Checks the figures. */
  public Tuning {
    requireNonNull(profile, "profile");
    requireNonNull(maxValue, "maxValue");
    requireNonNull(budget, "budget");
    if (batchRows < 1) {
      throw new IllegalArgumentException("batchRows must be at least 1: " + batchRows);
    }
    if (batchBytes.bytes() < 1) {
      throw new IllegalArgumentException("batchBytes must be positive");
    }
    if (maxRetries < 0) {
      throw new IllegalArgumentException("maxRetries must not be negative: " + maxRetries);
    }
    if (statementTarget.isNegative()
        || throttle.isNegative()
        || statementTimeout.isNegative()
        || lockTimeout.isNegative()
        || retryBackoff.isNegative()) {
      throw new IllegalArgumentException("durations must not be negative");
    }
  }

  /** {@link Profile#FAST}. */
  public static Tuning fast() {
    return Profile.FAST.tuning();
  }

  /** {@link Profile#BALANCED}, the default. */
  public static Tuning balanced() {
    return Profile.BALANCED.tuning();
  }

  /** {@link Profile#GENTLE}. */
  public static Tuning gentle() {
    return Profile.GENTLE.tuning();
  }

  /** Rows per batch. */
  public Tuning batchRows(int rows) {
    return new Tuning(
        profile,
        rows,
        batchBytes,
        maxValue,
        statementTarget,
        throttle,
        statementTimeout,
        lockTimeout,
        maxRetries,
        retryBackoff,
        budget);
  }

  /** Value bytes per batch. */
  public Tuning batchBytes(DataSize size) {
    return new Tuning(
        profile,
        batchRows,
        size,
        maxValue,
        statementTarget,
        throttle,
        statementTimeout,
        lockTimeout,
        maxRetries,
        retryBackoff,
        budget);
  }

  /** Largest single value; zero for no limit. */
  public Tuning maxValue(DataSize size) {
    return new Tuning(
        profile,
        batchRows,
        batchBytes,
        size,
        statementTarget,
        throttle,
        statementTimeout,
        lockTimeout,
        maxRetries,
        retryBackoff,
        budget);
  }

  /** How long one statement should run; zero for one statement per slice. */
  public Tuning statementTarget(Duration duration) {
    return new Tuning(
        profile,
        batchRows,
        batchBytes,
        maxValue,
        duration,
        throttle,
        statementTimeout,
        lockTimeout,
        maxRetries,
        retryBackoff,
        budget);
  }

  /** Pause per {@link #batchRows()} rows. */
  public Tuning throttle(Duration duration) {
    return new Tuning(
        profile,
        batchRows,
        batchBytes,
        maxValue,
        statementTarget,
        duration,
        statementTimeout,
        lockTimeout,
        maxRetries,
        retryBackoff,
        budget);
  }

  /** Longest a statement may run. */
  public Tuning statementTimeout(Duration duration) {
    return new Tuning(
        profile,
        batchRows,
        batchBytes,
        maxValue,
        statementTarget,
        throttle,
        duration,
        lockTimeout,
        maxRetries,
        retryBackoff,
        budget);
  }

  /** Longest wait for a lock. */
  public Tuning lockTimeout(Duration duration) {
    return new Tuning(
        profile,
        batchRows,
        batchBytes,
        maxValue,
        statementTarget,
        throttle,
        statementTimeout,
        duration,
        maxRetries,
        retryBackoff,
        budget);
  }

  /** Retries of a transient failure per claim. */
  public Tuning maxRetries(int retries) {
    return new Tuning(
        profile,
        batchRows,
        batchBytes,
        maxValue,
        statementTarget,
        throttle,
        statementTimeout,
        lockTimeout,
        retries,
        retryBackoff,
        budget);
  }

  /** Delay before the first retry. */
  public Tuning retryBackoff(Duration duration) {
    return new Tuning(
        profile,
        batchRows,
        batchBytes,
        maxValue,
        statementTarget,
        throttle,
        statementTimeout,
        lockTimeout,
        maxRetries,
        duration,
        budget);
  }

  /** The most harm a run may do to its source. Default: no bound. */
  public Tuning budget(Budget limits) {
    return new Tuning(
        profile,
        batchRows,
        batchBytes,
        maxValue,
        statementTarget,
        throttle,
        statementTimeout,
        lockTimeout,
        maxRetries,
        retryBackoff,
        limits);
  }
}
