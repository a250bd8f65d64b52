package dev.rivet.sink.gcs.stub;

/** What the store answers when it does not do what was asked. */
final class StoreError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int status;
  final String reason;

  StoreError(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static StoreError notFound(String what) {
    return new StoreError(404, "notFound", "No such " + what);
  }

  static StoreError conditionNotMet() {
    return new StoreError(412, "conditionNotMet", "At least one pre-condition did not hold.");
  }
}
