package dev.rivet.spi.state;

/** State of a run: {@code WRITING → SEALING → COMMITTED}, and from the first two to {@code ABANDONED}. */
public enum RunState {
  /** Slices are being exported. */
  WRITING,
  /** All slices are durable; the immutable manifest is being or was put (I11). */
  SEALING,
  /** Final: manifest, marker and boundaries agree. */
  COMMITTED,
  /** Final: nothing of it counts. */
  ABANDONED
}
