package dev.rivet.bench.endtoend;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.run.ApplyResult;
import dev.rivet.state.JooqStateStore;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Resident memory of an export in a JVM of its own with {@code -Xmx256m}, four slices at a time, of 5 and of 50 million narrow
 * rows: peak RSS must not grow with the table. Reads {@code VmHWM}, so Linux only.
 *
 * <pre>{@code
 * ./mvnw -q -Dquick -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" dev.rivet.bench.endtoend.Memory 5000000 50000000
 * }</pre>
 */
public final class Memory {
  private Memory() {}

  /**
   * Runs one child JVM per row count.
   *
   * @param args row counts, ascending; the table is made once with the largest
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 4 && args[0].equals("child")) {
      child(args[1], Long.parseLong(args[2]), Path.of(args[3]));
      return;
    }
    List<Long> counts =
        args.length == 0
            ? List.of(5_000_000L, 50_000_000L)
            : List.of(args).stream().map(Long::parseLong).toList();
    long most = counts.get(counts.size() - 1);
    Path out = Files.createTempDirectory("rivet-memory");
    try (BenchServer server = BenchServer.start()) {
      server.createNarrow(most);
      for (long rows : counts) {
        spawn(server.url(), rows, out.resolve("rows-" + rows));
      }
    } finally {
      EndToEnd.delete(out);
    }
  }

  private static void spawn(String url, long rows, Path out) throws Exception {
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
                Long.toString(rows),
                out.toString())
            .inheritIO()
            .start();
    if (child.waitFor() != 0) {
      throw new IllegalStateException("child failed for " + rows + " rows");
    }
    EndToEnd.delete(out);
  }

  private static void child(String url, long rows, Path out) throws Exception {
    try (JooqStateStore state = JooqStateStore.sqlite(out.resolve("state.db"));
        Rivet rivet =
            Rivet.builder().source(BenchServer.dataSource(url)).stateStore(state).build()) {
      ApplyResult result =
          rivet.run(
              Export.query("narrow", "select * from narrow where id <= " + rows)
                  .extract(Chunked.by("id").rows(500_000).parallel(4))
                  .tuning(Tuning.fast())
                  .into(out.resolve("data"))
                  .build());
      if (result.rows() != rows) {
        throw new IllegalStateException("exported " + result.rows() + " of " + rows);
      }
      String peak =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(l -> l.startsWith("VmHWM"))
              .findFirst()
              .orElse("?");
      System.out.printf(
          Locale.ROOT,
          "%,d rows in %.1f s, %s, batch memory %,d KiB%n",
          rows,
          result.duration().toMillis() / 1000.0,
          peak.replaceAll("\\s+", " "),
          result.peakBatchMemory() / 1024);
    }
  }
}
