package dev.rivet.extract;

/** How the slices of one run relate to each other in time. */
public enum Consistency {
  /** Each slice has its own snapshot: transactions stay short, rows may move between slices (CH9). The default. */
  PER_SLICE,
  /**
   * All slices see one snapshot. The source must be able to share it; holds back vacuum for as long. A run
   * that goes on after a crash or a bound on the snapshot's age does so under a new one, which the manifest counts as its next epoch.
   */
  SNAPSHOT
}
