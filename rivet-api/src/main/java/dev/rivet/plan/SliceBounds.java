package dev.rivet.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * Rows whose key lies between two values, compared by the source in its own order. Keys of several terms are compared term
   * by term; a bound may name fewer values than there are terms and then compares those only. A row whose compared terms are
   * NULL lies in no interval.
   *
   * @param key what is compared, most significant first
   * @param lower where it begins, or null for the very first key
   * @param upper where it ends, or null for the very last key
   */
  record Interval(List<KeyTerm> key, @Nullable KeyBound lower, @Nullable KeyBound upper)
      implements SliceBounds {
    /** Copies the list; refuses bounds longer than the key. */
    public Interval {
      key = List.copyOf(key);
      if (key.isEmpty()) {
        throw new IllegalArgumentException("an interval needs a key");
      }
      if ((lower != null && lower.values().size() > key.size())
          || (upper != null && upper.values().size() > key.size())) {
        throw new IllegalArgumentException("a bound has more values than the key has terms");
      }
    }

    /** Everything above a bound, or everything if there is none. */
    public static Interval above(List<KeyTerm> key, @Nullable KeyBound lower) {
      return new Interval(key, lower, null);
    }

    @Override
    public String toString() {
      return (lower == null ? "(.." : lower.isInclusive() ? "[" + lower : "(" + lower)
          + (lower == null ? "" : "..")
          + (upper == null ? ")" : upper + (upper.isInclusive() ? "]" : ")"));
    }
  }

  /**
   * Rows in which every column of a term is NULL.
   *
   * @param term the term
   */
  record Nulls(KeyTerm term) implements SliceBounds {
    /** Checks for null. */
    public Nulls {
      requireNonNull(term, "term");
    }

    @Override
    public String toString() {
      return "null " + term;
    }
  }
}
