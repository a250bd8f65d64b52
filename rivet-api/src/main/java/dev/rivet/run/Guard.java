package dev.rivet.run;

/** A refusal that {@code force} overrides (PA11). Integrity is not among them. */
public enum Guard {
  /** The plan is too old. */
  STALENESS,
  /** The stored cursor moved. */
  CURSOR_DRIFT,
  /** The plan was already applied. */
  ALREADY_APPLIED,
  /** An unfinished run of another plan is abandoned. */
  UNFINISHED_RUN
}
