package dev.rivet.internal.finish;

import dev.rivet.plan.CursorStep;
import dev.rivet.plan.Plan;
import dev.rivet.plan.Slice;
import dev.rivet.spi.state.Boundary;
import java.time.Instant;
import java.util.Optional;

/** How far a run of a plan comes: to a cursor, to its last slice, or all the way (PG4). */
public final class RunBoundary {
  private RunBoundary() {}

  /** Of a run. */
  public static Boundary of(Plan plan, String runId, Instant at) {
    String strategy = plan.export().extraction().strategy();
    Optional<CursorStep> step = plan.cursorStep().filter(s -> !s.high().isEmpty());
    if (step.isPresent()) {
      CursorStep cursor = step.get();
      return new Boundary(strategy, null, cursor.high().get(0), cursor.highType(), runId, at);
    }
    int last = plan.slices().stream().mapToInt(Slice::index).max().orElse(-1);
    Integer index = strategy.equals("full") || last < 0 ? null : Integer.valueOf(last);
    return new Boundary(strategy, index, null, null, runId, at);
  }
}
