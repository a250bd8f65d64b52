package dev.rivet.bench.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link ArrowToParquetBenchmark} for every codec and rival, in rounds, so that an hour in which the machine is busy does
 * not fall on one of them, and prints the table of ratios. JMH's own JSON of all rounds goes into one file.
 *
 * <pre>{@code
 * ./mvnw -q -Dquick -DskipTests -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" \
 *     dev.rivet.bench.parquet.ArrowToParquet arrow-to-parquet.json 3
 * }</pre>
 *
 * <p>{@link Ratios} prints the table again, {@link Plot} draws it.
 */
public final class ArrowToParquet {
  private ArrowToParquet() {}

  /**
   * Runs everything.
   *
   * @param args the JSON file to write, rounds (default 3), and names of codecs (default all)
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      throw new IllegalArgumentException("usage: ArrowToParquet <results.json> [rounds] [codec…]");
    }
    Path file = Path.of(args[0]);
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    List<String> codecs =
        args.length > 2 ? List.of(args).subList(2, args.length) : List.of("ZSTD", "NONE", "SNAPPY");
    ObjectMapper json = new ObjectMapper();
    ArrayNode all = json.createArrayNode();
    for (int round = 0; round < rounds; round++) {
      for (String codec : codecs) {
        run(json, all, "paired", codec, null);
        run(json, all, "pairedWithOpenBuffers", codec, Rival.DUCKDB_ARROW);
        json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
      }
    }
    System.out.println(Ratios.of(all).table());
  }

  private static void run(
      ObjectMapper json, ArrayNode all, String method, String codec, @Nullable Rival rival)
      throws RunnerException, IOException {
    Path part = Files.createTempFile("rivet-bench", ".json");
    try {
      ChainedOptionsBuilder options =
          new OptionsBuilder()
              .include(ArrowToParquetBenchmark.class.getName() + "\\." + method + "$")
              .param("codec", codec)
              .resultFormat(ResultFormatType.JSON)
              .result(part.toString());
      if (rival != null) {
        options.param("rival", rival.name());
      }
      if (new Runner(options.build()).run().isEmpty()) {
        throw new IllegalStateException("nothing was measured");
      }
      for (JsonNode result : json.readTree(part.toFile())) {
        all.add(result);
      }
    } finally {
      Files.delete(part);
    }
  }
}
