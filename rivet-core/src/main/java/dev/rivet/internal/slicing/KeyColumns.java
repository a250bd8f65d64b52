package dev.rivet.internal.slicing;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.internal.cursor.StoredCursor;
import dev.rivet.internal.json.RivetJson;
import dev.rivet.plan.KeyTerm;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.type.ColumnMapping;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The columns a relation can be cut by, and what is wrong with those that were named. One thread at a time. */
final class KeyColumns {
  private final SlicingInput input;
  private final Map<String, KeyColumn> usable;
  private final List<Problem> problems = new ArrayList<>();

  private KeyColumns(SlicingInput input, Map<String, KeyColumn> usable) {
    this.input = input;
    this.usable = usable;
  }

  static KeyColumns of(SlicingInput input) throws SQLException {
    Map<String, KeyColumn> usable = new LinkedHashMap<>();
    for (KeyColumn column : input.relation().keyColumns()) {
      usable.put(column.name(), column);
    }
    return new KeyColumns(input, usable);
  }

  List<Problem> problems() {
    return problems;
  }

  void refuse(ErrorCode code, String subject, String message) {
    problems.add(new Problem(code, subject, message));
  }

  /** A column by its name; if it cannot be used, that becomes a problem. */
  @Nullable KeyColumn find(String name, String subject) {
    KeyColumn column = usable.get(name);
    if (column != null) {
      return column;
    }
    Optional<ColumnMapping> output =
        input.relation().columns().stream().filter(c -> c.name().equals(name)).findFirst();
    if (output.isEmpty()) {
      refuse(
          ErrorCode.COLUMN_NOT_FOUND,
          subject,
          "column \""
              + name
              + "\" is not in the result. Columns: "
              + input.relation().columns().stream().map(ColumnMapping::name).toList()
              + ". Names are case-sensitive.");
    } else {
      refuse(
          ErrorCode.CURSOR_COLUMN_UNSUITABLE,
          subject,
          "column \""
              + name
              + "\" is "
              + output.get().nativeType()
              + ", whose values this source cannot order and take back exactly. Usable here: "
              + usable.keySet()
              + ".");
    }
    return null;
  }

  /** Several columns, or an empty list if one of them cannot be used. */
  List<KeyColumn> find(List<String> names, String subject) {
    List<KeyColumn> found = new ArrayList<>();
    for (String name : names) {
      KeyColumn column = find(name, subject);
      if (column != null) {
        found.add(column);
      }
    }
    return found.size() == names.size() ? found : List.of();
  }

  /** The first unique key whose columns are all usable; empty if there is none. */
  List<String> firstUniqueKey() throws SQLException {
    return input.relation().uniqueKeys().stream()
        .filter(k -> usable.keySet().containsAll(k))
        .findFirst()
        .orElse(List.of());
  }

  /** The stored cursor, if it continues what is asked for now; another one is a problem (CC8). */
  @Nullable StoredCursor stored(String strategy, List<KeyTerm> key, String subject) {
    String text = input.cursor();
    if (text == null) {
      return null;
    }
    StoredCursor stored = RivetJson.read(text, StoredCursor.class);
    if (stored.strategy().equals(strategy) && stored.key().equals(key)) {
      return stored;
    }
    refuse(
        ErrorCode.CURSOR_POLICY_CHANGED,
        subject,
        "the stored cursor was left by "
            + stored.strategy()
            + " over "
            + stored.key()
            + ", now it is "
            + strategy
            + " over "
            + key
            + ". Go on as before, or forget the cursor with rivet.resetCursor(\""
            + input.export().name()
            + "\") and export from the beginning.");
    return null;
  }

  /** Whether a row can lack every column of a term. */
  static boolean isNullable(List<KeyColumn> columns) {
    return columns.stream().allMatch(KeyColumn::isNullable);
  }
}
