package dev.rivet.dialect.sqlserver.internal.column;

/** SQL spelling of names; values are bound, nothing from outside enters a statement in another way (SQ1, ED2). */
public final class Identifiers {
  private Identifiers() {}

  /** A quoted identifier. */
  public static String quote(String name) {
    return '[' + name.replace("]", "]]") + ']';
  }

  /** A quoted name with its schema. */
  public static String quote(String schema, String name) {
    return quote(schema) + "." + quote(name);
  }

  /** A column of the relation being read. */
  public static String column(String name) {
    return "_rivet." + quote(name);
  }
}
