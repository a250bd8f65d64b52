package dev.rivet.dialect.sqlserver.internal.column;

/**
 * A column as the server describes it. Immutable.
 *
 * @param name its name
 * @param base its type without modifiers, in lower case
 * @param length bytes of a string type, -1 for {@code max}
 * @param precision digits of a decimal
 * @param scale digits after the point
 * @param collation of a string type, else empty
 * @param isNotNull whether the catalog guarantees values
 */
public record SourceColumn(
    String name,
    String base,
    int length,
    int precision,
    int scale,
    String collation,
    boolean isNotNull) {

  /** The type in SQL, with its modifiers. */
  public String nativeType() {
    return switch (base) {
      case "decimal", "numeric" -> base + "(" + precision + "," + scale + ")";
      case "char", "varchar", "binary", "varbinary" ->
          base + "(" + (length < 0 ? "max" : String.valueOf(length)) + ")";
      case "nchar", "nvarchar" ->
          base + "(" + (length < 0 ? "max" : String.valueOf(length / 2)) + ")";
      case "time", "datetime2", "datetimeoffset" -> base + "(" + scale + ")";
      case "timestamp" -> "rowversion";
      default -> base;
    };
  }

  /** Whether its values are integers of at most 64 bits. */
  public boolean isInteger() {
    return switch (base) {
      case "tinyint", "smallint", "int", "bigint" -> true;
      default -> false;
    };
  }
}
