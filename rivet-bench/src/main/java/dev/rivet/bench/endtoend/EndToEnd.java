package dev.rivet.bench.endtoend;

import static java.util.Objects.requireNonNull;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.format.Parquet;
import dev.rivet.run.ApplyResult;
import dev.rivet.state.JooqStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A whole export over one connection against the floor: the same columns by COPY BINARY, bytes thrown away by the client.
 *
 * <p>All variants run in turn inside one JVM, one round is discarded, ratios are of medians. Before any timing the files are read
 * back by DuckDB and compared with the source.
 *
 * <pre>{@code
 * ./mvnw -q -Dquick -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" dev.rivet.bench.endtoend.EndToEnd 1000000 7
 * }</pre>
 */
public final class EndToEnd {
  private EndToEnd() {}

  private interface Variant {
    void run() throws Exception;
  }

  /**
   * Runs.
   *
   * @param args rows (default 1 000 000) and rounds (default 5)
   */
  public static void main(String[] args) throws Exception {
    long rows = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Path out = Files.createTempDirectory("rivet-bench");
    try (BenchServer server = BenchServer.start()) {
      server.createOrders(rows);
      DataSource source = server.dataSource();
      gate(source, out.resolve("gate"), rows);
      Map<String, Variant> variants = new LinkedHashMap<>();
      variants.put("copy binary discarded", () -> discard(source));
      variants.put("rivet none", () -> export(source, out, Parquet.uncompressed()));
      variants.put("rivet zstd-1", () -> export(source, out, Parquet.zstd(1)));
      variants.put("rivet zstd-3", () -> export(source, out, Parquet.zstd()));
      variants.put("read, digest, encode none", () -> Pipeline.run(source, true));
      variants.put("read, encode none", () -> Pipeline.run(source, false));
      report(variants, rounds, rows);
    } finally {
      delete(out);
    }
  }

  private static void report(Map<String, Variant> variants, int rounds, long rows)
      throws Exception {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Variant> variant : variants.entrySet()) {
        long start = System.nanoTime();
        variant.getValue().run();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (round > 0) {
          times.computeIfAbsent(variant.getKey(), k -> new ArrayList<>()).add(seconds);
        }
      }
    }
    double floor = median(requireNonNull(times.get("copy binary discarded")));
    System.out.printf(
        Locale.ROOT,
        "%-28s %8s %8s %10s %8s%n",
        "variant",
        "median s",
        "min s",
        "rows/s",
        "x floor");
    times.forEach(
        (name, all) ->
            System.out.printf(
                Locale.ROOT,
                "%-28s %8.2f %8.2f %10.0f %8.2f%n",
                name,
                median(all),
                all.stream().mapToDouble(d -> d).min().orElse(0),
                rows / median(all),
                median(all) / floor));
    System.out.printf(
        Locale.ROOT,
        "digest on / off: %.3f (medians), %.3f (minima)%n",
        median(requireNonNull(times.get("read, digest, encode none")))
            / median(requireNonNull(times.get("read, encode none"))),
        min(requireNonNull(times.get("read, digest, encode none")))
            / min(requireNonNull(times.get("read, encode none"))));
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(d -> d).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double min(List<Double> values) {
    return values.stream().mapToDouble(d -> d).min().orElse(Double.NaN);
  }

  private static void gate(DataSource source, Path out, long rows) throws Exception {
    Files.createDirectories(out);
    ApplyResult result = export(source, out, Parquet.zstd());
    if (result.rows() != rows) {
      throw new IllegalStateException("exported " + result.rows() + " of " + rows);
    }
    String sums =
        "select count(*)::text || ' ' || sum(id)::text || ' ' || sum(price)::text || ' ' ||"
            + " sum(length(email))::text";
    String there;
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet r = statement.executeQuery(sums + " from orders")) {
      r.next();
      there = r.getString(1);
    }
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet r =
            statement.executeQuery(sums + " from read_parquet('" + out + "/**/*.parquet')")) {
      r.next();
      if (!there.equals(r.getString(1))) {
        throw new IllegalStateException("source " + there + ", files " + r.getString(1));
      }
    }
    System.out.println("gate passed: " + there);
  }

  private static ApplyResult export(DataSource source, Path out, Parquet format) throws Exception {
    Path target = Files.createTempDirectory(out, "export");
    try (JooqStateStore state = JooqStateStore.sqlite(target.resolve("state.db"));
        Rivet rivet = Rivet.builder().source(source).stateStore(state).build()) {
      return rivet.run(
          Export.table("public.orders")
              .tuning(Tuning.fast())
              .as(format)
              .into(target.resolve("data"))
              .build());
    } finally {
      if (!out.endsWith("gate")) {
        delete(target);
      }
    }
  }

  private static void discard(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      CopyOut copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("copy (select * from orders) to stdout (format binary)");
      long bytes = 0;
      for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
        bytes += row.length;
      }
      if (bytes == 0) {
        throw new IllegalStateException(Arrays.toString(new byte[0]));
      }
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
