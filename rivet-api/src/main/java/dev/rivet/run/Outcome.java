package dev.rivet.run;

import dev.rivet.error.DataIntegrityException;
import dev.rivet.error.OutcomeUnknownException;
import dev.rivet.error.Recovery;
import dev.rivet.error.RivetException;
import dev.rivet.error.SchemaDriftException;

/** Class of a result; told by the type of the exception, never by its text (OC1). From good to worst. */
public enum Outcome {
  /** Worked, or there was nothing to do. */
  OK(0),
  /** Definition, configuration or use: fix it, do not retry blindly. */
  GENERIC(1),
  /** Transient: the same call may work later. */
  RETRYABLE(2),
  /** Drift policy {@code FAIL}: a person must look at the columns. */
  SCHEMA_DRIFT(4),
  /** Quality, reconcile or validation: stop and investigate. */
  DATA_INTEGRITY(3);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code a command would end with: 0, 1, 2, 3 or 4. */
  public int exitCode() {
    return exitCode;
  }

  /** The class of a failure. */
  public static Outcome of(RivetException failure) {
    if (failure instanceof DataIntegrityException || failure instanceof OutcomeUnknownException) {
      return DATA_INTEGRITY;
    }
    if (failure instanceof SchemaDriftException) {
      return SCHEMA_DRIFT;
    }
    return failure.recovery() == Recovery.RETRY ? RETRYABLE : GENERIC;
  }

  /** The worse of two: integrity, then drift, then retryable, then generic. */
  public Outcome worse(Outcome other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
