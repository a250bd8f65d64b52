package dev.rivet.bench.endtoend;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
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
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

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
   * @param args row counts (default 5 000 000 50 000 000), and options for the child JVMs, which begin with {@code -}
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 5 && args[0].equals("child")) {
      child(args[1], args[2], Long.parseLong(args[3]), Path.of(args[4]));
      return;
    }
    List<String> options = Arrays.stream(args).filter(a -> a.startsWith("-")).toList();
    List<Long> given =
        Arrays.stream(args).filter(a -> !a.startsWith("-")).map(Long::parseLong).toList();
    List<Long> counts = given.isEmpty() ? List.of(5_000_000L, 50_000_000L) : given;
    Path out = Files.createTempDirectory("rivet-memory");
    try (BenchServer server = BenchServer.start()) {
      for (long rows : counts) {
        server.createNarrow(rows);
        spawn(options, server.url(), "narrow", rows, out.resolve("narrow-" + rows));
        server.drop("narrow");
      }
      server.createOrders(ORDERS_ROWS);
      spawn(options, server.url(), "orders", ORDERS_ROWS, out.resolve("orders"));
    } finally {
      Exports.delete(out);
    }
  }

  private static void spawn(List<String> options, String url, String table, long rows, Path out)
      throws Exception {
    Files.createDirectories(out);
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-Xmx256m");
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("java.class.path")
            .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator));
    command.addAll(
        List.of(Memory.class.getName(), "child", url, table, Long.toString(rows), out.toString()));
    Process child = new ProcessBuilder(command).inheritIO().start();
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
        "%s, %,d rows, %s: %.1f s, peak RSS %,d MiB, of that batches %,d MiB; heap after its last"
            + " collection %,d MiB; longest statement %d ms%n",
        table,
        rows,
        isNarrow ? "parallel " + PARALLEL : "single connection",
        result.duration().toMillis() / 1000.0,
        Long.parseLong(peak) / 1024,
        result.peakBatchMemory() >> 20,
        afterLastCollection() >> 20,
        result.longestStatement().toMillis());
  }

  /** What was live then, and what the collector had not looked at. */
  private static long afterLastCollection() {
    return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
        .map(GarbageCollectorMXBean::getLastGcInfo)
        .filter(Objects::nonNull)
        .max(Comparator.comparingLong(GcInfo::getEndTime))
        .map(
            last ->
                last.getMemoryUsageAfterGc().entrySet().stream()
                    .filter(pool -> pool.getKey().matches(".*(Eden|Survivor|Old|Tenured).*"))
                    .mapToLong(pool -> pool.getValue().getUsed())
                    .sum())
        .orElse(0L);
  }
}
