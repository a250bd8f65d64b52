package dev.rivet.type;

/** Kinds of source values that a target type cannot hold, each with its own {@link ValuePolicy}. */
public enum SpecialValue {
  /** Date, timestamp or interval {@code infinity} and {@code -infinity}. */
  INFINITY,
  /** {@code NaN} and {@code ±Infinity} in an exact decimal column. Floats keep them, unless the column's own rule has a policy. */
  NOT_A_NUMBER,
  /** A number with more digits, or a larger magnitude, than the target type holds. */
  OVERFLOW,
  /** A time of day outside {@code [00:00, 24:00)}, such as {@code 24:00:00}. */
  TIME_OUT_OF_DAY,
  /** A zero or partial date such as {@code 0000-00-00} (MySQL). */
  ZERO_DATE,
  /** Bytes that are not valid text in the declared character set. */
  INVALID_TEXT,
  /** An array with more than one dimension or a lower bound other than 1. */
  ARRAY_SHAPE
}
