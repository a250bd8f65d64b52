package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.ValuePolicy;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** What one column does with values its type cannot hold. Immutable. */
public final class ValueRules {
  private static final int SHAPE = 40;

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
  ValueRules forElements() {
    return new ValueRules(column, target, true, rounding, policies);
  }

  String column() {
    return column;
  }

  boolean isRounding() {
    return rounding;
  }

  ValuePolicy on(SpecialValue value) {
    return policies.getOrDefault(value, ValuePolicy.FAIL);
  }

  /** Whether anything is said about this kind of value. */
  boolean isRuled(SpecialValue value) {
    return policies.containsKey(value);
  }

  void requireNullable() throws ValueRefusedException {
    if (!nullable) {
      throw refusedNull();
    }
  }

  boolean isNullable() {
    return nullable;
  }

  ValueRefusedException refusedNull() {
    return new ValueRefusedException(
        ErrorCode.VALUE_NULL,
        column,
        "column \""
            + column
            + "\" holds a NULL but is declared NOT NULL, by the table or by notNull()."
            + " Drop notNull(), or keep such rows out with a query.");
  }

  ValueRefusedException refused(SpecialValue value, String what) {
    String ways =
        switch (value) {
          case OVERFLOW ->
              "a wider type with as(...), rounding() for surplus fraction digits, or on(OVERFLOW,"
                  + " NULL | CLAMP | TEXT)";
          case NOT_A_NUMBER -> "on(NOT_A_NUMBER, NULL | TEXT), or as(RivetType.text())";
          case ARRAY_SHAPE -> "on(ARRAY_SHAPE, NULL | TEXT), or as(RivetType.json())";
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

  ValueRefusedException malformed(String what) {
    return new ValueRefusedException(
        ErrorCode.VALUE_NOT_REPRESENTABLE,
        column,
        "column \""
            + column
            + "\" holds "
            + what
            + ". Give the column another type with as(...), or repair the data.");
  }

  /** For text that is not what the override says, with its shape instead of its content. */
  ValueRefusedException malformedText(byte[] data, int at, int length, String what) {
    return malformed("text like \"" + shape(data, at, length) + "\", which is not " + what);
  }

  /** Digits as 9, letters as x: enough to see what is wrong, nothing that should not be in a log. */
  static String shape(byte[] data, int at, int length) {
    StringBuilder shape = new StringBuilder();
    String text = new String(data, at, Math.min(length, 4 * SHAPE), StandardCharsets.UTF_8);
    for (int i = 0; i < Math.min(SHAPE, text.length()); i++) {
      char c = text.charAt(i);
      boolean isSign = c >= ' ' && c < 127 && c != '"';
      shape.append(Character.isDigit(c) ? '9' : Character.isLetter(c) ? 'x' : isSign ? c : '?');
    }
    return text.length() > SHAPE ? shape + "…" : shape.toString();
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
