package dev.rivet.bench.digest;

import dev.rivet.Quality;
import dev.rivet.internal.digest.BatchDigest;
import dev.rivet.internal.digest.ContentDigest;
import dev.rivet.internal.quality.StatisticsCollector;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collections;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Prints nanoseconds per cell by kind of column, in a few seconds; the benchmarks of this package measure with more care. */
public final class CellCost {
  private static final int COLUMNS = 4;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CellCost() {}

  private interface Work {
    void run() throws IOException;
  }

  /** Runs. */
  public static void main(String[] args) throws IOException {
    System.out.printf("%-12s %8s %8s %8s   ns per cell%n", "column", "digest", "figures", "csv");
    // Twice: the first round lets the compiler see every kind.
    for (int round = 0; round < 2; round++) {
      for (Columns kind : Columns.values()) {
        measure(kind, round == 1);
      }
    }
  }

  private static void measure(Columns kind, boolean isPrinting) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = Columns.batch(allocator, Collections.nCopies(COLUMNS, kind))) {
      BatchDigest digest = new BatchDigest(batch.getSchema());
      double perDigest = best(() -> digest.add(batch, 0, Columns.ROWS));
      StatisticsCollector collector = new StatisticsCollector(batch.getSchema(), Quality.none());
      double perFigures = best(() -> collector.add(batch, 0, Columns.ROWS));
      double perCsv = best(() -> CsvBenchmark.rivet(batch, OutputStream.nullOutputStream()));
      ContentDigest result = digest.result();
      if (isPrinting && result.rows() > 0) {
        System.out.printf("%-12s %8.1f %8.1f %8.1f%n", kind, perDigest, perFigures, perCsv);
      }
    }
  }

  private static double best(Work work) throws IOException {
    double best = Double.MAX_VALUE;
    long end = System.nanoTime() + 1_000_000_000L;
    while (System.nanoTime() < end) {
      long start = THREADS.getCurrentThreadCpuTime(); // others may want the processor, too
      work.run();
      best =
          Math.min(
              best,
              (THREADS.getCurrentThreadCpuTime() - start) / (double) (Columns.ROWS * COLUMNS));
    }
    return best;
  }
}
