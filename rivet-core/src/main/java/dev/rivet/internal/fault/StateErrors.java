package dev.rivet.internal.fault;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.StateStoreException;
import dev.rivet.internal.redact.Redactor;
import dev.rivet.spi.state.StateException;
import java.util.List;

/** The one place where a state store's exception becomes ours. */
public final class StateErrors {
  private StateErrors() {}

  /** A step of a state store. */
  @FunctionalInterface
  public interface Step<T> {
    /** Does it. */
    T run() throws StateException;
  }

  /** A step without result. */
  @FunctionalInterface
  public interface VoidStep {
    /** Does it. */
    void run() throws StateException;
  }

  /** Runs a step; {@code attempted} names it in the failure. */
  public static <T> T call(String attempted, Context context, Step<T> step) {
    try {
      return step.run();
    } catch (StateException e) {
      throw wrap(e, attempted, context);
    }
  }

  /** Runs a step. */
  public static void run(String attempted, Context context, VoidStep step) {
    try {
      step.run();
    } catch (StateException e) {
      throw wrap(e, attempted, context);
    }
  }

  private static StateStoreException wrap(StateException e, String attempted, Context context) {
    ErrorCode code =
        switch (e.kind()) {
          case LEASE_LOST -> ErrorCode.LEASE_LOST;
          case ILLEGAL_TRANSITION -> ErrorCode.STATE_ILLEGAL_TRANSITION;
          case TOO_NEW -> ErrorCode.STATE_TOO_NEW;
          case UNAVAILABLE -> ErrorCode.STATE_FAILED;
        };
    String fix =
        switch (e.kind()) {
          case LEASE_LOST -> "Another process took this export over; let it finish.";
          case ILLEGAL_TRANSITION ->
              "Another process may have worked on the same run; look at rivet.runs().";
          case TOO_NEW -> "Use the newer library, or another state store.";
          case UNAVAILABLE -> "Nothing else was changed; applying the same plan again continues.";
        };
    return new StateStoreException(
        code,
        attempted + ": " + Redactor.secrets(String.valueOf(e.getMessage())) + "\n  " + fix,
        List.of(),
        context.toMap(),
        e);
  }
}
