package dev.rivet.spi.dialect.support;

import dev.rivet.spi.dialect.KeyColumn;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of key values as plans and state keep them. Stateless. */
public final class KeyText {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4,6}-\\d{2}-\\d{2})["
              + " T](\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{1,9}))?(?:Z|[+]00(?::?00)?)?");

  private KeyText() {}

  /**
   * A timestamp as the server prints it under UTC, in ISO 8601 with at least six digits of fraction; anything that does not look
   * like one, such as {@code infinity}, stays as it is.
   */
  public static String of(KeyColumn.Family family, String text) {
    if (family != KeyColumn.Family.TIMESTAMP && family != KeyColumn.Family.INSTANT) {
      return text;
    }
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return text;
    }
    String fraction = time.group(3) == null ? "" : time.group(3);
    String micros = fraction + "0".repeat(Math.max(0, 6 - fraction.length()));
    return time.group(1)
        + "T"
        + time.group(2)
        + "."
        + micros
        + (family == KeyColumn.Family.INSTANT ? "Z" : "");
  }
}
