package dev.rivet.bench.mysql;

import dev.rivet.dialect.mysql.MySql;
import dev.rivet.dialect.mysql.TestServer;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.TypeRules;
import dev.rivet.unit.DataSize;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.apache.arrow.adapter.jdbc.ArrowVectorIterator;
import org.apache.arrow.adapter.jdbc.JdbcToArrow;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfigBuilder;
import org.apache.arrow.adapter.jdbc.JdbcToArrowUtils;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * MySQL and MariaDB to Arrow: ours against arrow-jdbc on Connector/J, streaming, 20 columns; pages against one stream. Ways take turns
 * within each round; medians.
 *
 * <pre>{@code
 * MySqlToArrow [rows] [rounds] [mysql|mariadb]
 * }</pre>
 */
public final class MySqlToArrow {
  private final TestServer server;
  private final int rows;

  private MySqlToArrow(TestServer server, int rows) {
    this.server = server;
    this.rows = rows;
  }

  private interface Way {
    long read() throws Exception;
  }

  private record Named(String name, Way way) {}

  /** Runs. */
  public static void main(String[] args) throws Exception {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 300_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    boolean mariaDb = args.length > 2 && args[2].equals("mariadb");
    TestServer server = mariaDb ? TestServer.mariaDb() : TestServer.mysql();
    if (!server.unavailable().isEmpty()) {
      System.out.println(server.unavailable());
      return;
    }
    MySqlToArrow bench = new MySqlToArrow(server, rows);
    bench.fill();
    bench.run(rounds);
  }

  private void fill() {
    String limit = server.isMariaDb() ? "max_recursive_iterations" : "cte_max_recursion_depth";
    server.execute(
        "DROP TABLE IF EXISTS bench",
        "CREATE TABLE bench (id bigint PRIMARY KEY, i1 int, i2 int, price decimal(10,2), total"
            + " decimal(38,10), b1 tinyint(1), b2 tinyint(1), d1 double, d2 double, dt1"
            + " datetime(6), dt2 datetime(6), ts timestamp(6) NULL, da1 date, da2 date, t1"
            + " varchar(40), t2 varchar(40), t3 varchar(200), t4 varchar(20), u binary(16), j"
            + " json)",
        "SET SESSION sql_mode = '', " + limit + " = 100000000",
        "INSERT INTO bench WITH RECURSIVE s AS (SELECT 1 AS g UNION ALL SELECT g + 1 FROM s WHERE g"
            + " < "
            + rows
            + ") SELECT g, g * 7919 % 100000, IF(g % 10, g, NULL), g % 1000000 / 100, g * 1000003 /"
            + " 7, g % 2, IF(g % 10, g % 3 = 0, NULL), g / 3, IF(g % 10, g * 1.5e0, NULL),"
            + " TIMESTAMPADD(MICROSECOND, g * 61000001, '2025-01-01'), IF(g % 10,"
            + " TIMESTAMPADD(SECOND, g, '2025-01-01'), NULL), TIMESTAMPADD(SECOND, g,"
            + " '2025-01-01'), DATE_ADD('2000-01-01', INTERVAL g % 9000 DAY), IF(g % 10,"
            + " DATE_ADD('2000-01-01', INTERVAL g % 9000 DAY), NULL), CONCAT('item ', g), IF(g %"
            + " 10, MD5(g), NULL), REPEAT(MD5(g), g % 4), ELT(1 + g % 3, 'new', 'paid', 'shipped'),"
            + " UNHEX(MD5(g)), JSON_OBJECT('id', g) FROM s",
        "ANALYZE TABLE bench");
  }

  private void run(int rounds) throws Exception {
    List<Named> ways =
        List.of(
            new Named("arrow-jdbc, Connector/J streaming", this::arrowJdbc),
            new Named(
                "ours, Connector/J, one stream", () -> ours(server.connectorJ(), Duration.ZERO)),
            new Named(
                "ours, Connector/J, pages of 250 ms",
                () -> ours(server.connectorJ(), Duration.ofMillis(250))),
            new Named(
                "ours, MariaDB driver, one stream",
                () -> ours(server.mariaDbDriver(), Duration.ZERO)),
            new Named(
                "ours, MariaDB driver, pages of 250 ms",
                () -> ours(server.mariaDbDriver(), Duration.ofMillis(250))));
    long[][] nanos = new long[ways.size()][rounds];
    for (int round = -1; round < rounds; round++) {
      for (int w = 0; w < ways.size(); w++) {
        long start = System.nanoTime();
        long read = ways.get(w).way().read();
        if (read != rows) {
          throw new IllegalStateException(ways.get(w).name() + " read " + read + " rows");
        }
        if (round >= 0) {
          nanos[w][round] = System.nanoTime() - start;
        }
      }
    }
    double baseline = median(nanos[0]);
    System.out.println(server + ", " + rows + " rows of 20 columns, median of " + rounds);
    for (int w = 0; w < ways.size(); w++) {
      double median = median(nanos[w]);
      System.out.println(
          String.format(
              Locale.ROOT,
              "%-40s %8.0f ns/row %6.2fx",
              ways.get(w).name(),
              median / rows,
              baseline / median));
    }
  }

  private static double median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private long ours(DataSource source, Duration target) throws Exception {
    SessionSettings settings = new SessionSettings("bench", Duration.ZERO, Duration.ZERO);
    ReadOptions options =
        new ReadOptions(32_768, DataSize.ofMebibytes(32), DataSize.ofMebibytes(256), target, true);
    long read = 0;
    try (SourceSession session = MySql.create().open(source, settings);
        BufferAllocator allocator = new RootAllocator();
        BatchReader reader =
            session
                .resolve(new Relation.Table(null, "bench"), TypeRules.standard())
                .read(new SliceBounds.Whole(), options, allocator)) {
      while (reader.next()) {
        read += reader.root().getRowCount();
      }
    }
    return read;
  }

  private long arrowJdbc() throws Exception {
    long read = 0;
    try (BufferAllocator allocator = new RootAllocator();
        Connection connection = server.connectorJ().getConnection();
        Statement statement =
            connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet result = statement.executeQuery("SELECT * FROM bench")) {
        Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        try (ArrowVectorIterator batches =
            JdbcToArrow.sqlToArrowVectorIterator(
                result,
                new JdbcToArrowConfigBuilder(allocator, utc)
                    .setReuseVectorSchemaRoot(true)
                    .setTargetBatchSize(32_768)
                    .setJdbcToArrowTypeConverter(
                        field -> JdbcToArrowUtils.getArrowTypeFromJdbcType(field, utc))
                    .build())) {
          while (batches.hasNext()) {
            read += batches.next().getRowCount();
          }
        }
      }
    }
    return read;
  }
}
