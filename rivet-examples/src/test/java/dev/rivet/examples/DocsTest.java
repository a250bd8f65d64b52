package dev.rivet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages quote code that is compiled and run, and lead where they say. */
class DocsTest {
  private static final Pattern REGION =
      Pattern.compile("(?m)^ *// docs:([a-z-]+)\n(.*?)^ *// end:\\1$", Pattern.DOTALL);
  private static final Pattern BLOCK = Pattern.compile("(?m)^```java\n(.*?)^```$", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  private static Map<String, String> regions() {
    Map<String, String> regions = new HashMap<>();
    for (Path source : Pages.files(Pages.ROOT.resolve("rivet-examples/src"), ".java")) {
      Matcher region = REGION.matcher(Pages.read(source));
      while (region.find()) {
        assertThat(regions.put(region.group(1), region.group(2).stripIndent().strip()))
            .as("region '%s' exists twice", region.group(1))
            .isNull();
      }
    }
    return regions;
  }

  private static List<String> blocks(Path page) {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Pages.read(page));
    while (block.find()) {
      blocks.add(block.group(1).strip());
    }
    return blocks;
  }

  @Test
  void everyJavaBlockIsCodeThatRuns() {
    Map<String, String> regions = regions();
    for (Path page : Pages.all()) {
      for (String block : blocks(page)) {
        assertThat(regions.values())
            .as("%s quotes code that no region of rivet-examples holds", page.getFileName())
            .contains(block);
      }
    }
  }

  @Test
  void everyRegionIsQuoted() {
    Set<String> quoted = new TreeSet<>();
    Pages.all().forEach(page -> quoted.addAll(blocks(page)));
    assertThat(regions()).allSatisfy((name, code) -> assertThat(quoted).as(name).contains(code));
  }

  @Test
  void javaIsMarkedAsJava() {
    for (Path page : Pages.all()) {
      assertThat(Pages.read(page))
          .as("%s: code without a language escapes the check", page)
          .doesNotContainPattern("(?m)^```\n(import |public |Export |try \\()");
    }
  }

  @Test
  void relativeLinksLeadSomewhere() {
    for (Path page : Pages.all()) {
      Matcher link = LINK.matcher(Pages.read(page));
      while (link.find()) {
        String target = link.group(1);
        if (!target.contains("://") && !target.endsWith("benchmarks.md")) {
          assertThat(Files.exists(page.resolveSibling(target)))
              .as("%s links to %s", Pages.ROOT.relativize(page), target)
              .isTrue();
        }
      }
    }
  }

  @Test
  void everyPageIsReachableFromTheReadme() {
    Set<Path> reached = new TreeSet<>(Set.of(Pages.ROOT.resolve("README.md")));
    List<Path> open = new ArrayList<>(reached);
    while (!open.isEmpty()) {
      Path page = open.remove(0);
      Matcher link = LINK.matcher(Pages.read(page));
      while (link.find()) {
        Path target = page.resolveSibling(link.group(1)).normalize();
        if (target.toString().endsWith(".md") && Files.exists(target) && reached.add(target)) {
          open.add(target);
        }
      }
    }
    assertThat(reached).containsAll(Pages.all());
  }
}
