package dev.rivet.bench.postgres;

import dev.rivet.bench.report.CpuProfiler;
import dev.rivet.bench.report.JmhRatios;
import dev.rivet.bench.server.BenchServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * {@link PostgresToArrow} against one server, its variants in turn, in several rounds; then the table of ratios. What JMH measured
 * stays in {@code rivet-bench/target/postgres-to-arrow-N.json}, for {@link JmhRatios}.
 */
public final class PostgresToArrowRun {
  private PostgresToArrowRun() {}

  /**
   * Runs.
   *
   * @param args rounds (default 2), rows of orders (300 000), rows of narrow (1 000 000)
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 2;
    long orders = args.length > 1 ? Long.parseLong(args[1]) : PostgresToArrow.ORDERS_ROWS;
    long narrow = args.length > 2 ? Long.parseLong(args[2]) : PostgresToArrow.NARROW_ROWS;
    Path directory = Files.createDirectories(Path.of("rivet-bench", "target"));
    List<Path> results = new ArrayList<>();
    try (BenchServer server = BenchServer.start()) {
      PostgresToArrow.fill(server, orders, narrow);
      Gate.check(server.dataSource(), "orders");
      Gate.check(server.dataSource(), "narrow");
      for (int round = 1; round <= rounds; round++) {
        Path result = directory.resolve("postgres-to-arrow-" + round + ".json");
        var measured =
            new Runner(
                    new OptionsBuilder()
                        .include("\\." + PostgresToArrow.class.getSimpleName() + "\\.")
                        .jvmArgsAppend(
                            "-Xmx1g",
                            "-D" + PostgresToArrow.URL + "=" + server.url(),
                            "-D" + CpuProfiler.POSTMASTER + "=" + server.cpu().pid())
                        .addProfiler(CpuProfiler.class)
                        .shouldFailOnError(true)
                        .resultFormat(ResultFormatType.JSON)
                        .result(result.toString())
                        .build())
                .run();
        System.out.println("round " + round + ": " + measured.size() + " results");
        results.add(result);
      }
    }
    System.out.println(JmhRatios.read(results).markdown("arrowJdbc", "copyDiscarded"));
  }
}
