package dev.rivet.plan;

import static java.util.Objects.requireNonNull;

/**
 * The unit of claim, retry, checkpoint, reconcile and repair. Immutable.
 *
 * @param index position in the plan, from 0
 * @param bounds which rows
 */
public record Slice(int index, SliceBounds bounds) {
  /** Checks the index. */
  public Slice {
    requireNonNull(bounds, "bounds");
    if (index < 0) {
      throw new IllegalArgumentException("slice index must not be negative: " + index);
    }
  }

  /** For people: {@code slice 3 [300001..400000]}; never parsed. */
  @Override
  public String toString() {
    return "slice " + index + " " + bounds;
  }
}
