package dev.rivet.bench.parquet;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws the ratios of {@link ArrowToParquet}'s JSON as bars, in SVG.
 *
 * <pre>{@code
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" \
 *     dev.rivet.bench.parquet.Plot arrow-to-parquet.json docs/img/arrow-to-parquet.svg
 * }</pre>
 */
public final class Plot {
  private static final int LABEL = 310;
  private static final int UNIT = 62;
  private static final int BAR = 16;
  private static final int GAP = 8;
  private static final int TOP = 48;
  private static final int LONGEST = 8;

  private final StringBuilder svg = new StringBuilder();

  private Plot() {}

  /**
   * Draws.
   *
   * @param args the JSON file and the SVG file
   */
  public static void main(String[] args) throws IOException {
    Ratios ratios = Ratios.of(new ObjectMapper().readTree(Path.of(args[0]).toFile()));
    List<Map.Entry<Ratios.Key, Ratios.Samples>> bars = List.copyOf(ratios.samples().entrySet());
    Files.writeString(Path.of(args[1]), new Plot().draw(bars));
  }

  private String draw(List<Map.Entry<Ratios.Key, Ratios.Samples>> bars) {
    int height = TOP + bars.size() * (BAR + GAP) + 16;
    int width = LABEL + LONGEST * UNIT + 70;
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            width,
            height));
    text(8, 20, "start", "Arrow to Parquet: ratios of CPU time (median, line: quartiles)");
    for (int unit = 0; unit <= LONGEST; unit++) {
      int x = LABEL + unit * UNIT;
      line(x, TOP - 10, x, height - 12, unit == 1 ? "#444" : "#ddd");
      text(x, TOP - 14, "middle", unit + "×");
    }
    int y = TOP;
    for (Map.Entry<Ratios.Key, Ratios.Samples> bar : bars) {
      bar(y, bar.getKey(), bar.getValue());
      y += BAR + GAP;
    }
    return svg.append("</svg>\n").toString();
  }

  private void bar(int y, Ratios.Key key, Ratios.Samples samples) {
    String codec = key.codec().name().toLowerCase(Locale.ROOT);
    text(LABEL - 8, y + 12, "end", codec + ": " + key.side().label);
    String fill =
        switch (key.codec()) {
          case ZSTD -> "#3b6ea5";
          case NONE -> "#7a9e5f";
          case SNAPPY -> "#c98b3c";
        };
    double length = Math.min(LONGEST + 0.4, samples.cpu()) * UNIT;
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
            LABEL,
            y,
            length,
            BAR,
            fill));
    int middle = y + BAR / 2;
    line(at(samples.quantile(0.25)), middle, at(samples.quantile(0.75)), middle, "#111");
    text(
        LABEL + (int) Math.max(length, at(samples.quantile(0.75)) - LABEL) + 6,
        y + 12,
        "start",
        String.format(Locale.ROOT, "%.2f", samples.cpu()));
  }

  private static int at(double ratio) {
    return LABEL + (int) (Math.min(LONGEST + 0.4, ratio) * UNIT);
  }

  private void line(int x1, int y1, int x2, int y2, String stroke) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\"/>%n",
            x1,
            y1,
            x2,
            y2,
            stroke));
  }

  private void text(int x, int y, String anchor, String content) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            content));
  }
}
