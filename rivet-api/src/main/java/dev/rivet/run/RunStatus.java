package dev.rivet.run;

/** How a run ended. */
public enum RunStatus {
  /** Committed. */
  SUCCESS,
  /** Not committed. */
  FAILED,
  /** Nothing to do, nothing changed. */
  SKIPPED,
  /** Cancelled; resumable. */
  CANCELLED
}
