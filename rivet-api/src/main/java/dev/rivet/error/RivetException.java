package dev.rivet.error;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Root of all failures of this library except plain misuse by the programmer, which stays {@link NullPointerException},
 * {@link IllegalArgumentException} or {@link IllegalStateException}. The type says what kind of failure it is, the code which
 * one, the recovery what to do; none of them is ever derived from message text (OC1). Messages never contain secrets.
 */
public abstract sealed class RivetException extends RuntimeException
    permits InvalidExportException,
        PlanRejectedException,
        SourceException,
        SinkException,
        StateStoreException,
        SchemaDriftException,
        DataIntegrityException,
        OutcomeUnknownException,
        ExportCancelledException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final Recovery recovery;
  private final transient Map<String, String> context;
  private final transient List<Problem> problems;

  RivetException(
      ErrorCode code,
      Recovery recovery,
      String message,
      List<Problem> problems,
      Map<String, String> context,
      @Nullable Throwable cause) {
    super(render(code, message, problems, context), cause);
    this.code = requireNonNull(code, "code");
    this.recovery = requireNonNull(recovery, "recovery");
    this.problems = List.copyOf(problems);
    this.context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
  }

  private static String render(
      ErrorCode code, String message, List<Problem> problems, Map<String, String> context) {
    StringBuilder text = new StringBuilder(code.name()).append("  ");
    if (!context.isEmpty()) {
      text.append(
          context.entrySet().stream()
              .map(e -> e.getKey() + " '" + e.getValue() + "'")
              .collect(Collectors.joining(", ")));
      text.append(": ");
    }
    text.append(message);
    for (Problem problem : problems) {
      text.append("\n  ").append(problem);
    }
    return text.toString();
  }

  /** Stable code. */
  public ErrorCode code() {
    return code;
  }

  /** What to do. */
  public Recovery recovery() {
    return recovery;
  }

  /** Where it happened: {@code export}, {@code run}, {@code slice}, {@code part}, in that order, as far as known. */
  public Map<String, String> context() {
    return context == null ? Map.of() : context;
  }

  /** Every problem found, where the failure is a list; otherwise empty. */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }
}
