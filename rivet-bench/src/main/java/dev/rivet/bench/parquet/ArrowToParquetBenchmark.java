package dev.rivet.bench.parquet;

import static java.util.Objects.requireNonNull;

import dev.rivet.format.Compression;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Writes the batches of {@link Sales} into one Parquet file in memory-backed storage, in every iteration by: the codec
 * alone over the very pages our writer compresses (the floor; it throws its bytes away, and so does our writer once), our writer on
 * one thread, and one {@link Rival}. All within
 * a second or two, so that a ratio of them means something on a machine that does other work too. The counters are the result:
 * CPU milliseconds of the process, and wall time; the score is their sum and says nothing.
 *
 * <p>Before it measures, the rival and our writer write the first batch, and DuckDB compares both files with another contender's.
 *
 * <p>{@link ArrowToParquet} runs all combinations and prints the ratios. A single one:
 *
 * <pre>{@code
 * ./mvnw -q -Dquick -DskipTests -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" org.openjdk.jmh.Main \
 *     ArrowToParquetBenchmark.paired -p codec=ZSTD -p rival=PARQUET_JAVA_ROWS
 * }</pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4)
@Measurement(iterations = 5)
public class ArrowToParquetBenchmark {

  /** For JMH. */
  public ArrowToParquetBenchmark() {}

  /** Codecs of the comparison. */
  public enum Codec {
    /** Zstandard level 3. */
    ZSTD(Compression.zstd()),
    /** Uncompressed; the floor copies the pages. */
    NONE(Compression.none()),
    /** Snappy. */
    SNAPPY(Compression.snappy());

    private final Compression compression;

    Codec(Compression compression) {
      this.compression = compression;
    }
  }

  /** What is measured, in milliseconds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Times {
    /** CPU of the codec alone. */
    public double floorCpu;

    /** Wall time of the codec alone. */
    public double floorWall;

    /** CPU of our writer, its bytes thrown away like the codec's. */
    public double bareCpu;

    /** Wall time of our writer, its bytes thrown away. */
    public double bareWall;

    /** CPU of our writer. */
    public double rivetCpu;

    /** Wall time of our writer. */
    public double rivetWall;

    /** CPU of the rival. */
    public double rivalCpu;

    /** Wall time of the rival. */
    public double rivalWall;

    /** Size of our file, in MB. */
    public double rivetMegabytes;

    /** Size of the rival's file, in MB. */
    public double rivalMegabytes;
  }

  /** The batches, the pages, and who writes. */
  @State(Scope.Benchmark)
  public static class Race {
    /** Codec of the files. */
    @Param public Codec codec = Codec.ZSTD;

    /** Rows of the files. */
    @Param("262144")
    public int rows;

    /** Who else writes. */
    @Param({
      "RIVET_TWO_THREADS",
      "RIVET_COMPATIBLE",
      "PARQUET_JAVA_ROWS",
      "PARQUET_JAVA_COLUMNS",
      "DUCKDB_TABLE"
    })
    public Rival rival = Rival.PARQUET_JAVA_ROWS;

    private final BufferAllocator allocator = new RootAllocator();
    private final Stopwatch stopwatch = new Stopwatch();
    private final RivetContender rivet = RivetContender.oneThread();
    private List<VectorSchemaRoot> batches = List.of();
    private List<ByteBuffer> pages = List.of();
    private @Nullable Contender other;
    private @Nullable Path file;

    /** Makes the batches, compares the contenders' files, takes our pages apart. */
    @Setup
    public void open() throws Exception {
      batches = Sales.batches(allocator, rows);
      file = temporaryFile();
      other = rival.open();
      List<VectorSchemaRoot> sample = batches.subList(0, 1);
      other.prepare(sample);
      Gate.check(other, sample, codec.compression);
      Gate.check(rivet, sample, codec.compression);
      other.prepare(batches);
      Contender paged = rival == Rival.RIVET_COMPATIBLE ? other : rivet;
      paged.write(batches, file, codec.compression);
      RawPages all = RawPages.of(file);
      // What we store as it is, the codec need not do either.
      pages = codec == Codec.NONE ? all.stored() : all.compressed();
    }

    private static Path temporaryFile() throws Exception {
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempFile(memory, "rivet-bench", ".parquet")
          : Files.createTempFile("rivet-bench", ".parquet");
    }

    /** Frees everything. */
    @TearDown
    public void close() throws Exception {
      requireNonNull(other).close();
      Files.deleteIfExists(requireNonNull(file));
      batches.forEach(VectorSchemaRoot::close);
      allocator.close();
    }

    long run(Times times) throws Exception {
      stopwatch.start();
      long bytes = CodecFloor.run(pages, codec.compression);
      times.floorCpu = stopwatch.cpuMillis();
      times.floorWall = stopwatch.wallMillis();
      stopwatch.start();
      (rival == Rival.RIVET_COMPATIBLE ? RivetContender.compatible() : rivet)
          .discard(batches, codec.compression);
      times.bareCpu = stopwatch.cpuMillis();
      times.bareWall = stopwatch.wallMillis();
      times.rivetMegabytes = write(rivet);
      times.rivetCpu = stopwatch.cpuMillis();
      times.rivetWall = stopwatch.wallMillis();
      times.rivalMegabytes = write(requireNonNull(other));
      times.rivalCpu = stopwatch.cpuMillis();
      times.rivalWall = stopwatch.wallMillis();
      return bytes;
    }

    private double write(Contender contender) throws Exception {
      Path target = requireNonNull(file);
      stopwatch.start();
      contender.write(batches, target, codec.compression);
      return Files.size(target) / 1e6;
    }
  }

  /** Floor, our writer and the rival. */
  @Benchmark
  public long paired(Race race, Times times) throws Exception {
    return race.run(times);
  }

  /** The same for {@link Rival#DUCKDB_ARROW}, which needs the flag. */
  @Benchmark
  @Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/java.nio=ALL-UNNAMED")
  public long pairedWithOpenBuffers(Race race, Times times) throws Exception {
    return race.run(times);
  }
}
