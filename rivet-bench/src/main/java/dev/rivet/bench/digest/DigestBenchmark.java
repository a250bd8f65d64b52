package dev.rivet.bench.digest;

import dev.rivet.internal.digest.BatchDigest;
import dev.rivet.internal.digest.ContentDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per cell of the content digest. Before it measures, it checks that the digest of the halves adds up to that of the
 * whole. To run it:
 *
 * <pre>
 * ./mvnw -q -Dquick -DskipTests -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" org.openjdk.jmh.Main DigestBenchmark
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class DigestBenchmark {
  /** Kind of the column. */
  @Param({
    "INT64",
    "INT64_NULLS",
    "FLOAT64",
    "DECIMAL18",
    "DECIMAL50",
    "UUID",
    "TEXT8",
    "TEXT24",
    "TEXT120",
    "LIST"
  })
  public Columns kind = Columns.INT64;

  private final BufferAllocator allocator = new RootAllocator();
  private VectorSchemaRoot batch = VectorSchemaRoot.of();

  /** Makes and checks the batch. */
  @Setup
  public void open() {
    batch = Columns.batch(allocator, List.of(kind, kind, kind, kind));
    int half = Columns.ROWS / 2;
    if (!digest(0, half).plus(digest(half, half)).equals(digest(0, Columns.ROWS))) {
      throw new IllegalStateException("halves do not add up");
    }
  }

  /** Frees the batch. */
  @TearDown
  public void close() {
    batch.close();
    allocator.close();
  }

  /** The digest of the whole batch. */
  @Benchmark
  @OperationsPerInvocation(Columns.ROWS * 4)
  public ContentDigest digest() {
    return digest(0, Columns.ROWS);
  }

  private ContentDigest digest(int from, int rows) {
    BatchDigest digest = new BatchDigest(batch.getSchema());
    digest.add(batch, from, rows);
    return digest.result();
  }
}
