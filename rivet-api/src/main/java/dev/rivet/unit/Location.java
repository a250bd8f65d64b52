package dev.rivet.unit;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A destination prefix: always a directory, never a single object. Immutable.
 *
 * <p>The path may hold placeholders, filled when a run starts and kept for its whole life (CP9): {@code {date}} (UTC day,
 * {@code 2026-11-23}), {@code {export}}, {@code {table}}, {@code {run_id}}.
 *
 * @param scheme lower-case scheme that selects the sink: {@code file}, {@code s3}, {@code gs}, {@code az}
 * @param path what follows the scheme, without trailing slash: an absolute local path, or {@code bucket/prefix}
 */
public record Location(String scheme, String path) {
  private static final Pattern URI_TEXT =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

  /** Refuses traversal, NUL and an empty path (DW5). */
  public Location {
    scheme = requireNonNull(scheme, "scheme").toLowerCase(Locale.ROOT);
    path = trimmed(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("destination '" + scheme + "' has no path");
    }
    if (path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("destination path contains NUL");
    }
    for (String part : path.split("[/\\\\]", -1)) {
      if (part.equals("..")) {
        throw new IllegalArgumentException(
            "destination '" + path + "' contains '..'; give the final path");
      }
    }
  }

  private static String trimmed(String path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  /** Reads {@code s3://bucket/prefix}; text without scheme is a local path. */
  public static Location parse(String text) {
    Matcher m = URI_TEXT.matcher(text);
    return m.matches() ? new Location(m.group(1), m.group(2)) : of(Path.of(text));
  }

  /** A local directory; relative paths are taken from the current directory. */
  public static Location of(Path directory) {
    for (Path part : directory) {
      if (part.toString().equals("..")) {
        throw new IllegalArgumentException(
            "destination '" + directory + "' contains '..'; give the final path");
      }
    }
    return new Location(
        "file", directory.toAbsolutePath().normalize().toString().replace('\\', '/'));
  }

  /** A directory below this one. */
  public Location resolve(String relative) {
    return new Location(scheme, path.equals("/") ? "/" + relative : path + "/" + relative);
  }

  /**
   * Fills placeholders; values are made safe for paths.
   *
   * @throws IllegalArgumentException naming a placeholder that has no value
   */
  public Location expand(Map<String, String> values) {
    Matcher m = PLACEHOLDER.matcher(path);
    StringBuilder text = new StringBuilder();
    while (m.find()) {
      String value = values.get(m.group(1));
      if (value == null) {
        throw new IllegalArgumentException(
            "destination '"
                + path
                + "': unknown placeholder {"
                + m.group(1)
                + "}; known: "
                + values.keySet());
      }
      m.appendReplacement(
          text, Matcher.quoteReplacement(value.replaceAll("[/\\\\\0]|\\.\\.", "_")));
    }
    m.appendTail(text);
    return new Location(scheme, text.toString());
  }

  /** {@code s3://bucket/prefix} or {@code file:///path}. */
  @Override
  public String toString() {
    return scheme + "://" + path;
  }
}
