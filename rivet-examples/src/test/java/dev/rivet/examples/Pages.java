package dev.rivet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages of the documentation and the sources they quote. */
final class Pages {
  /** The repository. */
  static final Path ROOT =
      Path.of(System.getProperty("basedir", "rivet-examples")).toAbsolutePath().getParent();

  private Pages() {}

  /** README and everything below docs. */
  static List<Path> all() {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    pages.addAll(files(ROOT.resolve("docs"), ".md"));
    return pages;
  }

  static List<Path> files(Path directory, String ending) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What stands between {@code <!-- generated: name -->} and {@code <!-- end -->} on a page must be what the code says. Run the test
   * with {@code -Ddocs.write} to write it there.
   */
  static void check(String page, String name, String expected) {
    Path file = ROOT.resolve(page);
    String text = read(file);
    Matcher section =
        Pattern.compile(
                "(<!-- generated: " + Pattern.quote(name) + " -->\n)(.*?)(<!-- end -->)",
                Pattern.DOTALL)
            .matcher(text);
    assertThat(section.find()).as("section '" + name + "' of " + page).isTrue();
    check(
        file,
        text,
        text.substring(0, section.start(2)) + expected + text.substring(section.end(2)));
  }

  /** A page must read as expected; {@code -Ddocs.write} makes it so. */
  static void check(Path page, String text, String expected) {
    if (System.getProperty("docs.write") == null) {
      assertThat(text)
          .as("%s is not what the code says; run this test with -Ddocs.write", page)
          .isEqualTo(expected);
    } else if (!text.equals(expected)) {
      try {
        Files.writeString(page, expected);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
