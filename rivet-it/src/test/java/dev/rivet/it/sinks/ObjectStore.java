package dev.rivet.it.sinks;

import dev.rivet.spi.sink.MovingSink;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A store that exports go into, and what a consumer with the vendor's own client finds there. */
abstract class ObjectStore {
  /** Where it listens. */
  abstract URI address();

  /** A sink with the smallest requests, so that small exports go in several; by the given way to the store. */
  abstract MovingSink sink(URI way);

  /** A prefix that nothing was written to yet. */
  abstract Location newPrefix();

  /** Whether a request sends a piece of a large object. */
  abstract boolean isPiece(String method, String target);

  /** Copies all that is visible below a prefix with the vendor's client. */
  abstract void download(Location prefix, Path directory) throws IOException;

  /** Copies all that is visible below a prefix into an empty directory. */
  final Path mirror(Location prefix, Path directory) {
    try {
      if (Files.exists(directory)) {
        try (Stream<Path> old = Files.walk(directory)) {
          old.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        }
      }
      Files.createDirectories(directory);
      download(prefix, directory);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String bucket(Location prefix) {
    return prefix.path().substring(0, prefix.path().indexOf('/'));
  }

  static String directory(Location prefix) {
    return prefix.path().substring(prefix.path().indexOf('/') + 1) + "/";
  }

  static Path parentMade(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return file;
  }
}
