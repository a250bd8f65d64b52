package dev.rivet.internal.slicing;

import dev.rivet.error.Problem;
import dev.rivet.plan.CursorStep;
import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a slicer decided. With problems there are no slices.
 *
 * @param slices the slices in order
 * @param key the key they cut, or null
 * @param keyMin smallest key, or null
 * @param keyMax largest key, or null
 * @param rationale one sentence for people
 * @param problems what makes the definition impossible here
 * @param warnings what a person should look at
 * @param cursor how far the run moves the cursor, or null
 */
public record Slicing(
    List<Slice> slices,
    @Nullable String key,
    @Nullable Long keyMin,
    @Nullable Long keyMax,
    String rationale,
    List<Problem> problems,
    List<Problem> warnings,
    @Nullable CursorStep cursor) {

  static Slicing of(List<SliceBounds> bounds, String rationale) {
    return new Slicing(numbered(bounds), null, null, null, rationale, List.of(), List.of(), null);
  }

  /** Slices without a key of 64 bits. */
  static Slicing of(
      List<SliceBounds> bounds,
      String rationale,
      List<Problem> warnings,
      @Nullable CursorStep cursor) {
    return new Slicing(numbered(bounds), null, null, null, rationale, List.of(), warnings, cursor);
  }

  static Slicing refused(List<Problem> problems) {
    return new Slicing(List.of(), null, null, null, "", problems, List.of(), null);
  }

  static Slicing refused(Problem problem) {
    return new Slicing(List.of(), null, null, null, "", List.of(problem), List.of(), null);
  }

  static List<Slice> numbered(List<SliceBounds> bounds) {
    List<Slice> slices = new ArrayList<>(bounds.size());
    for (SliceBounds b : bounds) {
      slices.add(new Slice(slices.size(), b));
    }
    return slices;
  }

  /** Number of possible keys between the smallest and the largest one, capped at {@code Long.MAX_VALUE}; null without key. */
  public @Nullable Long keySpan() {
    if (keyMin == null || keyMax == null) {
      return null;
    }
    BigInteger span =
        BigInteger.valueOf(keyMax).subtract(BigInteger.valueOf(keyMin)).add(BigInteger.ONE);
    return span.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }
}
