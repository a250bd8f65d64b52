package dev.rivet.spi.dialect.support;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.ValuePolicy;
import java.util.EnumMap;
import java.util.Map;

/** What one column does with values its type cannot hold. Immutable. */
public final class ValueRules {
  private final String column;
  private final String target;
  private final boolean nullable;
  private final boolean rounding;
  private final Map<SpecialValue, ValuePolicy> policies;

  /**
   * The rules of a column.
   *
   * @param column its name
   * @param target text of its type
   * @param nullable whether NULL may be written
   * @param rounding whether surplus fraction digits are rounded
   * @param policies what differs from FAIL
   */
  public ValueRules(
      String column,
      String target,
      boolean nullable,
      boolean rounding,
      Map<SpecialValue, ValuePolicy> policies) {
    this.column = column;
    this.target = target;
    this.nullable = nullable;
    this.rounding = rounding;
    Map<SpecialValue, ValuePolicy> copy = new EnumMap<>(SpecialValue.class);
    copy.putAll(policies);
    this.policies = copy;
  }

  /** The same rules for the elements of a list, which may always be NULL. */
  public ValueRules forElements() {
    return new ValueRules(column, target, true, rounding, policies);
  }

  /** The column. */
  public String column() {
    return column;
  }

  /** Whether surplus fraction digits are rounded. */
  public boolean isRounding() {
    return rounding;
  }

  /** The policy for a special value. */
  public ValuePolicy on(SpecialValue value) {
    return policies.getOrDefault(value, ValuePolicy.FAIL);
  }

  void requireNullable() throws ValueRefusedException {
    if (!nullable) {
      throw refusedNull();
    }
  }

  /** Whether NULL may be written. */
  public boolean isNullable() {
    return nullable;
  }

  private ValueRefusedException refusedNull() {
    return new ValueRefusedException(
        ErrorCode.VALUE_NULL,
        column,
        "column \""
            + column
            + "\" holds a NULL but is declared NOT NULL, by the table or by notNull()."
            + " Drop notNull(), or keep such rows out with a query.");
  }

  /**
   * For a special value whose policy is to fail.
   *
   * @param what what the column holds, without the value itself
   */
  public ValueRefusedException refused(SpecialValue value, String what) {
    String ways =
        switch (value) {
          case OVERFLOW ->
              "a wider type with as(...), rounding() for surplus fraction digits, or on(OVERFLOW,"
                  + " NULL | CLAMP | TEXT)";
          case NOT_A_NUMBER -> "on(NOT_A_NUMBER, NULL | TEXT), or as(RivetType.text())";
          case ARRAY_SHAPE -> "on(ARRAY_SHAPE, NULL | TEXT), or as(RivetType.json())";
          case ZERO_DATE -> "on(ZERO_DATE, NULL | TEXT)";
          case INVALID_TEXT -> "on(INVALID_TEXT, NULL), or as(RivetType.binary())";
          default -> "on(" + value + ", NULL | CLAMP | TEXT)";
        };
    return new ValueRefusedException(
        ErrorCode.VALUE_NOT_REPRESENTABLE,
        column,
        "column \""
            + column
            + "\" holds "
            + what
            + ", which "
            + target
            + " cannot carry. Choose "
            + ways
            + " for this column.");
  }

  /**
   * For a value that is nothing of the kind the column was declared to hold.
   *
   * @param what what the column holds, without the value itself
   */
  public ValueRefusedException malformed(String what) {
    return new ValueRefusedException(
        ErrorCode.VALUE_NOT_REPRESENTABLE,
        column,
        "column \""
            + column
            + "\" holds "
            + what
            + ". Give the column another type with as(...), or repair the data.");
  }

  /** For a cell above the size limit. */
  public ValueRefusedException tooLarge(int bytes, long limit) {
    return new ValueRefusedException(
        ErrorCode.VALUE_TOO_LARGE,
        column,
        "column \""
            + column
            + "\" holds a value of "
            + bytes
            + " bytes, above the limit of "
            + limit
            + " for a single value. Raise the limit, set it to 0 for none, or leave the column out"
            + " with a query.");
  }
}
