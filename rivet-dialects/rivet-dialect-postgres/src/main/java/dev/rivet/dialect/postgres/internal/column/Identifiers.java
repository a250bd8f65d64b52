package dev.rivet.dialect.postgres.internal.column;

/** SQL spelling of names and values; nothing from outside enters a statement in another way (SQ1, ED2). */
public final class Identifiers {
  private Identifiers() {}

  /** A quoted identifier. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A quoted name with its schema. */
  public static String quote(String schema, String name) {
    return quote(schema) + "." + quote(name);
  }

  /** A string literal that means the same whatever {@code standard_conforming_strings} says. */
  public static String literal(String text) {
    String doubled = text.replace("'", "''");
    return text.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : "E'" + doubled.replace("\\", "\\\\") + "'";
  }
}
