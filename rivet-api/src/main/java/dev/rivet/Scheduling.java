package dev.rivet;

import static java.util.Objects.requireNonNull;

/**
 * What a campaign should know about an export; without effect on an export that runs by itself (PR1). Immutable.
 *
 * @param sourceGroup exports of one group read the same physical server; empty for none (PR7)
 * @param isReconcileRequired whether its output has to be reconciled, which makes it a heavy one
 * @param wave the wave it is to run in, from 1; 0 lets the score decide
 * @param isAlone whether it never runs beside another export
 */
public record Scheduling(
    String sourceGroup, boolean isReconcileRequired, int wave, boolean isAlone) {
  /** Checks the wave. */
  public Scheduling {
    requireNonNull(sourceGroup, "sourceGroup");
    if (wave < 0) {
      throw new IllegalArgumentException("wave must be at least 1: " + wave);
    }
  }

  /** Nothing special. */
  public static Scheduling none() {
    return new Scheduling("", false, 0, false);
  }
}
