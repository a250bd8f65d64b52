package dev.rivet.dialect.mysql.internal.column;

/**
 * A column as the source has it. Immutable.
 *
 * @param name its name
 * @param nativeType its type in SQL, with modifiers
 * @param base its type without modifiers, in lower case
 * @param isUnsigned whether a number has no sign
 * @param isBool whether it is {@code tinyint(1)}
 * @param precision digits of a decimal, bits of a bit string
 * @param scale fraction digits of a decimal or time
 * @param srid SRID of a geometry, -1 if none is declared
 * @param isNotNull whether the catalog guarantees values
 */
public record SourceColumn(
    String name,
    String nativeType,
    String base,
    boolean isUnsigned,
    boolean isBool,
    int precision,
    int scale,
    int srid,
    boolean isNotNull) {

  /** Whether its values are integers of at most 64 bits. */
  public boolean isInteger() {
    return switch (base) {
      case "tinyint", "smallint", "mediumint", "int", "bigint" -> true;
      default -> false;
    };
  }
}
