package dev.rivet.extract;

/** How the slices of one run relate to each other in time. */
public enum Consistency {
  /** Each slice has its own snapshot: transactions stay short, rows may move between slices (CH9). The default. */
  PER_SLICE,
  /** All slices see one snapshot. The source must be able to share it; holds back vacuum for the whole run. */
  SNAPSHOT
}
