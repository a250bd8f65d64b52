package dev.rivet.plan;

import java.util.List;

/**
 * One term of a key: a column, or the first of several columns that is not NULL. Immutable.
 *
 * @param columns one column, or those to coalesce in order
 */
public record KeyTerm(List<String> columns) {
  /** Copies the list. */
  public KeyTerm {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a key term needs a column");
    }
  }

  /** A single column. */
  public static KeyTerm of(String column) {
    return new KeyTerm(List.of(column));
  }

  /** Single columns as terms. */
  public static List<KeyTerm> each(List<String> columns) {
    return columns.stream().map(KeyTerm::of).toList();
  }

  @Override
  public String toString() {
    return columns.size() == 1 ? columns.get(0) : "coalesce(" + String.join(", ", columns) + ")";
  }
}
