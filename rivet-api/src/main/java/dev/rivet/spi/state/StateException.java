package dev.rivet.spi.state;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A step the state store did not record. */
public final class StateException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** Another owner took the lease over. */
    LEASE_LOST,
    /** The step is not allowed from the current state. */
    ILLEGAL_TRANSITION,
    /** The store was made by a newer version of the library. */
    TOO_NEW,
    /** The store cannot be reached or failed. */
    UNAVAILABLE
  }

  private final Kind kind;

  /** What was attempted goes into the message; no secrets. */
  public StateException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind");
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }
}
