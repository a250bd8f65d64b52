package dev.rivet.internal.verify;

/** A part whose bytes are not what its format demands. */
final class MalformedPartException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedPartException(String message, Throwable cause) {
    super(message, cause);
  }
}
