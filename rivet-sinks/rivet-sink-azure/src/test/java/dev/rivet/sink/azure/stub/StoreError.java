package dev.rivet.sink.azure.stub;

/** What the store answers when it does not do what was asked. */
final class StoreError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int status;
  final String code;

  StoreError(int status, String code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}
