package dev.rivet.error;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The source database failed. The dialect decides code and recovery from SQLState and vendor code, never from text (RT4). */
public final class SourceException extends RivetException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String sqlState;

  /**
   * Made by the library.
   *
   * @param code stable code
   * @param recovery the dialect's advice
   * @param message what, why and how to fix; no secrets
   * @param sqlState the server's SQLState, or null
   * @param context export, run, slice as far as known
   * @param cause what the driver threw
   */
  public SourceException(
      ErrorCode code,
      Recovery recovery,
      String message,
      @Nullable String sqlState,
      Map<String, String> context,
      @Nullable Throwable cause) {
    super(code, recovery, message, List.of(), context, cause);
    this.sqlState = sqlState;
  }

  /** The server's SQLState, if it sent one. */
  public Optional<String> sqlState() {
    return Optional.ofNullable(sqlState);
  }
}
