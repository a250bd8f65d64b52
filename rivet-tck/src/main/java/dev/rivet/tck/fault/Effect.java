package dev.rivet.tck.fault;

import static java.util.Objects.requireNonNull;

/**
 * One step that a {@link FaultPlan} counted. Immutable.
 *
 * @param number from 1, over everything decorated with the same plan
 * @param operation what was called, for example {@code Sink.put} or {@code StateStore.commit}
 * @param target what it was about: an object's name, a run, an export
 */
public record Effect(int number, String operation, String target) {
  /** Checks for null. */
  public Effect {
    requireNonNull(operation, "operation");
    requireNonNull(target, "target");
  }

  /** {@code #7 Sink.put manifest.json}. */
  @Override
  public String toString() {
    return "#" + number + " " + operation + " " + target;
  }
}
