package dev.rivet.inspect;

/** How well an export suits its source (CK1); advice, never a gate (CK2). */
public enum Verdict {
  /** An index leads to the key, and the table is small enough not to matter. */
  EFFICIENT,
  /** Fine, but worth a look at the advice. */
  ACCEPTABLE,
  /** Works, with more reading or memory than needed. */
  DEGRADED,
  /** Likely to hurt the source or to run out of memory. */
  UNSAFE
}
