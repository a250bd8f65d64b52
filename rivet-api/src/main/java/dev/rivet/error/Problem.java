package dev.rivet.error;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong, as part of a list. Immutable.
 *
 * @param code stable code
 * @param subject what it is about: a column, a builder call, a slice, an object key
 * @param message what, why and how to fix
 */
public record Problem(ErrorCode code, String subject, String message) {
  /** Checks for null. */
  public Problem {
    requireNonNull(code, "code");
    requireNonNull(subject, "subject");
    requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return code + "  " + subject + ": " + message;
  }
}
