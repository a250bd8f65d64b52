package dev.rivet.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Bars as SVG: the same bytes for the same figures. Bars whose label begins with {@code rivet} stand out.
 *
 * <pre>
 * ./mvnw -q -Dquick -DskipTests -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" dev.rivet.bench.report.BarChart \
 *   docs/img/CHART.svg TITLE "GROUP|LABEL=VALUE" ...
 * </pre>
 */
public final class BarChart {
  private static final int WIDTH = 720;
  private static final int LEFT = 250; // where bars begin
  private static final int LONGEST = 380;
  private static final int BAR = 18;
  private static final int STEP = 26;
  private static final int MARGIN = 16;

  private final String title;
  private final Map<String, List<Bar>> groups = new LinkedHashMap<>();

  private record Bar(String label, double value, String text) {}

  /** An empty chart. */
  public BarChart(String title) {
    this.title = title;
  }

  /**
   * Draws.
   *
   * @param args file, title, then the bars: group, a vertical line, label, an equals sign and the value
   */
  public static void main(String[] args) throws IOException {
    BarChart chart = new BarChart(args[1]);
    for (String bar : Arrays.asList(args).subList(2, args.length)) {
      int line = bar.indexOf('|');
      int equals = bar.lastIndexOf('=');
      chart.add(bar.substring(0, line), bar.substring(line + 1, equals), bar.substring(equals + 1));
    }
    Path file = Path.of(args[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, chart.svg(), UTF_8);
  }

  /**
   * Adds a bar.
   *
   * @param group heading; bars of one group stand together
   * @param value the number, which is also what is written beside the bar
   */
  public void add(String group, String label, String value) {
    groups
        .computeIfAbsent(group, k -> new ArrayList<>())
        .add(new Bar(label, Double.parseDouble(value), value));
  }

  /** The chart. Each group has a scale of its own. */
  public String svg() {
    StringBuilder body = new StringBuilder();
    int y = MARGIN + 20;
    text(body, MARGIN, y, "start", "bold", title);
    for (Map.Entry<String, List<Bar>> group : groups.entrySet()) {
      y += 32;
      text(body, MARGIN, y, "start", "bold", group.getKey());
      double largest = group.getValue().stream().mapToDouble(Bar::value).max().orElseThrow();
      for (Bar bar : group.getValue()) {
        y += STEP;
        bar(body, y, bar, bar.value / largest);
      }
    }
    int height = y + MARGIN;
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
                + " %d\" font-family=\"sans-serif\" font-size=\"13\">\n"
                + "<title>%s</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n",
            WIDTH,
            height,
            WIDTH,
            height,
            escaped(title),
            WIDTH,
            height)
        + body
        + "</svg>\n";
  }

  private static void bar(StringBuilder out, int y, Bar bar, double share) {
    long length = Math.max(1, Math.round(share * LONGEST));
    text(out, LEFT - 8, y, "end", "normal", bar.label);
    out.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n",
            LEFT,
            y - BAR + 5,
            length,
            BAR,
            bar.label.toLowerCase(Locale.ROOT).startsWith("rivet") ? "#b5482a" : "#9aa5b1"));
    text(out, (int) (LEFT + length + 6), y, "start", "normal", bar.text);
  }

  private static void text(
      StringBuilder out, int x, int y, String anchor, String weight, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-weight=\"%s\""
                + " fill=\"#1f2933\">%s</text>\n",
            x,
            y,
            anchor,
            weight,
            escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
