package dev.rivet.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.format.Compression;
import dev.rivet.format.Parquet;
import dev.rivet.internal.parquet.TestTable.Cuts;
import dev.rivet.type.RivetType;
import dev.rivet.unit.DataSize;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type through both readers, compared with the Java values it was made from. */
class ParquetRoundTripTest {
  @TempDir Path dir;

  private static final List<Compression> CODECS =
      List.of(
          Compression.zstd(),
          Compression.zstd(1),
          Compression.snappy(),
          Compression.gzip(),
          Compression.lz4Raw(),
          Compression.none());

  static Stream<Arguments> codecsAndProfiles() {
    return CODECS.stream()
        .flatMap(
            codec ->
                Stream.of(
                    Arguments.of(codec, Parquet.Profile.MODERN),
                    Arguments.of(codec, Parquet.Profile.COMPATIBLE)));
  }

  private static Parquet options(Compression codec, Parquet.Profile profile) {
    Parquet options = Parquet.with(codec);
    return profile == Parquet.Profile.MODERN ? options : options.compatible();
  }

  static List<TestColumn> everyType(boolean nullable, int copies) {
    List<TestColumn> columns = new ArrayList<>();
    // With three of each, each type meets each way of repeating.
    for (int copy = 0; copy < copies; copy++) {
      for (RivetType type : RandomValues.allTypes()) {
        columns.add(new TestColumn("c" + columns.size() + " " + type, type, nullable));
      }
    }
    return columns;
  }

  private void verify(TestTable table, Path file) throws IOException, SQLException {
    List<List<String>> seen = ParquetJava.columns(file, table.columns());
    try (DuckDb duck = new DuckDb()) {
      for (int c = 0; c < table.columns().size(); c++) {
        TestColumn column = table.columns().get(c);
        List<String> expected = table.canonical(c);
        assertThat(seen.get(c)).as("parquet-java, %s", column).isEqualTo(expected);
        if (!beyondDuckDb(column.type())) {
          assertThat(duck.column(file, column.name(), column.type()))
              .as("DuckDB, %s", column)
              .isEqualTo(expected);
        }
      }
    }
  }

  /** DuckDB's decimals end at 38 digits. */
  private static boolean beyondDuckDb(RivetType type) {
    RivetType scalar = type instanceof RivetType.ListOf list ? list.element() : type;
    return scalar instanceof RivetType.Decimal d && d.precision() > 38;
  }

  @ParameterizedTest
  @MethodSource("codecsAndProfiles")
  void nullableColumns(Compression codec, Parquet.Profile profile) throws Exception {
    TestTable table =
        new RandomValues(1)
            .table(everyType(true, codec.equals(Compression.zstd()) ? 3 : 1), 2600, 0.1);
    // Small pages and groups; cuts that leave bitmaps at odd offsets.
    Parquet options = options(codec, profile).rowGroupRows(1000).pageBytes(DataSize.ofKibibytes(4));
    verify(table, table.write(dir.resolve("f.parquet"), options, new Cuts(1237, 613), null));
  }

  @ParameterizedTest
  @MethodSource("codecsAndProfiles")
  void requiredColumns(Compression codec, Parquet.Profile profile) throws Exception {
    TestTable table = new RandomValues(2).table(everyType(false, 1), 1500, 0);
    verify(table, table.write(dir.resolve("f.parquet"), options(codec, profile)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 63, 64, 65, 2047, 2048, 2049})
  void sizes(int rows) throws Exception {
    for (Parquet options : List.of(Parquet.zstd(), Parquet.uncompressed().compatible())) {
      TestTable table = new RandomValues(rows).table(everyType(true, 1), rows, 0.5);
      verify(table, table.write(dir.resolve("f.parquet"), options));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 3000})
  void allNull(int rows) throws Exception {
    for (Parquet options : List.of(Parquet.zstd(), Parquet.snappy().compatible())) {
      TestTable table = new RandomValues(3).table(everyType(true, 1), rows, 2);
      verify(table, table.write(dir.resolve("f.parquet"), options));
    }
  }

  /** Enough rows for full pages of 20 480, dictionaries that fill up, and DELTA over many blocks. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void manyPages(boolean modern) throws Exception {
    List<TestColumn> columns =
        List.of(
            TestColumn.required("id", RivetType.int64()),
            TestColumn.nullable("few", RivetType.text()),
            TestColumn.nullable("turning", RivetType.text()),
            TestColumn.nullable("turning_int", RivetType.int32()),
            TestColumn.nullable("ts", RivetType.timestampUtc()),
            TestColumn.nullable("flag", RivetType.bool()));
    Random random = new Random(4);
    List<Object[]> rows = new ArrayList<>();
    for (int r = 0; r < 120_000; r++) {
      boolean late = r > 50_000;
      rows.add(
          new Object[] {
            (long) r * 3,
            r % 100 == 0 ? null : "v" + random.nextInt(10),
            random.nextInt(9) == 0 ? null : late ? "a longer distinct text " + r : "s" + r % 50,
            late ? Integer.valueOf(r * 1_000_003) : Integer.valueOf(r % 40),
            random.nextBoolean() ? null : TestValues.timestamp(1_700_000_000L + r, 0),
            r > 30_000 && r < 60_000 ? null : random.nextBoolean()
          });
    }
    TestTable table = new TestTable(columns, rows);
    Parquet options = modern ? Parquet.zstd(1) : Parquet.zstd(1).compatible();
    verify(table, table.write(dir.resolve("f.parquet"), options, new Cuts(50_000, 9999), null));
  }

  @Test
  void randomTables() throws Exception {
    for (int seed = 100; seed < 130; seed++) {
      Random random = new Random(seed);
      List<TestColumn> columns = new ArrayList<>();
      for (int c = 1 + random.nextInt(6); c > 0; c--) {
        List<RivetType> types = RandomValues.allTypes();
        RivetType type = types.get(random.nextInt(types.size()));
        columns.add(new TestColumn("c" + c, type, random.nextInt(3) > 0));
      }
      int rows = random.nextInt(4000);
      TestTable table =
          new RandomValues(seed).table(columns, rows, random.nextBoolean() ? 0.9 : 0.02);
      Parquet options =
          options(
                  CODECS.get(random.nextInt(CODECS.size())),
                  random.nextBoolean() ? Parquet.Profile.MODERN : Parquet.Profile.COMPATIBLE)
              .rowGroupRows(1000 + random.nextInt(2000))
              .pageBytes(DataSize.ofBytes(4096L << random.nextInt(6)));
      options = random.nextInt(4) == 0 ? options.withoutDictionary() : options;
      Cuts cuts = new Cuts(1 + random.nextInt(3000), 1 + random.nextInt(3000));
      Path file = table.write(dir.resolve(seed + ".parquet"), options, cuts, null);
      verify(table, file);
    }
  }
}
