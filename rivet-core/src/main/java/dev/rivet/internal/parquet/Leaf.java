package dev.rivet.internal.parquet;

import java.util.List;

/**
 * A leaf column: one column chunk per row group.
 *
 * @param column ordinal of the top-level column it belongs to
 * @param path names from the root down
 * @param type storage
 * @param shape where it hangs
 * @param nullable whether the top-level column may be NULL
 * @param elementNullable whether an element of a list or map may be NULL
 */
record Leaf(
    int column,
    List<String> path,
    LeafType type,
    Shape shape,
    boolean nullable,
    boolean elementNullable) {

  /** Position under the top-level column. */
  enum Shape {
    FLAT,
    LIST_ELEMENT,
    MAP_KEY,
    MAP_VALUE;

    int childOrdinal() {
      return this == MAP_VALUE ? 1 : 0;
    }
  }

  /** Name of the top-level column. */
  String name() {
    return path.get(0);
  }

  boolean isFlat() {
    return shape == Shape.FLAT;
  }

  /** Definition level of a value that is there. */
  int maxDefinition() {
    int outer = nullable ? 1 : 0;
    return isFlat() ? outer : outer + 1 + (elementNullable ? 1 : 0);
  }
}
