package dev.rivet.connect;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Something that never shows: {@link #toString()} is {@code ***}, and it is asked for only when a connection is made, so that a rotating
 * token is fresh each time. Immutable; thread-safe if its supplier is.
 */
public final class Secret {
  private final Supplier<char[]> source;

  private Secret(Supplier<char[]> source) {
    this.source = source;
  }

  /** A fixed one. */
  public static Secret of(String secret) {
    requireNonNull(secret, "secret");
    return new Secret(secret::toCharArray);
  }

  /** Asked for at each connection, such as a token of the cloud's identity service. */
  public static Secret from(Supplier<char[]> source) {
    return new Secret(requireNonNull(source, "source"));
  }

  /** The text of a file, read at each connection; a line break at its end does not count. */
  public static Secret file(Path file) {
    requireNonNull(file, "file");
    return new Secret(
        () -> {
          try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            int end = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
            return text.substring(0, text.length() - end).toCharArray();
          } catch (IOException e) {
            throw new UncheckedIOException("the secret's file " + file + " cannot be read", e);
          }
        });
  }

  /** The secret itself, for whoever connects. */
  public char[] reveal() {
    return source.get().clone();
  }

  @Override
  public String toString() {
    return "***";
  }
}
