package dev.rivet.plan;

import java.util.List;

/**
 * One end of an interval of keys. Values are text as the source gave it: digits for numbers, ISO 8601 for times, 36
 * characters for UUIDs, hex for bytes; the source casts them back to the column's type. Immutable.
 *
 * @param values one per term, at least one
 * @param isInclusive whether rows with exactly these values belong to the interval
 */
public record KeyBound(List<String> values, boolean isInclusive) {
  /** Copies the list. */
  public KeyBound {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a bound needs a value");
    }
  }

  /** The values belong to the interval. */
  public static KeyBound including(List<String> values) {
    return new KeyBound(values, true);
  }

  /** The values lie just outside. */
  public static KeyBound excluding(List<String> values) {
    return new KeyBound(values, false);
  }

  /** For people. */
  @Override
  public String toString() {
    return String.join(", ", values);
  }
}
