package dev.rivet;

import dev.rivet.unit.DataSize;
import java.time.Duration;

/** Presets for how hard a source may be worked; {@link Tuning} changes single figures. */
public enum Profile {
  /** Own replica or idle server: no pauses, no statement limits, one retry. */
  FAST(
      20_000,
      32,
      Duration.ZERO,
      Duration.ZERO,
      Duration.ZERO,
      Duration.ZERO,
      1,
      Duration.ofSeconds(1)),
  /** The default: statements of about one second. */
  BALANCED(
      10_000,
      32,
      Duration.ofSeconds(1),
      Duration.ZERO,
      Duration.ofMinutes(5),
      Duration.ofSeconds(30),
      3,
      Duration.ofSeconds(2)),
  /** Production server under load: statements of about 250 ms with pauses in between. */
  GENTLE(
      2_000,
      8,
      Duration.ofMillis(250),
      Duration.ofMillis(20),
      Duration.ofMinutes(2),
      Duration.ofSeconds(10),
      5,
      Duration.ofSeconds(5));

  private final int batchRows;
  private final int batchMebibytes;
  private final Duration statementTarget;
  private final Duration throttle;
  private final Duration statementTimeout;
  private final Duration lockTimeout;
  private final int maxRetries;
  private final Duration retryBackoff;

  Profile(
      int batchRows,
      int batchMebibytes,
      Duration statementTarget,
      Duration throttle,
      Duration statementTimeout,
      Duration lockTimeout,
      int maxRetries,
      Duration retryBackoff) {
    this.batchRows = batchRows;
    this.batchMebibytes = batchMebibytes;
    this.statementTarget = statementTarget;
    this.throttle = throttle;
    this.statementTimeout = statementTimeout;
    this.lockTimeout = lockTimeout;
    this.maxRetries = maxRetries;
    this.retryBackoff = retryBackoff;
  }

  Tuning tuning() {
    return new Tuning(
        this,
        batchRows,
        DataSize.ofMebibytes(batchMebibytes),
        DataSize.ofMebibytes(256),
        statementTarget,
        throttle,
        statementTimeout,
        lockTimeout,
        maxRetries,
        retryBackoff,
        Budget.none());
  }
}
