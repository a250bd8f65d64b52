package dev.rivet.dialect.mysql.internal.driver;

/**
 * A column of a result as the protocol describes it. Immutable.
 *
 * @param label its name
 * @param base its type without modifiers, in lower case, as in {@code information_schema}
 * @param isUnsigned whether a number has no sign
 * @param length characters, bytes, bits, or digits shown
 * @param decimals fraction digits
 */
public record ResultColumn(
    String label, String base, boolean isUnsigned, long length, int decimals) {}
