package dev.rivet.spi.state;

/**
 * State of a slice: {@code PENDING → RUNNING → COMPLETED}; {@code RUNNING → FAILED → RUNNING} while attempts remain and the
 * failure is not pinned; a resume turns running and failed ones into {@code PENDING}. {@code COMPLETED} is final (I5).
 */
public enum SliceStatus {
  /** Not yet claimed. */
  PENDING,
  /** Claimed by a worker. */
  RUNNING,
  /** Durable, with its parts. Final. */
  COMPLETED,
  /** The last attempt failed. */
  FAILED
}
