package dev.rivet.internal.slicing;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Incremental;
import dev.rivet.internal.cursor.StoredCursor;
import dev.rivet.plan.CursorStep;
import dev.rivet.plan.KeyBound;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.spi.dialect.KeyColumn.Family;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is new since the stored cursor, up to an end that is fixed now (MI1–MI9, CC1–CC10). With an overlap the last stretch is a
 * slice of its own, which the next run reads again and replaces.
 */
final class IncrementalSlicer implements Slicer {
  private static final String SUBJECT = "Incremental";

  private final Incremental options;

  IncrementalSlicer(Incremental options) {
    this.options = options;
  }

  @Override
  public Slicing slice(SlicingInput input) throws SQLException {
    KeyColumns columns = KeyColumns.of(input);
    List<KeyColumn> cursor = columns.find(options.columns(), SUBJECT);
    List<String> tie = tie(columns, input);
    var unused = columns.find(tie, "Incremental.key");
    if (!cursor.isEmpty()) {
      checkFamilies(columns, cursor);
    }
    if (!columns.problems().isEmpty()) {
      return Slicing.refused(columns.problems());
    }
    List<KeyTerm> key = new ArrayList<>(List.of(new KeyTerm(options.columns())));
    key.addAll(KeyTerm.each(tie));
    Family family = cursor.get(0).family();
    List<Problem> warnings = new ArrayList<>();
    StoredCursor stored = columns.stored(options.strategy(), key, SUBJECT);
    KeyBound horizon = Horizon.of(options, input, cursor.get(0), columns, warnings);
    if (!columns.problems().isEmpty()) {
      return Slicing.refused(columns.problems());
    }
    boolean hasNulls =
        KeyColumns.isNullable(cursor) && countNulls(input, key.get(0), stored, warnings);
    if (tie.isEmpty() && !isUnique(input) && !options.isOverlapping()) {
      warnings.add(
          new Problem(
              ErrorCode.CURSOR_UNSAFE,
              "Incremental.key",
              "there is no key to tell rows with equal "
                  + key.get(0)
                  + " apart: one that becomes visible after its equals were exported is lost. Name"
                  + " a unique key(…), or use overlap(…)."));
    }
    return cut(input, new Target(key, family, stored, horizon, hasNulls), warnings);
  }

  /** What to cut. */
  private record Target(
      List<KeyTerm> key,
      Family family,
      @Nullable StoredCursor stored,
      @Nullable KeyBound horizon,
      boolean hasNulls) {
    @Nullable KeyBound from() {
      return stored == null ? null : stored.next();
    }

    List<String> high() {
      return stored == null ? List.of() : stored.high();
    }

    CursorStep.@Nullable Replaced tail() {
      return stored == null ? null : stored.tail();
    }
  }

  private boolean isUnique(SlicingInput input) throws SQLException {
    return input.relation().uniqueKeys().contains(options.columns());
  }

  private List<String> tie(KeyColumns columns, SlicingInput input) throws SQLException {
    List<String> chosen =
        options.tieColumns().isEmpty() && !isUnique(input)
            ? columns.firstUniqueKey()
            : options.tieColumns();
    return options.columns().size() > 1
        ? chosen
        : chosen.stream().filter(c -> !options.columns().contains(c)).toList();
  }

  private void checkFamilies(KeyColumns columns, List<KeyColumn> cursor) {
    Family family = cursor.get(0).family();
    if (family == Family.BINARY
        && cursor.stream().anyMatch(c -> !c.nativeType().equals("rowversion"))) {
      columns.refuse(
          ErrorCode.CURSOR_COLUMN_UNSUITABLE, SUBJECT, "bytes do not grow and cannot be a cursor.");
    }
    if (cursor.stream().anyMatch(c -> c.family() != family)) {
      columns.refuse(
          ErrorCode.CURSOR_COLUMN_UNSUITABLE,
          "Incremental.coalesce",
          "the columns have different types and cannot stand for each other: "
              + cursor.stream().map(c -> c.name() + " " + c.nativeType()).toList()
              + ".");
    }
    boolean fits = options.overlapUnits() > 0 ? family.isExactNumber() : family.isTemporal();
    if (options.isOverlapping() && !fits) {
      columns.refuse(
          ErrorCode.CURSOR_COLUMN_UNSUITABLE,
          "Incremental.overlap",
          "a cursor of type "
              + cursor.get(0).nativeType()
              + " has no such stretch: overlap(Duration) needs a date or time, overlap(long) an"
              + " integer or decimal.");
    }
  }

