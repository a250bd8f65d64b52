package dev.rivet.bench.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ratios from JMH's JSON. A CPU ratio is the median of the ratios of single iterations, whose two sides ran one after the other;
 * a wall ratio is of the two shortest times, since other load only ever adds.
 */
@SuppressWarnings("StringConcatToTextBlock")
public final class Ratios {
  /** What is compared with what. */
  record Key(ArrowToParquetBenchmark.Codec codec, Side side) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byCodec = codec.compareTo(other.codec);
      return byCodec != 0 ? byCodec : side.compareTo(other.side);
    }
  }

  /** Both sides of a ratio. */
  enum Side {
    /** Our writer to the codec alone, both without a file. */
    BARE_TO_FLOOR("Rivet ÷ codec alone", "bare", "floor"),
    /** Our writer with its file to the codec alone. */
    RIVET_TO_FLOOR("Rivet with writing the file ÷ codec alone", "rivet", "floor"),
    /** The compatible profile to the codec alone over its pages. */
    COMPATIBLE_TO_FLOOR("Rivet compatible ÷ codec alone, its pages", "bare", "floor"),
    /** With helper to without. */
    TWO_THREADS_TO_RIVET("Rivet, 2 threads ÷ Rivet", "rival", "rivet"),
    /** Compatible to modern. */
    COMPATIBLE_TO_RIVET("Rivet compatible ÷ Rivet", "rival", "rivet"),
    /** parquet-java by rows to us. */
    PARQUET_JAVA_ROWS_TO_RIVET("parquet-java row by row ÷ Rivet", "rival", "rivet"),
    /** parquet-java by columns to us. */
    PARQUET_JAVA_COLUMNS_TO_RIVET("parquet-java column by column ÷ Rivet", "rival", "rivet"),
    /** DuckDB's own table to us. */
    DUCKDB_TABLE_TO_RIVET("DuckDB from its own table ÷ Rivet", "rival", "rivet"),
    /** DuckDB from Arrow to us. */
    DUCKDB_ARROW_TO_RIVET("DuckDB from Arrow ÷ Rivet", "rival", "rivet");

    final String label;
    private final String above;
    private final String below;

    Side(String label, String above, String below) {
      this.label = label;
      this.above = above;
      this.below = below;
    }

    static List<Side> of(Rival rival) {
      return switch (rival) {
        case RIVET_TWO_THREADS -> List.of(BARE_TO_FLOOR, RIVET_TO_FLOOR, TWO_THREADS_TO_RIVET);
        case RIVET_COMPATIBLE -> List.of(COMPATIBLE_TO_FLOOR, COMPATIBLE_TO_RIVET);
        case PARQUET_JAVA_ROWS ->
            List.of(BARE_TO_FLOOR, RIVET_TO_FLOOR, PARQUET_JAVA_ROWS_TO_RIVET);
        case PARQUET_JAVA_COLUMNS ->
            List.of(BARE_TO_FLOOR, RIVET_TO_FLOOR, PARQUET_JAVA_COLUMNS_TO_RIVET);
        case DUCKDB_TABLE -> List.of(BARE_TO_FLOOR, RIVET_TO_FLOOR, DUCKDB_TABLE_TO_RIVET);
        case DUCKDB_ARROW -> List.of(BARE_TO_FLOOR, RIVET_TO_FLOOR, DUCKDB_ARROW_TO_RIVET);
      };
    }
  }

  /** Everything measured about one ratio. */
  static final class Samples {
    final List<Double> cpuRatios = new ArrayList<>();
    private double aboveWall = Double.MAX_VALUE;
    private double belowWall = Double.MAX_VALUE;
    private final List<Double> sizeRatios = new ArrayList<>();

    double cpu() {
      return quantile(0.5);
    }

    double quantile(double q) {
      double[] sorted = cpuRatios.stream().mapToDouble(d -> d).sorted().toArray();
      double at = q * (sorted.length - 1);
      int low = (int) at;
      int high = Math.min(sorted.length - 1, low + 1);
      return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }

    double wall() {
      return aboveWall / belowWall;
    }

    double size() {
      return sizeRatios.stream().mapToDouble(d -> d).average().orElse(Double.NaN);
    }
  }

  private final Map<Key, Samples> samples = new TreeMap<>();

  private Ratios() {}

  /**
   * Prints the table of a file.
   *
   * @param args the JSON file
   */
  public static void main(String[] args) throws IOException {
    System.out.println(of(new ObjectMapper().readTree(Path.of(args[0]).toFile())).table());
  }

  static Ratios of(JsonNode results) {
    Ratios ratios = new Ratios();
    results.forEach(ratios::add);
    return ratios;
  }

  Map<Key, Samples> samples() {
    return samples;
  }

  private void add(JsonNode result) {
    JsonNode params = result.get("params");
    var codec = ArrowToParquetBenchmark.Codec.valueOf(params.get("codec").asText());
    JsonNode metrics = result.get("secondaryMetrics");
    for (Side side : Side.of(Rival.valueOf(params.get("rival").asText()))) {
      if (side.below.equals("floor") && codec == ArrowToParquetBenchmark.Codec.NONE) {
        continue; // without a codec there is nothing the codec does alone
      }
      Samples into = samples.computeIfAbsent(new Key(codec, side), k -> new Samples());
      double[] above = values(metrics, side.above + "Cpu");
      double[] below = values(metrics, side.below + "Cpu");
      for (int i = 0; i < above.length; i++) {
        into.cpuRatios.add(above[i] / below[i]);
      }
      into.aboveWall = Math.min(into.aboveWall, min(values(metrics, side.above + "Wall")));
      into.belowWall = Math.min(into.belowWall, min(values(metrics, side.below + "Wall")));
      if (side.below.equals("rivet")) {
        into.sizeRatios.add(
            values(metrics, "rivalMegabytes")[0] / values(metrics, "rivetMegabytes")[0]);
      }
    }
  }

  private static double[] values(JsonNode metrics, String name) {
    List<Double> values = new ArrayList<>();
    for (JsonNode fork : metrics.get(name).get("rawData")) {
      fork.forEach(v -> values.add(v.asDouble()));
    }
    return values.stream().mapToDouble(d -> d).toArray();
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  /** In Markdown. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            "| codec | ratio | CPU, median | quartiles | iterations | shortest wall | file size |\n"
                + "|---|---|---|---|---|---|---|\n");
    samples.forEach(
        (key, s) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | **%.2f** | %.2f–%.2f | %d | %.2f | %s |%n",
                    key.codec.name().toLowerCase(Locale.ROOT),
                    key.side.label,
                    s.cpu(),
                    s.quantile(0.25),
                    s.quantile(0.75),
                    s.cpuRatios.size(),
                    s.wall(),
                    Double.isNaN(s.size()) ? "" : String.format(Locale.ROOT, "%.2f", s.size()))));
    return table.toString();
  }
}
