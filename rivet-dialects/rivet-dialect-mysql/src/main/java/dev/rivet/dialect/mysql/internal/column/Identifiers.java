package dev.rivet.dialect.mysql.internal.column;

/** SQL spelling of names; values are bound, nothing from outside enters a statement in another way (SQ1, ED2). */
public final class Identifiers {
  private Identifiers() {}

  /** A quoted identifier. */
  public static String quote(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** A quoted name with its schema. */
  public static String quote(String schema, String name) {
    return quote(schema) + "." + quote(name);
  }

  /** A string literal for values that no statement can bind; right under every {@code sql_mode}. */
  public static String literal(String text) {
    StringBuilder hex = new StringBuilder("_utf8mb4 0x");
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return text.isEmpty() ? "''" : hex.toString();
  }
}
