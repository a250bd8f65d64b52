package dev.rivet.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ratios from JMH's JSON. Benchmarks with the same parameters make one Markdown table. Several files are rounds of the same
 * measurement: a ratio is formed inside each file, of medians, and shown as their median with smallest and largest; times are of all
 * files together. For benchmarks of average or single-shot time, where less is better.
 *
 * <pre>
 * ./mvnw -q -Dquick -DskipTests -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" dev.rivet.bench.report.JmhRatios \
 *   BASELINE FLOOR FILE...
 * </pre>
 */
public final class JmhRatios {
  /** Parameters, then benchmark, then one list of times per file. */
  private final Map<String, Map<String, Series>> tables = new TreeMap<>();

  private String unit = "?";

  private JmhRatios() {}

  private record Series(List<List<Double>> rounds, Map<String, List<Double>> secondary) {
    Series() {
      this(new ArrayList<>(), new TreeMap<>());
    }

    List<Double> all() {
      return rounds.stream().flatMap(List::stream).toList();
    }

    List<Double> named(String name) {
      return secondary.getOrDefault(name, List.of());
    }
  }

  /**
   * Prints the tables.
   *
   * @param args baseline and floor (names of benchmark methods), then the files
   */
  public static void main(String[] args) throws IOException {
    List<Path> files = Arrays.stream(args).skip(2).map(Path::of).toList();
    System.out.println(read(files).markdown(args[0], args[1]));
  }

  /** Reads the rounds of one measurement. */
  public static JmhRatios read(List<Path> files) throws IOException {
    JmhRatios ratios = new JmhRatios();
    ObjectMapper json = new ObjectMapper();
    for (Path file : files) {
      for (JsonNode result : json.readTree(file.toFile())) {
        ratios.add(result);
      }
    }
    return ratios;
  }

  private void add(JsonNode result) {
    String benchmark = result.get("benchmark").asText();
    String name = benchmark.substring(benchmark.lastIndexOf('.') + 1);
    List<String> params = new ArrayList<>();
    result.path("params").properties().forEach(p -> params.add(p.getValue().asText()));
    Series series =
        tables
            .computeIfAbsent(String.join(", ", params), k -> new LinkedHashMap<>())
            .computeIfAbsent(name, k -> new Series());
    unit = result.get("primaryMetric").get("scoreUnit").asText();
    series.rounds.add(raw(result.get("primaryMetric")));
    result
        .path("secondaryMetrics")
        .properties()
        .forEach(
            metric ->
                series
                    .secondary
                    .computeIfAbsent(metric.getKey().replace("·", ""), k -> new ArrayList<>())
                    .addAll(raw(metric.getValue())));
  }

  private static List<Double> raw(JsonNode metric) {
    List<Double> values = new ArrayList<>();
    for (JsonNode fork : metric.get("rawData")) {
      fork.forEach(value -> values.add(value.asDouble()));
    }
    return values;
  }

  /**
   * The tables.
   *
   * @param baseline benchmark that the others are compared with: how many times faster they are
   * @param floor benchmark that none can beat: how many times its time they take
   */
  public String markdown(String baseline, String floor) {
    StringBuilder out = new StringBuilder();
    tables.forEach((params, variants) -> append(out, params, variants, baseline, floor));
    return out.toString();
  }

  private void append(
      StringBuilder out,
      String params,
      Map<String, Series> variants,
      String baseline,
      String floor) {
    out.append(
        String.format(
            Locale.ROOT,
            "| %s, %s | median | min | JVM CPU | server CPU | speed ÷ %s: medians | minima |"
                + " time ÷ %s: medians | minima |%n|---|---|---|---|---|---|---|---|---|%n",
            params,
            unit,
            baseline,
            floor));
    List<String> slowestFirst = new ArrayList<>(variants.keySet());
    slowestFirst.sort(
        Comparator.comparingDouble(
            name -> -Samples.median(variants.getOrDefault(name, new Series()).all())));
    slowestFirst.forEach(
        name -> {
          Series series = variants.getOrDefault(name, new Series());
          Series base = variants.getOrDefault(baseline, new Series());
          Series least = variants.getOrDefault(floor, new Series());
          out.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %.0f | %.0f | %s | %s | %s | %.2f | %s | %.2f |%n",
                  name,
                  Samples.median(series.all()),
                  Samples.min(series.all()),
                  cpu(series, "cpu.jvm"),
                  cpu(series, "cpu.server"),
                  ratio(base, series),
                  Samples.min(base.all()) / Samples.min(series.all()),
                  ratio(series, least),
                  Samples.min(series.all()) / Samples.min(least.all())));
        });
    out.append('\n');
  }

  private static String cpu(Series series, String name) {
    List<Double> values = series.named(name);
    return values.isEmpty() ? "" : String.format(Locale.ROOT, "%.0f", Samples.median(values));
  }

  private static String ratio(Series one, Series other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(one.rounds.size(), other.rounds.size()); i++) {
      ratios.add(Samples.median(one.rounds.get(i)) / Samples.median(other.rounds.get(i)));
    }
    if (ratios.isEmpty()) {
      return "";
    }
    String middle = String.format(Locale.ROOT, "%.2f", Samples.median(ratios));
    return ratios.size() == 1
        ? middle
        : String.format(
            Locale.ROOT, "%s (%.2f–%.2f)", middle, Samples.min(ratios), Samples.max(ratios));
  }
}
