package dev.rivet.internal.slicing;

import dev.rivet.plan.KeyBound;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.SourceRelation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an interval of keys into windows of about equally many rows, in short steps through the key's order. Adjacent windows share
 * a bound, which belongs to the lower one, so every key lies in exactly one window whatever happens to the rows meanwhile.
 */
final class Windows {
  private Windows() {}

  /**
   * Cuts.
   *
   * @param lower where to begin, or null for the very first key
   * @param upper where to end
   * @param rows rows per window, 0 for one window
   * @param most largest number of windows; the last one takes what is left
   */
  static List<SliceBounds> cut(
      SourceRelation relation,
      List<KeyTerm> key,
      @Nullable KeyBound lower,
      KeyBound upper,
      long rows,
      long most)
      throws SQLException {
    List<SliceBounds> windows = new ArrayList<>();
    KeyBound from = lower;
    while (rows > 0 && windows.size() < most - 1) {
      Optional<List<String>> end =
          relation.keyAt(new SliceBounds.Interval(key, from, upper), rows - 1);
      if (end.isEmpty() || end.get().equals(upper.values())) {
        break;
      }
      windows.add(new SliceBounds.Interval(key, from, KeyBound.including(end.get())));
      from = KeyBound.excluding(end.get());
    }
    windows.add(new SliceBounds.Interval(key, from, upper));
    return windows;
  }
}
