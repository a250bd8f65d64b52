import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Sums up all Surefire and Failsafe reports below a folder: {@code java .ci/TestSummary.java .} */
final class TestSummary {
  private static final String ROW = "%-45s %8s %8s %8s %8s%n";

  private static final class Count {
    int tests;
    int failures;
    int errors;
    int skipped;

    void add(Count other) {
      tests += other.tests;
      failures += other.failures;
      errors += other.errors;
      skipped += other.skipped;
    }
  }

  private final Map<String, Count> byModule = new TreeMap<>();
  private final Map<String, Integer> skipReasons = new TreeMap<>();
  private final Map<String, String> failed = new TreeMap<>();

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args.length == 0 ? "." : args[0]);
    TestSummary summary = new TestSummary();
    for (Path report : reports(root)) {
      summary.read(root, report);
    }
    summary.print();
  }

  private static List<Path> reports(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml"))
          .filter(f -> f.getParent().getFileName().toString().matches("(surefire|failsafe)-reports"))
          .sorted()
          .toList();
    }
  }

  private void read(Path root, Path report) throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    Document document = parser.parse(report.toFile());
    Path folder = report.getParent();
    String module = root.relativize(folder.getParent().getParent()).toString();
    String kind = folder.getFileName().toString().startsWith("failsafe") ? " (it)" : "";
    Count count = byModule.computeIfAbsent(module + kind, key -> new Count());
    NodeList cases = document.getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      read((Element) cases.item(i), count);
    }
  }

  private void read(Element testcase, Count count) {
    String name = testcase.getAttribute("classname") + "." + testcase.getAttribute("name");
    count.tests++;
    Element failure = first(testcase, "failure");
    Element error = first(testcase, "error");
    Element skipped = first(testcase, "skipped");
    if (failure != null) {
      count.failures++;
      failed.put(name, failure.getAttribute("message"));
    } else if (error != null) {
      count.errors++;
      failed.put(name, error.getAttribute("message"));
    } else if (skipped != null) {
      count.skipped++;
      // An annotation's reason is the attribute, an assumption's the first line of its stack trace.
      String reason = skipped.hasAttribute("message") ? skipped.getAttribute("message") : skipped.getTextContent();
      skipReasons.merge(testcase.getAttribute("classname") + ": " + oneLine(reason), 1, Integer::sum);
    }
  }

  private static Element first(Element parent, String tag) {
    return (Element) parent.getElementsByTagName(tag).item(0);
  }

  private static String oneLine(String text) {
    String line =
        text.lines()
            .map(l -> l.strip().replaceFirst("^[\\w.]*TestAbortedException:( Assumption failed:)?", "").strip())
            .filter(l -> !l.isEmpty())
            .findFirst()
            .orElse("no reason given");
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }

  private void print() {
    System.out.println();
    System.out.printf(ROW, "module", "tests", "failures", "errors", "skipped");
    Count total = new Count();
    byModule.forEach(
        (module, count) -> {
          print(module, count);
          total.add(count);
        });
    print("all", total);
    if (!skipReasons.isEmpty()) {
      System.out.println("\nSkipped:");
      skipReasons.forEach((reason, times) -> System.out.printf("  %d x %s%n", times, reason));
    }
    if (!failed.isEmpty()) {
      System.out.println("\nFailed:");
      failed.forEach((name, message) -> System.out.printf("  %s: %s%n", name, oneLine(message)));
    }
    int bad = total.failures + total.errors;
    int passed = total.tests - bad - total.skipped;
    System.out.printf("%ntests: %d passed, %d failed, %d skipped%n", passed, bad, total.skipped);
  }

  private static void print(String module, Count count) {
    System.out.printf(ROW, module, count.tests, count.failures, count.errors, count.skipped);
  }
}
