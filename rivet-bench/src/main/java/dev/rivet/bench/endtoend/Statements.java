package dev.rivet.bench.endtoend;

import dev.rivet.Tuning;
import dev.rivet.bench.report.Samples;
import dev.rivet.bench.server.BenchServer;
import dev.rivet.extract.Full;
import dev.rivet.format.Parquet;
import dev.rivet.run.ApplyResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * How long statements run as the DBA sees them: {@code pg_stat_activity} sampled every 10 ms while each profile exports {@code
 * orders}. A statement counts with the age at which it was last seen.
 *
 * <pre>
 * ./mvnw -q -Dquick -DskipTests -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" dev.rivet.bench.endtoend.Statements
 * </pre>
 */
public final class Statements {
  private static final String RUNNING =
      "select pid || ' ' || query_start, extract(epoch from clock_timestamp() - query_start) * 1000"
          + " from pg_stat_activity where state = 'active' and query like 'COPY%orders%'";

  private Statements() {}

  /**
   * Runs.
   *
   * @param args rows (default 2 500 000)
   */
  public static void main(String[] args) throws Exception {
    long rows = args.length > 0 ? Long.parseLong(args[0]) : 2_500_000;
    try (BenchServer server = BenchServer.start()) {
      server.createOrders(rows);
      System.out.println(
          "| profile | rows | seconds | statements | median ms | p95 ms | longest ms | longest by"
              + " the reader's clock |\n|---|---|---|---|---|---|---|---|");
      measure("gentle", Tuning.gentle(), server.dataSource());
      measure("balanced", Tuning.balanced(), server.dataSource());
      measure("fast", Tuning.fast(), server.dataSource());
    }
  }

  private static void measure(String name, Tuning tuning, DataSource source) throws Exception {
    Path out = Files.createTempDirectory("rivet-statements");
    AtomicBoolean isDone = new AtomicBoolean();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Callable<List<Double>> sampler = () -> sample(source, isDone);
      Future<List<Double>> sampled = thread.submit(sampler);
      ApplyResult result = Exports.run(source, "orders", Full.scan(), tuning, Parquet.zstd(), out);
      isDone.set(true);
      List<Double> times = sampled.get();
      System.out.printf(
          Locale.ROOT,
          "| %s | %,d | %.1f | %d | %.0f | %.0f | %.0f | %d |%n",
          name,
          result.rows(),
          result.duration().toMillis() / 1000.0,
          times.size(),
          Samples.median(times),
          Samples.percentile(times, 0.95),
          Samples.max(times),
          result.longestStatement().toMillis());
    } finally {
      isDone.set(true);
      thread.shutdown();
      Exports.delete(out);
    }
  }

  private static List<Double> sample(DataSource source, AtomicBoolean isDone)
      throws SQLException, InterruptedException {
    Map<String, Double> longest = new HashMap<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      while (!isDone.get()) {
        try (ResultSet r = statement.executeQuery(RUNNING)) {
          while (r.next()) {
            longest.merge(r.getString(1), r.getDouble(2), Math::max);
          }
        }
        Thread.sleep(10);
      }
    }
    return new ArrayList<>(longest.values());
  }
}
