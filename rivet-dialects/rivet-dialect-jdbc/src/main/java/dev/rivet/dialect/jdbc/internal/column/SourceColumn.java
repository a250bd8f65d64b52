package dev.rivet.dialect.jdbc.internal.column;

/**
 * A column as the driver's metadata describes it. Immutable.
 *
 * @param name its label
 * @param typeName its type as the database spells it
 * @param jdbcType its type of {@link java.sql.Types}
 * @param precision digits or length, 0 if unknown
 * @param scale digits after the point
 * @param isSigned whether a number has a sign
 * @param isNotNull whether the catalog guarantees values
 */
public record SourceColumn(
    String name,
    String typeName,
    int jdbcType,
    int precision,
    int scale,
    boolean isSigned,
    boolean isNotNull) {

  /** The type's first word, in upper case. */
  public String base() {
    String upper = typeName.toUpperCase(java.util.Locale.ROOT).trim();
    int parenthesis = upper.indexOf('(');
    return parenthesis < 0 ? upper : upper.substring(0, parenthesis).trim();
  }

  /** The type with precision and scale where they matter. */
  public String nativeType() {
    boolean exact =
        (jdbcType == java.sql.Types.NUMERIC || jdbcType == java.sql.Types.DECIMAL)
            && precision > 0
            && precision <= 1000;
    return exact && typeName.indexOf('(') < 0
        ? typeName + "(" + precision + "," + scale + ")"
        : typeName;
  }
}
