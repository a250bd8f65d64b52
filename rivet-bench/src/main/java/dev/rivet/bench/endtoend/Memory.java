package dev.rivet.bench.endtoend;

import dev.rivet.Tuning;
import dev.rivet.bench.server.BenchServer;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Full;
import dev.rivet.format.Parquet;
import dev.rivet.run.ApplyResult;
import dev.rivet.spi.state.StateException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Resident memory of an export in a JVM of its own with {@code -Xmx256m}, four slices at a time, of 5 and of 50 million narrow
 * rows: the peak must not grow with the table. At last the same of 1 million wider rows ({@code orders}, 20 columns), over one
 * connection. Reads {@code VmHWM}, so Linux only. Needs 6 GB of disk for a while.
 *
 * <pre>
 * ./mvnw -q -Dquick -DskipTests -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" dev.rivet.bench.endtoend.Memory
 * </pre>
 */
public final class Memory {
  private static final int PARALLEL = 4;
  private static final long ORDERS_ROWS = 1_000_000;

  private Memory() {}

  /**
   * Runs one child JVM per row count.
   *
   * @param args row counts (default 5 000 000 50 000 000)
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 5 && args[0].equals("child")) {
      child(args[1], args[2], Long.parseLong(args[3]), Path.of(args[4]));
      return;
    }
    List<Long> counts =
        args.length == 0
            ? List.of(5_000_000L, 50_000_000L)
            : Arrays.stream(args).map(Long::parseLong).toList();
    Path out = Files.createTempDirectory("rivet-memory");
    try (BenchServer server = BenchServer.start()) {
      for (long rows : counts) {
        server.createNarrow(rows);
        spawn(server.url(), "narrow", rows, out.resolve("narrow-" + rows));
        server.drop("narrow");
      }
      server.createOrders(ORDERS_ROWS);
      spawn(server.url(), "orders", ORDERS_ROWS, out.resolve("orders"));
    } finally {
      Exports.delete(out);
    }
  }

  private static void spawn(String url, String table, long rows, Path out) throws Exception {
    Files.createDirectories(out);
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path")
                    .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                Memory.class.getName(),
                "child",
                url,
                table,
                Long.toString(rows),
                out.toString())
            .inheritIO()
            .start();
    if (child.waitFor() != 0) {
      throw new IllegalStateException("child failed for " + rows + " rows");
    }
    Exports.delete(out);
  }

  private static void child(String url, String table, long rows, Path out)
      throws IOException, StateException {
    boolean isNarrow = table.equals("narrow");
    Extraction extraction =
        isNarrow ? Chunked.by("id").rows(500_000).parallel(PARALLEL) : Full.scan();
    ApplyResult result =
        Exports.run(
            BenchServer.dataSource(url), table, extraction, Tuning.fast(), Parquet.zstd(), out);
    if (result.rows() != rows) {
      throw new IllegalStateException("exported " + result.rows() + " of " + rows);
    }
    String peak =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(l -> l.startsWith("VmHWM"))
            .map(l -> l.replaceAll("\\D+", ""))
            .findFirst()
            .orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%s, %,d rows, %s: %.1f s, peak RSS %,d MiB, of that batches %,d MiB, longest statement"
            + " %d ms%n",
        table,
        rows,
        isNarrow ? "parallel " + PARALLEL : "single connection",
        result.duration().toMillis() / 1000.0,
        Long.parseLong(peak) / 1024,
        result.peakBatchMemory() >> 20,
        result.longestStatement().toMillis());
  }
}
