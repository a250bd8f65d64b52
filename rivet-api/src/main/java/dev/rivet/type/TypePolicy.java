package dev.rivet.type;

/** How tolerant planning is towards column types. */
public enum TypePolicy {
  /** Refuses unsupported and {@link Fidelity#LOSSY} columns. */
  STRICT,
  /** Refuses unsupported columns, warns about lossy ones. The default. */
  STANDARD,
  /** Reads otherwise unsupported types as the server's text and records that in the plan. */
  PERMISSIVE
}
