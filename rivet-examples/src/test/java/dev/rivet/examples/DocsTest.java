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
      Pattern.compile("(?m)^ *// docs:([a-z0-9-]+)\n(.*?)^ *// end:\\1$", Pattern.DOTALL);
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?m)(?:^<!-- code: ([a-z0-9-]+) -->\n)?^```java\n(.*?)^```$", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  private static Map<String, String> regions() {
    Map<String, String> regions = new HashMap<>();
    for (Path source : Pages.files(Pages.ROOT.resolve("rivet-examples/src"), ".java")) {
      Matcher region = REGION.matcher(Pages.read(source));
      while (region.find()) {
        String code = region.group(2).stripTrailing().stripIndent() + "\n";
        assertThat(regions.put(region.group(1), code))
            .as("region '%s' exists twice", region.group(1))
            .isNull();
      }
    }
    return regions;
  }

  /** {@code -Ddocs.write} copies the regions into the pages. */
  @Test
  void everyJavaBlockIsCodeThatRuns() {
    Map<String, String> regions = regions();
    Set<String> quoted = new TreeSet<>();
    for (Path page : Pages.all()) {
      String text = Pages.read(page);
      Matcher block = BLOCK.matcher(text);
      StringBuilder renewed = new StringBuilder();
      while (block.find()) {
        String name = block.group(1);
        assertThat(name).as("%s: code without a name:\n%s", page, block.group(2)).isNotNull();
        assertThat(regions).as("%s quotes a region", page).containsKey(name);
        quoted.add(name);
        String now = "<!-- code: " + name + " -->\n```java\n" + regions.get(name) + "```";
        block.appendReplacement(renewed, Matcher.quoteReplacement(now));
      }
      Pages.check(page, text, block.appendTail(renewed).toString());
    }
    assertThat(quoted).as("regions that no page quotes").isEqualTo(new TreeSet<>(regions.keySet()));
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
        if (!target.contains("://")) {
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