  /** Rows without cursor: part of the first run, afterwards only counted (MI4). */
  private static boolean countNulls(
      SlicingInput input, KeyTerm term, @Nullable StoredCursor stored, List<Problem> warnings)
      throws SQLException {
    long nulls = input.relation().count(new SliceBounds.Nulls(term));
    if (nulls > 0) {
      warnings.add(
          new Problem(
              ErrorCode.CURSOR_UNSAFE,
              SUBJECT,
              nulls
                  + " rows have no "
                  + term
                  + ": "
                  + (stored == null
                      ? "this first run exports them, later runs will not see new ones"
                      : "they are not exported any more")
                  + ". Incremental.coalesce(…) with a NOT NULL column as the last one has no such"
                  + " rows."));
    }
    return nulls > 0 && stored == null;
  }

  private Slicing cut(SlicingInput input, Target target, List<Problem> warnings)
      throws SQLException {
    Optional<List<String>> last =
        input
            .relation()
            .lastKey(new SliceBounds.Interval(target.key(), target.from(), target.horizon()));
    if (last.isPresent() && !KeyMath.isFinite(target.family(), last.get().get(0))) {
      return Slicing.refused(
          new Problem(
              ErrorCode.CURSOR_COLUMN_UNSUITABLE,
              SUBJECT,
              "the largest "
                  + target.key().get(0)
                  + " is "
                  + last.get().get(0)
                  + "; nothing could come after it. Correct the row, or leave it out by a query."));
    }
    return options.isOverlapping()
        ? overlapping(input, target, last, warnings)
        : straight(input, target, last, warnings);
  }

  private Slicing straight(
      SlicingInput input, Target target, Optional<List<String>> last, List<Problem> warnings)
      throws SQLException {
    List<SliceBounds> bounds = new ArrayList<>();
    if (last.isPresent()) {
      bounds.addAll(
          Windows.cut(
              input.relation(),
              target.key(),
              target.from(),
              KeyBound.including(last.get()),
              options.windowRows(),
              KeysetSlicer.MOST_WINDOWS));
    }
    KeyBound next = last.isPresent() ? KeyBound.excluding(last.get()) : target.from();
    return result(target, bounds, last.orElse(target.high()), next, null, warnings);
  }

  private Slicing overlapping(
      SlicingInput input, Target target, Optional<List<String>> last, List<Problem> warnings)
      throws SQLException {
    List<String> high = higher(target, last);
    if (high.isEmpty()) {
      return result(target, new ArrayList<>(), high, target.from(), null, warnings);
    }
    List<SliceBounds> bounds = new ArrayList<>();
    String boundary =
        options.overlapUnits() > 0
            ? KeyMath.minus(high.get(0), options.overlapUnits())
            : KeyMath.minus(target.family(), high.get(0), options.overlapTime());
    KeyBound from = target.from();
    KeyBound tail = from;
    if (from == null || KeyMath.compare(target.family(), boundary, from.values().get(0)) > 0) {
      tail = KeyBound.excluding(List.of(boundary));
      bounds.addAll(
          Windows.cut(
              input.relation(),
              target.key(),
              from,
              KeyBound.including(List.of(boundary)),
              options.windowRows(),
              KeysetSlicer.MOST_WINDOWS));
    }
    int index = bounds.size();
    bounds.add(
        new SliceBounds.Interval(target.key(), tail, KeyBound.including(List.of(high.get(0)))));
    return result(target, bounds, high, tail, index, warnings);
  }

  private static List<String> higher(Target target, Optional<List<String>> last) {
    List<String> before = target.high();
    if (last.isEmpty() || before.isEmpty()) {
      return last.orElse(before);
    }
    return KeyMath.compare(target.family(), last.get().get(0), before.get(0)) >= 0
        ? last.get()
        : before;
  }

  private Slicing result(
      Target target,
      List<SliceBounds> bounds,
      List<String> high,
      @Nullable KeyBound next,
      @Nullable Integer tailSlice,
      List<Problem> warnings) {
    if (target.hasNulls()) {
      bounds.add(new SliceBounds.Nulls(target.key().get(0)));
    }
    boolean isEmpty = bounds.isEmpty() && target.tail() == null;
    CursorStep step =
        isEmpty && target.stored() == null
            ? null
            : new CursorStep(
                target.key(),
                high,
                target.family().canonicalType(),
                next,
                tailSlice,
                target.tail());
    String rationale =
        isEmpty
            ? target.stored() == null
                ? "no rows when the plan was made"
                : "no new rows since cursor \"" + target.key().get(0) + "\""
            : "\""
                + target.key().get(0)
                + "\" "
                + (target.from() == null ? "from the beginning" : "after " + target.from())
                + " up to "
                + String.join(", ", high)
                + (tailSlice == null ? "" : ", of which the end will be read again")
                + (target.hasNulls() ? ", and rows without it" : "");
    return Slicing.of(bounds, rationale, warnings, step);
  }
}
