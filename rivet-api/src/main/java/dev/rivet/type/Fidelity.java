package dev.rivet.type;

/** How much of a source value survives in the file, best first. */
public enum Fidelity {
  /** Value and semantics survive. */
  EXACT,
  /** The value survives, its semantics are simplified (enum, interval, list). */
  COMPATIBLE,
  /** Text with a logical tag (JSON). */
  LOGICAL_STRING,
  /** Information is lost; only ever by an explicit choice. */
  LOSSY
}
