package dev.rivet.bench.sinks;

import com.sun.management.OperatingSystemMXBean;
import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Parquet;
import dev.rivet.run.ApplyResult;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.sink.s3.S3Sink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.state.JooqStateStore;
import dev.rivet.unit.Location;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The same export to local disk and to an S3 server on this machine, in turn, with the CPU that exporter and server use.
 *
 * <pre>{@code
 * ./mvnw -q -Dquick -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" dev.rivet.bench.sinks.SinkThroughput 1000000 5
 * }</pre>
 */
public final class SinkThroughput {
  private static final String BUCKET = "bench";

  private SinkThroughput() {}

  private record Measured(double seconds, double cpu, double serverCpu, long bytes) {}

  private record Target(Sink sink, Location prefix, LocalS3 server) {}

  /**
   * Runs.
   *
   * @param args rows (default 1 000 000), rounds (default 5), {@code minio} for that server if it is found
   */
  public static void main(String[] args) throws Exception {
    long rows = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Path dir = Files.createTempDirectory("rivet-bench");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        LocalS3 server = LocalS3.start(dir.resolve("s3"), args.length > 2);
        S3Client client = client(server);
        S3Sink s3 = S3Sink.create(client)) {
      fill(postgres.getPostgresDatabase(), rows);
      var unused = client.createBucket(b -> b.bucket(BUCKET));
      Map<String, Target> targets = new LinkedHashMap<>();
      targets.put(
          "local disk", new Target(LocalSink.create(), Location.of(dir.resolve("out")), server));
      targets.put(server.name(), new Target(s3, Location.parse("s3://" + BUCKET + "/out"), server));
      report(measure(postgres.getPostgresDatabase(), targets, rounds, dir), rows);
    } finally {
      delete(dir);
    }
  }

  private static S3Client client(LocalS3 server) {
    return S3Client.builder()
        .endpointOverride(server.uri())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("local-key", "local-secret")))
        .build();
  }

  private static void fill(DataSource source, long rows) throws Exception {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table orders as select i as id, (i * 7919 % 250000)::int as customer, ((i %"
              + " 100000) / 100.0)::numeric(10,2) as price, i / 7.0::float8 as weight, timestamp"
              + " '2024-01-01' + i * interval '1 second' as created_at, 'user' || i ||"
              + " '@example.com' as email, md5(i::text) as token, md5(i::text)::uuid as ref from"
              + " generate_series(1::bigint, "
              + rows
              + ") i");
      statement.execute("alter table orders add primary key (id)");
      statement.execute("vacuum analyze orders");
    }
  }

  private static Map<String, List<Measured>> measure(
      DataSource source, Map<String, Target> targets, int rounds, Path dir) throws Exception {
    Map<String, List<Measured>> all = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Target> target : targets.entrySet()) {
        Measured measured = export(source, target.getValue(), dir);
        if (round > 0) {
          all.computeIfAbsent(target.getKey(), k -> new ArrayList<>()).add(measured);
        }
      }
    }
    return all;
  }

  private static Measured export(DataSource source, Target target, Path dir) throws Exception {
    OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Path state = dir.resolve(UUID.randomUUID() + ".db");
    try (JooqStateStore store = JooqStateStore.sqlite(state);
        Rivet rivet =
            Rivet.builder().source(source).stateStore(store).sink(target.sink()).build()) {
      Export export =
          Export.table("public.orders")
              .extract(Chunked.by("id").count(4).parallel(2))
              .tuning(Tuning.fast())
              .as(Parquet.zstd(1))
              .into(target.prefix().resolve(UUID.randomUUID().toString()))
              .build();
      long cpu = os.getProcessCpuTime();
      long serverCpu = target.server().cpu().toNanos();
      long start = System.nanoTime();
      ApplyResult result = rivet.run(export);
      return new Measured(
          (System.nanoTime() - start) / 1e9,
          (os.getProcessCpuTime() - cpu) / 1e9,
          (target.server().cpu().toNanos() - serverCpu) / 1e9,
          result.bytes());
    }
  }

  private static void report(Map<String, List<Measured>> all, long rows) {
    System.out.printf(
        Locale.ROOT,
        "%-12s %9s %10s %9s %12s %12s%n",
        "sink",
        "median s",
        "rows/s",
        "MiB/s",
        "own CPU s",
        "server CPU s");
    List<Double> medians = new ArrayList<>();
    all.forEach(
        (name, runs) -> {
          Measured m =
              runs.stream()
                  .sorted(Comparator.comparingDouble(Measured::seconds))
                  .toList()
                  .get(runs.size() / 2);
          medians.add(m.seconds());
          System.out.printf(
              Locale.ROOT,
              "%-12s %9.2f %10.0f %9.1f %12.2f %12.2f%n",
              name,
              m.seconds(),
              rows / m.seconds(),
              m.bytes() / m.seconds() / (1 << 20),
              m.cpu(),
              m.serverCpu());
        });
    System.out.printf(
        Locale.ROOT, "throughput to S3 / to local disk: %.2f%n", medians.get(0) / medians.get(1));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    }
  }
}
