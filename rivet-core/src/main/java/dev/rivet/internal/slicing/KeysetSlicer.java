package dev.rivet.internal.slicing;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Keyset;
import dev.rivet.internal.cursor.StoredCursor;
import dev.rivet.plan.CursorStep;
import dev.rivet.plan.KeyBound;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.KeyColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Windows of a unique key (KS1–KS5). */
final class KeysetSlicer implements Slicer {
  /** Checked while cutting, so that a wrong width does not become a plan of gigabytes. */
  static final long MOST_WINDOWS = 1_000_000;

  private final Keyset options;

  KeysetSlicer(Keyset options) {
    this.options = options;
  }

  @Override
  public Slicing slice(SlicingInput input) throws SQLException {
    KeyColumns columns = KeyColumns.of(input);
    List<String> names = options.columns().isEmpty() ? columns.firstUniqueKey() : options.columns();
    if (names.isEmpty()) {
      return Slicing.refused(noKey(input));
    }
    List<KeyColumn> found = columns.find(names, "Keyset.by");
    checkUnique(input, columns, found, names);
    List<KeyTerm> key = KeyTerm.each(names);
    StoredCursor stored =
        options.isAppendOnly()
            ? columns.stored(options.strategy(), key, "Keyset.appendOnly")
            : null;
    if (!columns.problems().isEmpty()) {
      return Slicing.refused(columns.problems());
    }
    List<Problem> warnings = new ArrayList<>();
    if (options.columns().isEmpty()) {
      warnings.add(
          new Problem(ErrorCode.EXPORT_INVALID, "Keyset.auto", "cuts by the unique key " + names));
    }
    return windows(input, key, stored, warnings);
  }

  private Slicing windows(
      SlicingInput input, List<KeyTerm> key, @Nullable StoredCursor stored, List<Problem> warnings)
      throws SQLException {
    KeyBound from = stored == null ? null : stored.next();
    Optional<List<String>> last = input.relation().lastKey(SliceBounds.Interval.above(key, from));
    if (last.isEmpty()) {
      CursorStep same =
          stored == null
              ? null
              : new CursorStep(key, stored.high(), highType(input, key), stored.next(), null, null);
      return Slicing.of(
          List.of(),
          stored == null ? "no rows when the plan was made" : "no rows after the last key",
          warnings,
          same);
    }
    List<SliceBounds> windows =
        Windows.cut(
            input.relation(),
            key,
            from,
            KeyBound.including(last.get()),
            options.windowRows(),
            MOST_WINDOWS);
    CursorStep step =
        options.isAppendOnly()
            ? new CursorStep(
                key, last.get(), highType(input, key), KeyBound.excluding(last.get()), null, null)
            : null;
    return Slicing.of(
        windows,
        windows.size() + " windows of " + key + " with " + options.windowRows() + " rows each",
        warnings,
        step);
  }

  private static String highType(SlicingInput input, List<KeyTerm> key) throws SQLException {
    String first = key.get(0).columns().get(0);
    return input.relation().keyColumns().stream()
        .filter(c -> c.name().equals(first))
        .map(c -> c.family().canonicalType())
        .findFirst()
        .orElse("text");
  }

  private static void checkUnique(
      SlicingInput input, KeyColumns columns, List<KeyColumn> found, List<String> names)
      throws SQLException {
    if (found.isEmpty()) {
      return;
    }
    for (KeyColumn column : found) {
      if (column.family() == KeyColumn.Family.FLOAT) {
        columns.refuse(
            ErrorCode.KEYSET_KEY_UNSUITABLE,
            "Keyset.by",
            "column \""
                + column.name()
                + "\" is "
                + column.nativeType()
                + "; floating point is no key to page by.");
      }
    }
    List<List<String>> unique = input.relation().uniqueKeys();
    if (!unique.contains(names)) {
      columns.refuse(
          ErrorCode.KEYSET_KEY_UNSUITABLE,
          "Keyset.by",
          names
              + " is not, in this order, a unique index of NOT NULL columns without a condition"
              + " (KS1). Such are "
              + unique
              + "; without any, use Chunked.by(…).dense().");
    }
  }

  private static Problem noKey(SlicingInput input) {
    return new Problem(
        ErrorCode.KEYSET_KEY_UNSUITABLE,
        "Keyset.auto",
        input.export().relation()
            + " ("
            + input.facts().kind()
            + ") has no primary or unique key of NOT NULL columns that can be ordered. Add one, use"
            + " Chunked.by(…).dense(), or Full.");
  }
}
