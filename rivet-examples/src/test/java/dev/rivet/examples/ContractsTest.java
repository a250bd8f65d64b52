package dev.rivet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of contracts is made from the tests: a test proves the contracts that its Javadoc names ({@code SD1}, {@code SD1–SD5}), or
 * its name ({@code sd1_policyMatrix}); a Javadoc of a class speaks for the class where no method of its own does. What nothing
 * proves needs a reason in {@code contracts.tsv}: {@code open: …} or {@code n/a: …}; {@code partial: …} tells what a proven one
 * lacks. {@code -Ddocs.write} writes the page, and drops reasons that became stale.
 */
class ContractsTest {
  private static final Path CONTRACTS =
      Pages.ROOT.resolve("rivet-examples/src/test/resources/contracts.tsv");
  private static final Pattern TEST =
      Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");
  private static final Pattern METHOD = Pattern.compile("(?:void|Stream<[^>]+>)\\s+(\\w+)\\s*\\(");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public |abstract |final )*(?:class|interface) (\\w+)");
  private static final Pattern MENTION =
      Pattern.compile(
          "\\b([A-Z]{1,2})(\\d{1,2})\\b(?:\\s?[–-]\\s?(?:\\1)?(\\d{1,2})\\b)?|\\bNG-P\\b");
  private static final int SHOWN = 3;

  /** A line of the resource. */
  private record Contract(String id, String title, String reason) {
    String group() {
      return id.replaceAll("-?(?:\\d+|P)$", "");
    }

    boolean isUnprovenReason() {
      return reason.startsWith("open: ") || reason.startsWith("n/a: ");
    }
  }

  private static List<Contract> contracts() {
    return Pages.read(CONTRACTS)
        .lines()
        .map(line -> line.split("\t", -1))
        .map(cells -> new Contract(cells[0], cells[1], cells.length > 2 ? cells[2] : ""))
        .toList();
  }

  @Test
  void everyContractIsProvenOrReasoned() throws IOException {
    List<Contract> contracts = contracts();
    Map<String, Set<String>> proofs = proofs(contracts);
    List<Contract> kept = new ArrayList<>();
    for (Contract c : contracts) {
      boolean isProven = proofs.containsKey(c.id());
      boolean isStale = isProven && c.isUnprovenReason();
      if (System.getProperty("docs.write") != null && isStale) {
        c = new Contract(c.id(), c.title(), "");
        isStale = false;
      }
      assertThat(isStale)
          .as(
              "%s: '%s', but %s proves it; run with -Ddocs.write",
              c.id(), c.reason(), proofs.get(c.id()))
          .isFalse();
      assertThat(isProven || c.isUnprovenReason())
          .as("%s (%s) is named by no test; name it, or give a reason", c.id(), c.title())
          .isTrue();
      assertThat(isProven || !c.reason().startsWith("partial: "))
          .as("%s is partly proven by no test", c.id())
          .isTrue();
      kept.add(c);
    }
    StringBuilder resource = new StringBuilder();
    kept.forEach(c -> resource.append(c.id() + "\t" + c.title() + "\t" + c.reason()).append('\n'));
    Pages.check(CONTRACTS, Pages.read(CONTRACTS), resource.toString());
    Path page = Pages.ROOT.resolve("docs/contracts.md");
    Pages.check(page, Files.exists(page) ? Pages.read(page) : "", page(kept, proofs));
  }

  private static String page(List<Contract> contracts, Map<String, Set<String>> proofs) {
    long proven = contracts.stream().filter(c -> proofs.containsKey(c.id())).count();
    long partly =
        contracts.stream()
            .filter(c -> proofs.containsKey(c.id()) && c.reason().startsWith("partial: "))
            .count();
    long outside = contracts.stream().filter(c -> c.reason().startsWith("n/a: ")).count();
    StringBuilder text = new StringBuilder("# Contracts and their proof\n\n");
    text.append(
            "Written by `ContractsTest` from the tests of this repository: a test counts if its")
        .append(
            " Javadoc or its name names the contract.\nThe build fails when this page is stale,")
        .append(" or when a contract has neither a test nor a reason.\n\n");
    text.append(
        "| contracts | proven | of these in part | open | do not apply |\n|---|---|---|---|---|\n");
    text.append(
        String.format(
            Locale.ROOT,
            "| %d | %d | %d | %d | %d |%n",
            contracts.size(),
            proven,
            partly,
            contracts.size() - proven - outside,
            outside));
    String group = "";
    for (Contract c : contracts) {
      if (!c.group().equals(group)) {
        group = c.group();
        text.append("\n## ").append(group).append("\n\n");
        text.append("| contract | | status | proof |\n|---|---|---|---|\n");
      }
      Set<String> tests = proofs.getOrDefault(c.id(), Set.of());
      text.append("| ").append(c.id()).append(" | ").append(c.title()).append(" | ");
      text.append(status(c, !tests.isEmpty())).append(" | ").append(shown(tests)).append(" |\n");
    }
    return text.toString().replace("\r\n", "\n");
  }

  private static String status(Contract c, boolean isProven) {
    if (!isProven) {
      return c.reason().startsWith("n/a: ")
          ? "does not apply: " + c.reason().substring(5)
          : "**open**: " + c.reason().substring(6);
    }
    return c.reason().isEmpty() ? "proven" : "proven in part: " + c.reason().substring(9);
  }

  private static String shown(Set<String> tests) {
    StringBuilder text = new StringBuilder();
    tests.stream().limit(SHOWN).forEach(t -> text.append('`').append(t).append("` "));
    if (tests.size() > SHOWN) {
      text.append("and ").append(tests.size() - SHOWN).append(" more");
    }
    return text.toString().strip();
  }

  /** Tests by contract; those named by a method before those named by a class. */
  private static Map<String, Set<String>> proofs(List<Contract> contracts) {
    Set<String> known = new TreeSet<>();
    contracts.forEach(c -> known.add(c.id()));
    Map<String, Set<String>> byMethod = new TreeMap<>();
    Map<String, Set<String>> byClass = new TreeMap<>();
    for (Path source : sources()) {
      scan(Pages.read(source), known, byMethod, byClass);
    }
    byClass.forEach(byMethod::putIfAbsent);
    return byMethod;
  }

  private static List<Path> sources() {
    List<Path> sources = new ArrayList<>();
    for (String module : modules()) {
      Path tests = Pages.ROOT.resolve(module).resolve("src/test/java");
      if (Files.isDirectory(tests)) {
        sources.addAll(Pages.files(tests, ".java"));
      }
    }
    sources.addAll(Pages.files(Pages.ROOT.resolve("rivet-tck/src/main/java"), ".java"));
    sources.removeIf(s -> s.endsWith("ContractsTest.java"));
    return sources;
  }

  private static List<String> modules() {
    try (Stream<Path> poms = Files.find(Pages.ROOT, 3, (p, a) -> p.endsWith("pom.xml"))) {
      return poms.map(p -> Pages.ROOT.relativize(p.getParent()).toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void scan(
      String text,
      Set<String> known,
      Map<String, Set<String>> byMethod,
      Map<String, Set<String>> byClass) {
    Matcher type = TYPE.matcher(text);
    if (!type.find() || !TEST.matcher(text).find()) {
      return;
    }
    String name = type.group(1);
    mentioned(javadocBefore(text, type.start()), known)
        .forEach(id -> byClass.computeIfAbsent(id, k -> new TreeSet<>()).add(name));
    Matcher test = TEST.matcher(text);
    while (test.find()) {
      Matcher method = METHOD.matcher(text);
      if (method.find(test.end())) {
        Set<String> ids = mentioned(javadocBefore(text, test.start()), known);
        Pattern.compile("_")
            .splitAsStream(method.group(1).toUpperCase(Locale.ROOT))
            .filter(known::contains)
            .forEach(ids::add);
        String proof = name + "." + method.group(1);
        ids.forEach(id -> byMethod.computeIfAbsent(id, k -> new TreeSet<>()).add(proof));
      }
    }
  }

  /** The Javadoc that ends before a position, with nothing but annotations in between. */
  private static String javadocBefore(String text, int position) {
    int end = text.lastIndexOf("*/", position);
    int start = text.lastIndexOf("/**", position);
    if (end < start || start < 0) {
      return "";
    }
    String between = text.substring(end + 2, position);
    return between.contains(";") || between.contains("}\n\n") ? "" : text.substring(start, end);
  }

  private static Set<String> mentioned(String javadoc, Set<String> known) {
    Map<String, Boolean> found = new LinkedHashMap<>();
    Matcher mention = MENTION.matcher(javadoc);
    while (mention.find()) {
      if (mention.group(1) == null) {
        found.put("NG-P", true);
        continue;
      }
      int from = Integer.parseInt(mention.group(2));
      int to = mention.group(3) == null ? from : Integer.parseInt(mention.group(3));
      for (int number = from; number <= to; number++) {
        found.put(mention.group(1) + number, true);
      }
    }
    Set<String> ids = new TreeSet<>(found.keySet());
    ids.retainAll(known);
    return ids;
  }
}
