package dev.rivet.plan;

import static java.util.Objects.requireNonNull;

/**
 * Which rows a slice holds, as a value that dialects render and that survives JSON. Never parsed from text. A closed family:
 * later modes add members here and a rendering per dialect, nothing else.
 */
public sealed interface SliceBounds {

  /** All rows. */
  record Whole() implements SliceBounds {
    @Override
    public String toString() {
      return "whole";
    }
  }

  /**
   * Rows whose integer key lies in an inclusive range (CH2).
   *
   * @param column key column of the relation
   * @param from smallest key
   * @param to largest key
   */
  record Range(String column, long from, long to) implements SliceBounds {
    /** Refuses an empty range (PA5). */
    public Range {
      requireNonNull(column, "column");
      if (from > to) {
        throw new IllegalArgumentException("range [" + from + ".." + to + "] is empty");
      }
    }

    @Override
    public String toString() {
      return "[" + from + ".." + to + "]";
    }
  }

  /**
   * Rows whose key is NULL.
   *
   * @param column key column of the relation
   */
  record NullKey(String column) implements SliceBounds {
    /** Checks for null. */
    public NullKey {
      requireNonNull(column, "column");
    }

    @Override
    public String toString() {
      return "null " + column;
    }
  }

  /**
   * Rows whose integer key lies outside an inclusive range; only counted, never exported (RC8).
   *
   * @param column key column of the relation
   * @param from smallest key inside
   * @param to largest key inside
   */
  record Outside(String column, long from, long to) implements SliceBounds {
    /** Checks the range. */
    public Outside {
      requireNonNull(column, "column");
      if (from > to) {
        throw new IllegalArgumentException("range [" + from + ".." + to + "] is empty");
      }
    }

    @Override
    public String toString() {
      return "outside [" + from + ".." + to + "]";
    }
  }
}
