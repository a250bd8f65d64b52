package dev.rivet.spi.dialect;

import static java.util.Objects.requireNonNull;

import dev.rivet.unit.DataSize;
import java.time.Duration;

/**
 * Limits of a read. Immutable.
 *
 * @param batchRows a batch is handed over at this many rows
 * @param batchBytes … or at this many bytes of values, whichever comes first; one larger row is a batch of its own
 * @param maxValue a larger single value fails with {@code VALUE_TOO_LARGE}; zero for no limit
 * @param statementTarget how long one statement should run; the reader cuts the slice into statements of about this length,
 *     zero for one statement per slice
 * @param isSlowConsumerCounted whether time in which the consumer kept the reader waiting counts towards the target: true
 *     bounds what the server sees, false keeps pages large for slow consumers
 */
public record ReadOptions(
    int batchRows,
    DataSize batchBytes,
    DataSize maxValue,
    Duration statementTarget,
    boolean isSlowConsumerCounted) {
  /** Checks the limits. */
  public ReadOptions {
    requireNonNull(batchBytes, "batchBytes");
    requireNonNull(maxValue, "maxValue");
    requireNonNull(statementTarget, "statementTarget");
    if (batchRows < 1) {
      throw new IllegalArgumentException("batchRows must be at least 1: " + batchRows);
    }
  }
}
