package dev.rivet.bench.report;

import dev.rivet.bench.server.ServerCpu;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * For JMH ({@code -prof dev.rivet.bench.report.CpuProfiler}): CPU time per operation of the whole JVM and, if the system property
 * {@value #POSTMASTER} names a process, of that database server.
 */
public final class CpuProfiler implements InternalProfiler {
  /** System property with the process id of the server. */
  public static final String POSTMASTER = "rivet.bench.postmaster";

  private double jvm;
  private double server;

  @Override
  public String getDescription() {
    return "CPU time of JVM and database server";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    server = serverSeconds();
    jvm = Cpu.seconds();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double operations = Math.max(1, result.getMetadata().getMeasuredOps());
    List<ScalarResult> results = new ArrayList<>();
    results.add(
        new ScalarResult(
            "cpu.jvm", (Cpu.seconds() - jvm) * 1e3 / operations, "ms/op", AggregationPolicy.AVG));
    double serverUsed = serverSeconds() - server;
    if (!Double.isNaN(serverUsed)) {
      results.add(
          new ScalarResult(
              "cpu.server", serverUsed * 1e3 / operations, "ms/op", AggregationPolicy.AVG));
    }
    return results;
  }

  private static double serverSeconds() {
    Long pid = Long.getLong(POSTMASTER);
    return pid == null ? Double.NaN : new ServerCpu(pid).seconds();
  }
}
