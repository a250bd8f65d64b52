package dev.rivet.sink.local;

import dev.rivet.spi.sink.SinkFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A failure whose meaning was found out where it happened, while the disk could still be asked. */
final class LocalSinkException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient SinkFailure verdict;

  LocalSinkException(String message, SinkFailure verdict, @Nullable Throwable cause) {
    super(message, cause);
    this.verdict = verdict;
  }

  SinkFailure verdict() {
    return verdict;
  }
}
