package dev.rivet.bench.digest;

import dev.rivet.format.Csv;
import dev.rivet.internal.csv.CsvEncoderFactory;
import dev.rivet.internal.write.PartEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Arrays;
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
 * Nanoseconds per row of CSV text, ours and through FastCSV's writer, not compressed and to nowhere. Before it measures, it
 * checks that both write the same bytes. To run it:
 *
 * <pre>
 * ./mvnw -q -Dquick -DskipTests -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" org.openjdk.jmh.Main CsvBenchmark
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class CsvBenchmark {

  /** Tables that both know how to write. */
  public enum Table {
    /** Four whole numbers, a quarter of them NULL. */
    NUMBERS(Columns.INT64, Columns.INT64_NULLS, Columns.INT32, Columns.INT64),
    /** Four amounts. */
    DECIMALS(Columns.DECIMAL18, Columns.DECIMAL18, Columns.DECIMAL18, Columns.DECIMAL18),
    /** Four texts. */
    TEXTS(Columns.TEXT8, Columns.TEXT24, Columns.TEXT24, Columns.TEXT120),
    /** Something of each. */
    MIXED(
        Columns.INT64,
        Columns.TEXT24,
        Columns.TEXT8,
        Columns.DECIMAL18,
        Columns.INT32,
        Columns.INT64_NULLS);

    private final List<Columns> kinds;

    Table(Columns... kinds) {
      this.kinds = List.of(kinds);
    }
  }

  /** What is written. */
  @Param public Table table = Table.MIXED;

  private final BufferAllocator allocator = new RootAllocator();
  private VectorSchemaRoot batch = VectorSchemaRoot.of();

  /** Makes the batch and compares the files. */
  @Setup
  public void open() throws IOException {
    batch = Columns.batch(allocator, table.kinds);
    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    rivet(batch, ours);
    ByteArrayOutputStream theirs = new ByteArrayOutputStream();
    FastCsv.write(batch, theirs);
    if (!Arrays.equals(ours.toByteArray(), theirs.toByteArray())) {
      throw new IllegalStateException("the files differ");
    }
  }

  /** Frees the batch. */
  @TearDown
  public void close() {
    batch.close();
    allocator.close();
  }

  /** Our encoder. */
  @Benchmark
  @OperationsPerInvocation(Columns.ROWS)
  public void rivet() throws IOException {
    rivet(batch, OutputStream.nullOutputStream());
  }

  /** FastCSV's writer. */
  @Benchmark
  @OperationsPerInvocation(Columns.ROWS)
  public void fastCsv() throws IOException {
    FastCsv.write(batch, OutputStream.nullOutputStream());
  }

  static void rivet(VectorSchemaRoot batch, OutputStream out) throws IOException {
    CsvEncoderFactory factory =
        new CsvEncoderFactory(batch.getSchema(), Csv.rfc4180().listsAsJson());
    try (PartEncoder encoder = factory.open(Channels.newChannel(out))) {
      encoder.write(batch, 0, batch.getRowCount());
      encoder.finish();
    }
  }
}
