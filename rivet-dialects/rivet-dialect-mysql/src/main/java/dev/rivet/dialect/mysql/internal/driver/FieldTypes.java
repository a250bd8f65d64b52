package dev.rivet.dialect.mysql.internal.driver;

/** The protocol's type codes as names of {@code information_schema}. */
final class FieldTypes {
  static final int DECIMAL = 246;

  private static final int ENUM = 0x100;
  private static final int SET = 0x800;

  private FieldTypes() {}

  static String base(int code, int flags, boolean isBinary) {
    return switch (code) {
      case 0, DECIMAL -> "decimal";
      case 1 -> "tinyint";
      case 2 -> "smallint";
      case 3 -> "int";
      case 4 -> "float";
      case 5 -> "double";
      case 6 -> "null";
      case 7 -> "timestamp";
      case 8 -> "bigint";
      case 9 -> "mediumint";
      case 10 -> "date";
      case 11 -> "time";
      case 12 -> "datetime";
      case 13 -> "year";
      case 16 -> "bit";
      case 242 -> "vector";
      case 245 -> "json";
      case 247 -> "enum";
      case 248 -> "set";
      case 249, 250, 251, 252 -> isBinary ? "blob" : "text";
      case 15, 253 -> isBinary ? "varbinary" : "varchar";
      case 254 -> fixed(flags, isBinary);
      case 255 -> "geometry";
      default -> "type " + code;
    };
  }

  private static String fixed(int flags, boolean isBinary) {
    if ((flags & ENUM) != 0) {
      return "enum";
    }
    if ((flags & SET) != 0) {
      return "set";
    }
    return isBinary ? "binary" : "char";
  }
}
