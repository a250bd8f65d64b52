package dev.rivet.state;

import dev.rivet.spi.state.SliceStatus;
import java.util.Set;

/** Allowed steps of a slice (I5): from these states to that one. */
enum SliceStep {
  CLAIM(Set.of(SliceStatus.PENDING, SliceStatus.FAILED), SliceStatus.RUNNING),
  /** From a claim that no longer holds to another one. */
  STEAL(Set.of(SliceStatus.RUNNING), SliceStatus.RUNNING),
  COMPLETE(Set.of(SliceStatus.RUNNING), SliceStatus.COMPLETED),
  FAIL(Set.of(SliceStatus.RUNNING), SliceStatus.FAILED),
  REOPEN(Set.of(SliceStatus.RUNNING, SliceStatus.FAILED), SliceStatus.PENDING),
  /** The one way back from completed: what it wrote is gone (M8). */
  REDO(Set.of(SliceStatus.COMPLETED), SliceStatus.PENDING);

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<SliceStatus> from;

  private final SliceStatus to;

  SliceStep(Set<SliceStatus> from, SliceStatus to) {
    this.from = from;
    this.to = to;
  }

  Set<SliceStatus> from() {
    return from;
  }

  SliceStatus to() {
    return to;
  }
}
