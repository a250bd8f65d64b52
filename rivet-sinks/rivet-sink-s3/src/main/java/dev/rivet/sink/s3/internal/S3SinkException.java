package dev.rivet.sink.s3.internal;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.SinkFailure;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A failure with its meaning, found out where status and error code of the answer were at hand. */
final class S3SinkException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient SinkFailure verdict;
  private final int status;
  private final String errorCode;

  S3SinkException(
      String message,
      SinkFailure verdict,
      int status,
      String errorCode,
      @Nullable Throwable cause) {
    super(message, cause);
    this.verdict = verdict;
    this.status = status;
    this.errorCode = errorCode;
  }

  static S3SinkException permanent(
      ErrorCode code, String message, String hint, @Nullable Throwable cause) {
    return new S3SinkException(
        message, new SinkFailure(code, false, Duration.ZERO, hint), 0, "", cause);
  }

  SinkFailure verdict() {
    return verdict;
  }

  /** HTTP status, 0 if there was no answer. */
  int status() {
    return status;
  }

  /** The store's word for it, empty if it gave none. */
  String errorCode() {
    return errorCode;
  }

  /** The upload is not open any more: completed, or aborted by somebody. */
  boolean isNoSuchUpload() {
    return errorCode.equals("NoSuchUpload");
  }

  /** A condition of the request was not met. */
  boolean isPreconditionFailed() {
    return status == 412;
  }

  /** Somebody else is writing the same key at this moment. */
  boolean isConflict() {
    return status == 409;
  }
}
