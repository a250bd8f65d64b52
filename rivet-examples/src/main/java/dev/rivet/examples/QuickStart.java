package dev.rivet.examples;

import dev.rivet.examples.shop.Shop;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.List;

/**
 * The whole story on a real PostgreSQL that is started for it: discover, plan, apply, drift, reconcile, repair, and the files read
 * back by DuckDB. Ends with exit code 1 if anything comes out other than told.
 *
 * <pre>{@code
 * ./mvnw -q -Dquick=start -pl rivet-examples -am package
 * }</pre>
 *
 * <p>Arguments: {@code --rows N} (default 1 000 000, at least 20 000) and {@code --dir DIR} to keep the files there; otherwise they
 * go to a temporary directory that is removed at the end.
 */
public final class QuickStart {
  private static final long ROWS = 1_000_000;
  private static final long FEWEST_ROWS = 20_000;

  private QuickStart() {}

  /** Tells it. */
  public static void main(String[] args) throws IOException, SQLException {
    System.exit(run(List.of(args), System.out) ? 0 : 1);
  }

  /** Tells it to a stream and says whether everything came out as told. */
  static boolean run(List<String> arguments, PrintStream out) throws IOException, SQLException {
    long rows = Long.parseLong(option(arguments, "--rows", Long.toString(ROWS)));
    if (rows < FEWEST_ROWS) {
      throw new IllegalArgumentException("--rows must be at least " + FEWEST_ROWS + ": " + rows);
    }
    String directory = option(arguments, "--dir", "");
    boolean isTemporary = directory.isEmpty();
    Path work = isTemporary ? Files.createTempDirectory("rivet-quick-start-") : Path.of(directory);
    try (Shop shop = Shop.start()) {
      Narrator narrator = new Narrator(out);
      new Story(shop, rows, Files.createDirectories(work), narrator).tell();
      narrator.end();
      return narrator.failures().isEmpty();
    } finally {
      if (isTemporary) {
        delete(work);
      }
    }
  }

  private static String option(List<String> arguments, String name, String otherwise) {
    int at = arguments.indexOf(name);
    return at >= 0 && at + 1 < arguments.size() ? arguments.get(at + 1) : otherwise;
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, java.io.@org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
