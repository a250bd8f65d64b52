package dev.rivet.run;

import dev.rivet.plan.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a run, in order: {@link RunStarted} first, {@link RunCompleted} last and exactly once (I12). The same events
 * make up the journal. Closed family; new members may be added, so keep a default branch. Immutable.
 */
public sealed interface RunEvent {
  /** When it happened. */
  Instant at();

  /** The plan is accepted and recorded. */
  record RunStarted(
      Instant at,
      String runId,
      String export,
      String strategy,
      int slices,
      int slicesDone,
      @Nullable Long rowEstimate,
      boolean resumed)
      implements RunEvent {}

  /** Something a person should know that stops nothing. */
  record Warning(Instant at, String code, String message) implements RunEvent {}

  /** A slice was claimed. */
  record SliceStarted(Instant at, Slice slice, int attempt) implements RunEvent {}

  /** Rows read and encoded since the last such event; at most about ten a second per slice. Not in the journal. */
  record Progress(Instant at, long rows, long bytes) implements RunEvent {}

  /** A part is durable. */
  record PartWritten(Instant at, int slice, String name, long rows, long bytes)
      implements RunEvent {}

  /** A slice is durable and recorded. */
  record SliceCompleted(Instant at, Slice slice, long rows, Duration took) implements RunEvent {}

  /** An attempt failed. */
  record SliceFailed(Instant at, Slice slice, int attempt, String error, boolean willRetry)
      implements RunEvent {}

  /** A transient failure is retried. */
  record RetryAttempted(Instant at, int slice, int attempt, String reason, Duration backoff)
      implements RunEvent {}

  /** The number of slices read at a time changed; 0 is a pause (TU6). */
  record ParallelismAdjusted(Instant at, int from, int to, String reason) implements RunEvent {}

  /** A quality rule is broken or gave up. */
  record QualityIssue(Instant at, String message, boolean failed) implements RunEvent {}

  /** The source's columns differ from the last committed run. */
  record SchemaChanged(Instant at, List<String> added, List<String> removed, List<String> changed)
      implements RunEvent {}

  /** Output was validated. */
  record Validated(Instant at, boolean passed, List<String> failures) implements RunEvent {}

  /** The end. */
  record RunCompleted(
      Instant at, String runId, RunStatus status, long rows, long bytes, @Nullable String error)
      implements RunEvent {}
}
