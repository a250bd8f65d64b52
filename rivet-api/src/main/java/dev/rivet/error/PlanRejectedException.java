package dev.rivet.error;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plan may not be applied: stale, edited, foreign, already applied, or overtaken. Nothing was read or written. */
public final class PlanRejectedException extends RivetException {
  private static final long serialVersionUID = 1L;

  /**
   * Made by the library.
   *
   * @param code stable code
   * @param message what, why and how to fix; no secrets
   * @param problems every single problem, may be empty
   * @param context export, run, slice, part as far as known
   * @param cause what was thrown below, or null
   */
  public PlanRejectedException(
      ErrorCode code,
      String message,
      List<Problem> problems,
      Map<String, String> context,
      @Nullable Throwable cause) {
    super(code, code.recovery(), message, problems, context, cause);
  }
}
