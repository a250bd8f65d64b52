package dev.rivet.internal.slicing;

import dev.rivet.plan.SliceBounds;
import java.util.List;

/** One slice holds everything (MF1). */
final class FullSlicer implements Slicer {
  @Override
  public Slicing slice(SlicingInput input) {
    return Slicing.of(
        List.of(new SliceBounds.Whole()), "the whole " + input.facts().kind() + " in one snapshot");
  }
}
