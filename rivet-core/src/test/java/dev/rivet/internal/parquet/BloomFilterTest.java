package dev.rivet.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.format.Parquet;
import dev.rivet.type.RivetType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bloom filters as parquet-java and DuckDB use them. */
class BloomFilterTest {
  private static final int ROWS = 20_000;

  @TempDir Path dir;

  /** A value for {@code i}, and the same as parquet-java hashes it. */
  private record Probe(IntFunction<Object> value, Hash hash) {}

  private interface Hash {
    long of(BloomFilter filter, int i);
  }

  private static Binary uuid(long high, long low) {
    return Binary.fromConstantByteArray(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
  }

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(RivetType.int32(), new Probe(i -> i * 3, (f, i) -> f.hash(i * 3))),
        Arguments.of(RivetType.int64(), new Probe(i -> i * 3L, (f, i) -> f.hash(i * 3L))),
        Arguments.of(RivetType.float64(), new Probe(i -> i * 0.5, (f, i) -> f.hash(i * 0.5))),
        Arguments.of(
            RivetType.text(),
            new Probe(i -> "user" + i, (f, i) -> f.hash(Binary.fromString("user" + i)))),
        Arguments.of(
            RivetType.uuid(),
            new Probe(i -> new UUID(i * 31L, i), (f, i) -> f.hash(uuid(i * 31L, i)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void everyValueIsFoundAndFewOthersAre(RivetType type, Probe probe) throws Exception {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      // Every tenth row is NULL and every value comes twice, in the same row group.
      rows.add(new Object[] {i % 10 == 9 ? null : probe.value().apply(i / 2)});
    }
    Path file =
        new TestTable(List.of(TestColumn.nullable("v", type)), rows)
            .write(dir.resolve("f.parquet"), Parquet.zstd().bloomFilter("v"));
    try (ParquetFileReader reader = ParquetJava.open(file)) {
      BloomFilter filter =
          reader.readBloomFilter(reader.getFooter().getBlocks().get(0).getColumns().get(0));
      for (int i = 0; i < ROWS; i++) {
        if (i % 10 != 9) {
          assertThat(filter.findHash(probe.hash().of(filter, i / 2)))
              .as("value %s", i / 2)
              .isTrue();
        }
      }
      int found = 0;
      for (int i = ROWS; i < 3 * ROWS; i++) {
        found += filter.findHash(probe.hash().of(filter, i)) ? 1 : 0;
      }
      assertThat(found).as("false positives of %s", 2 * ROWS).isLessThan(2 * ROWS / 50);
      assertThat(filter.getBitsetSize()).as("sized by distinct values").isEqualTo(16 << 10);
    }
  }

  /** Values lie between smallest and largest, so that only the filter can tell which are absent. */
  @Test
  void duckDbSkipsByIt() throws Exception {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(new Object[] {"user" + i * 2L * 7919 % 1_000_003, (long) i});
    }
    Path file =
        new TestTable(
                List.of(
                    TestColumn.required("name", RivetType.text()),
                    TestColumn.required("id", RivetType.int64())),
                rows)
            .write(dir.resolve("f.parquet"), Parquet.zstd().rowGroupRows(5000).bloomFilter("name"));
    try (DuckDb duck = new DuckDb()) {
      String probe = "FROM parquet_bloom_probe('" + file + "', 'name', ";
      assertThat(
              duck.single(
                  "SELECT count(*) " + probe + "'user15838') WHERE NOT bloom_filter_excludes"))
          .isEqualTo("1");
      assertThat(duck.single("SELECT count(*) " + probe + "'user500') WHERE bloom_filter_excludes"))
          .isEqualTo("4");
      assertThat(
              duck.single("SELECT id FROM read_parquet('" + file + "') WHERE name = 'user15838'"))
          .isEqualTo("1");
    }
  }

  @Test
  void withoutBeingAskedForThereIsNone() throws Exception {
    Path file =
        new TestTable(
                List.of(TestColumn.required("v", RivetType.int32())),
                List.<Object[]>of(new Object[] {1}))
            .write(dir.resolve("f.parquet"), Parquet.zstd());
    try (ParquetFileReader reader = ParquetJava.open(file)) {
      assertThat(reader.readBloomFilter(reader.getFooter().getBlocks().get(0).getColumns().get(0)))
          .isNull();
    }
  }
}
