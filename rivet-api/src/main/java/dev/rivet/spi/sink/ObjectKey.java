package dev.rivet.spi.sink;

import static java.util.Objects.requireNonNull;

import dev.rivet.unit.Location;

/**
 * The name of an object below a prefix. Immutable.
 *
 * @param prefix the run's destination
 * @param name relative name with {@code /} as separator; cannot leave the prefix (DW5)
 */
public record ObjectKey(Location prefix, String name) {
  /** Refuses absolute names, traversal and control characters. */
  public ObjectKey {
    requireNonNull(prefix, "prefix");
    if (name.isEmpty() || name.startsWith("/") || name.endsWith("/")) {
      throw new IllegalArgumentException(
          "object name must be relative and not empty: '" + name + "'");
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < ' ' || name.charAt(i) == '\\') {
        throw new IllegalArgumentException("object name contains a control character or backslash");
      }
    }
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new IllegalArgumentException("object name '" + name + "' could leave its prefix");
      }
    }
  }

  /** Another object below the same prefix. */
  public ObjectKey sibling(String otherName) {
    return new ObjectKey(prefix, otherName);
  }

  /** The whole key, for messages. */
  @Override
  public String toString() {
    return prefix.resolve(name).toString();
  }
}
