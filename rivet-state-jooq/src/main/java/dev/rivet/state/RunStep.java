package dev.rivet.state;

import dev.rivet.spi.state.RunState;
import java.util.Set;

/** Allowed steps of a run: from these states to that one. */
enum RunStep {
  SEAL(Set.of(RunState.WRITING), RunState.SEALING),
  COMMIT(Set.of(RunState.SEALING), RunState.COMMITTED),
  ABANDON(Set.of(RunState.WRITING, RunState.SEALING), RunState.ABANDONED);

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<RunState> from;

  private final RunState to;

  RunStep(Set<RunState> from, RunState to) {
    this.from = from;
    this.to = to;
  }

  Set<RunState> from() {
    return from;
  }

  RunState to() {
    return to;
  }
}
