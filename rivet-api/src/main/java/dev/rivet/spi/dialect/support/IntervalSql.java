package dev.rivet.spi.dialect.support;

import dev.rivet.plan.KeyBound;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.SliceBounds;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Conditions and orders of {@link SliceBounds.Interval}, the same for every dialect. Comparing is left to the server, in the
 * order of its own collation (KS4). Stateless.
 */
public final class IntervalSql {
  private IntervalSql() {}

  /** What differs between dialects. */
  public interface Syntax {
    /** SQL of a column. */
    String column(String name) throws SQLException;

    /**
     * SQL of a value of a column's type; a dialect that binds adds the value to its parameters at this moment, in the order of
     * the calls.
     */
    String value(String column, String text) throws SQLException;

    /** Whether the server seeks an index by {@code (a, b) > (x, y)}. */
    default boolean hasRowValues() {
      return false;
    }
  }

  /** SQL of a term. */
  public static String term(KeyTerm term, Syntax syntax) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (String column : term.columns()) {
      columns.add(syntax.column(column));
    }
    return columns.size() == 1
        ? columns.get(0)
        : columns.stream().collect(Collectors.joining(", ", "COALESCE(", ")"));
  }

  /** The condition of an interval; never empty. */
  public static String condition(SliceBounds.Interval interval, Syntax syntax) throws SQLException {
    List<String> conditions = new ArrayList<>();
    if (interval.lower() != null) {
      conditions.add(compare(interval.key(), interval.lower(), " >", syntax));
    }
    if (interval.upper() != null) {
      conditions.add(compare(interval.key(), interval.upper(), " <", syntax));
    }
    if (conditions.isEmpty()) {
      conditions.add(term(interval.key().get(0), syntax) + " IS NOT NULL");
    }
    return String.join(" AND ", conditions);
  }

  /** The condition of rows without key. */
  public static String condition(SliceBounds.Nulls nulls, Syntax syntax) throws SQLException {
    List<String> conditions = new ArrayList<>();
    for (String column : nulls.term().columns()) {
      conditions.add(syntax.column(column) + " IS NULL");
    }
    return String.join(" AND ", conditions);
  }

  /** Terms with commas in between, each followed by a direction: empty or {@code  DESC}. */
  public static String order(List<KeyTerm> key, String direction, Syntax syntax)
      throws SQLException {
    List<String> terms = new ArrayList<>();
    for (KeyTerm term : key) {
      terms.add(term(term, syntax) + direction);
    }
    return String.join(", ", terms);
  }

  private static String compare(List<KeyTerm> key, KeyBound bound, String operator, Syntax syntax)
      throws SQLException {
    int last = bound.values().size() - 1;
    if (last > 0 && syntax.hasRowValues()) {
      List<String> terms = new ArrayList<>();
      List<String> values = new ArrayList<>();
      for (int i = 0; i <= last; i++) {
        terms.add(term(key.get(i), syntax));
        values.add(value(key.get(i), bound.values().get(i), syntax));
      }
      return "("
          + String.join(", ", terms)
          + ")"
          + operator
          + (bound.isInclusive() ? "= (" : " (")
          + String.join(", ", values)
          + ")";
    }
    if (last == 0) {
      return from(key, bound, 0, operator, syntax);
    }
    // The first comparison alone is what an index can be sought by.
    return term(key.get(0), syntax)
        + operator
        + "= "
        + value(key.get(0), bound.values().get(0), syntax)
        + " AND "
        + from(key, bound, 0, operator, syntax);
  }

  private static String from(
      List<KeyTerm> key, KeyBound bound, int index, String operator, Syntax syntax)
      throws SQLException {
    String term = term(key.get(index), syntax);
    String text = bound.values().get(index);
    if (index == bound.values().size() - 1) {
      return term
          + operator
          + (bound.isInclusive() ? "= " : " ")
          + value(key.get(index), text, syntax);
    }
    return "("
        + term
        + operator
        + " "
        + value(key.get(index), text, syntax)
        + " OR ("
        + term
        + " = "
        + value(key.get(index), text, syntax)
        + " AND "
        + from(key, bound, index + 1, operator, syntax)
        + "))";
  }

  /** Columns of a term have comparable types; the first one's decides how a value is written. */
  private static String value(KeyTerm term, String text, Syntax syntax) throws SQLException {
    return syntax.value(term.columns().get(0), text);
  }
}
