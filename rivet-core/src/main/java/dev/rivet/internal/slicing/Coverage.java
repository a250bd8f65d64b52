package dev.rivet.internal.slicing;

import dev.rivet.plan.KeyBound;
import dev.rivet.plan.Plan;
import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import java.util.ArrayList;
import java.util.List;

/** What the slices of a plan leave out although it belongs to the export: newer keys, and keys that were not there (RC8). */
public final class Coverage {
  private Coverage() {}

  /** Bounds that are disjoint from each other and from every slice; only counted, never exported. */
  public static List<SliceBounds> outside(Plan plan) {
    String key = plan.facts().keyColumn();
    return key == null ? outsideIntervals(plan) : outsideRange(plan, key);
  }

  private static List<SliceBounds> outsideRange(Plan plan, String key) {
    Long min = plan.facts().keyMin();
    Long max = plan.facts().keyMax();
    boolean hasNulls = has(plan, SliceBounds.NullKey.class);
    List<SliceBounds> outside = new ArrayList<>();
    if (min == null || max == null) {
      if (!has(plan, SliceBounds.Whole.class)) {
        outside.add(new SliceBounds.Range(key, Long.MIN_VALUE, Long.MAX_VALUE));
      }
    } else {
      outside.add(new SliceBounds.Outside(key, min, max));
    }
    if (!hasNulls && !has(plan, SliceBounds.Whole.class)) {
      outside.add(new SliceBounds.NullKey(key));
    }
    return outside;
  }

  private static boolean has(Plan plan, Class<? extends SliceBounds> kind) {
    return plan.slices().stream().map(Slice::bounds).anyMatch(kind::isInstance);
  }

  private static List<SliceBounds> outsideIntervals(Plan plan) {
    SliceBounds.Interval first = null;
    SliceBounds.Interval last = null;
    for (Slice slice : plan.slices()) {
      if (slice.bounds() instanceof SliceBounds.Interval interval) {
        first = first == null ? interval : first;
        last = interval;
      }
    }
    if (first == null || last == null || last.upper() == null) {
      return List.of(); // open to the end
    }
    List<SliceBounds> outside = new ArrayList<>();
    outside.add(new SliceBounds.Interval(last.key(), other(last.upper()), null));
    if (plan.cursorSnapshot() == null) {
      if (first.lower() != null) {
        outside.add(new SliceBounds.Interval(first.key(), null, other(first.lower())));
      }
      if (!has(plan, SliceBounds.Nulls.class)) {
        outside.add(new SliceBounds.Nulls(first.key().get(0)));
      }
    }
    return outside;
  }

  private static KeyBound other(KeyBound bound) {
    return new KeyBound(bound.values(), !bound.isInclusive());
  }
}
