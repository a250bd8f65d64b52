package dev.rivet.internal.fault;

import dev.rivet.error.SinkException;
import dev.rivet.internal.redact.Redactor;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.SinkFailure;
import java.io.IOException;
import java.util.List;

/** The one place where a sink's exception becomes ours. */
public final class SinkErrors {
  private SinkErrors() {}

  /** Wraps; {@code attempted} says what was being done and to which object. */
  public static SinkException wrap(
      Sink sink, IOException failure, String attempted, Context context) {
    SinkFailure verdict = sink.classify(failure);
    String reason =
        failure.getMessage() == null
            ? failure.getClass().getSimpleName()
            : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    String message = attempted + ": " + Redactor.secrets(reason);
    if (!verdict.hint().isEmpty()) {
      message += "\n  " + verdict.hint();
    }
    return new SinkException(verdict.code(), message, List.of(), context.toMap(), failure);
  }
}
