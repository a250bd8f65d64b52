package dev.rivet.bench.endtoend;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.run.ApplyResult;
import dev.rivet.state.JooqStateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * How long statements run as the DBA sees them: {@code pg_stat_activity} sampled every 10 ms while each profile exports the table.
 *
 * <pre>{@code
 * ./mvnw -q -Dquick -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" dev.rivet.bench.endtoend.Statements 2500000
 * }</pre>
 */
public final class Statements {
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
      measure("gentle", Tuning.gentle(), server.dataSource());
      measure("balanced", Tuning.balanced(), server.dataSource());
      measure("fast", Tuning.fast(), server.dataSource());
    }
  }

  private static void measure(String name, Tuning tuning, DataSource source) throws Exception {
    Path out = Files.createTempDirectory("rivet-statements");
    Map<String, Double> longest = new ConcurrentHashMap<>();
    AtomicBoolean isDone = new AtomicBoolean();
    Thread sampler = new Thread(() -> sample(source, longest, isDone), "sampler");
    sampler.start();
    try (JooqStateStore state = JooqStateStore.sqlite(out.resolve("state.db"));
        Rivet rivet = Rivet.builder().source(source).stateStore(state).build()) {
      ApplyResult result =
          rivet.run(Export.table("public.orders").tuning(tuning).into(out.resolve("data")).build());
      isDone.set(true);
      sampler.join();
      List<Double> times = longest.values().stream().sorted().toList();
      System.out.printf(
          Locale.ROOT,
          "%-9s %,d rows in %.1f s, %d statements (%d sampled): median %.0f ms, p95 %.0f ms, max"
              + " %.0f ms; longest by own count %d ms%n",
          name,
          result.rows(),
          result.duration().toMillis() / 1000.0,
          result.statements(),
          times.size(),
          times.get(times.size() / 2),
          times.get(times.size() * 95 / 100),
          times.get(times.size() - 1),
          result.longestStatement().toMillis());
    } finally {
      isDone.set(true);
      EndToEnd.delete(out);
    }
  }

  private static void sample(DataSource source, Map<String, Double> longest, AtomicBoolean isDone) {
    String sql =
        "select pid || ' ' || query_start, extract(epoch from clock_timestamp() - query_start) *"
            + " 1000 from pg_stat_activity where state = 'active' and query ilike '%orders%' and"
            + " pid <> pg_backend_pid()";
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      while (!isDone.get()) {
        try (ResultSet r = statement.executeQuery(sql)) {
          while (r.next()) {
            longest.merge(r.getString(1), r.getDouble(2), Math::max);
          }
        }
        Thread.sleep(10);
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
