package dev.rivet.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.format.Compression;
import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.internal.csv.CsvEncoderFactory;
import dev.rivet.internal.parquet.TestTable.Cuts;
import dev.rivet.internal.write.PartEncoder;
import dev.rivet.internal.write.PartEncoderFactory;
import dev.rivet.type.RivetType;
import dev.rivet.unit.DataSize;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.channels.Channels;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M3: the bytes of a part depend on rows, schema and options alone. */
class DeterminismTest {
  private static final int ROWS = 9_000;

  static List<Parquet> options() {
    Parquet small = Parquet.zstd().rowGroupRows(4000).pageBytes(DataSize.ofKibibytes(8));
    return List.of(
        small,
        small.compatible(),
        small.withoutDictionary().bloomFilter("c2 int32", "c23 text"),
        Parquet.with(Compression.gzip()).rowGroupRows(2500),
        Parquet.snappy(),
        Parquet.uncompressed().rowGroupBytes(DataSize.ofMebibytes(1)));
  }

  private static TestTable table(int rows) {
    return new RandomValues(5).table(ParquetRoundTripTest.everyType(true, 1), rows, 0.1);
  }

  private static byte[] bytes(TestTable table, PartEncoderFactory factory, Cuts cuts)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PartEncoder encoder = factory.open(Channels.newChannel(out))) {
      table.feed(encoder, cuts);
      encoder.finish();
    }
    return out.toByteArray();
  }

  private static byte[] bytes(
      TestTable table, Parquet options, Cuts cuts, @Nullable Executor helper) throws IOException {
    return bytes(
        table,
        new ParquetEncoderFactory(
            TestColumn.schema(table.columns()), options, Map.of("k", "v"), helper),
        cuts);
  }

  @ParameterizedTest
  @MethodSource("options")
  void threadsAndBatchesLeaveNoTrace(Parquet options) throws Exception {
    TestTable table = table(ROWS);
    byte[] expected = bytes(table, options, new Cuts(70_000, 70_000), null);
    for (Cuts cuts :
        List.of(
            new Cuts(ROWS, 1237), new Cuts(1237, 1237), new Cuts(4000, 613), new Cuts(63, 63))) {
      assertThat(bytes(table, options, cuts, null)).as("%s", cuts).isEqualTo(expected);
    }
    for (int threads = 1; threads <= 3; threads++) {
      ExecutorService helpers = Executors.newFixedThreadPool(threads);
      try {
        for (Cuts cuts : List.of(new Cuts(ROWS, ROWS), new Cuts(777, 777))) {
          assertThat(bytes(table, options, cuts, helpers)).as("%s", threads).isEqualTo(expected);
        }
      } finally {
        helpers.shutdownNow();
      }
    }
  }

  @Test
  void singleRows() throws Exception {
    TestTable table = table(700);
    Parquet options = Parquet.zstd();
    assertThat(bytes(table, options, new Cuts(700, 1), null))
        .isEqualTo(bytes(table, options, new Cuts(700, 700), null));
    assertThat(bytes(table, options, new Cuts(1, 1), null))
        .isEqualTo(bytes(table, options, new Cuts(700, 700), null));
  }

  /** Bits take part in the row group's byte limit too: the last byte of a page may be a new one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 1999, 2048, 50_000})
  void rowGroupsThatEndByBytes(int batch) throws Exception {
    List<TestColumn> columns = new ArrayList<>();
    for (int c = 0; c < 40; c++) {
      columns.add(TestColumn.required("b" + c, RivetType.bool()));
    }
    columns.add(TestColumn.required("t", RivetType.text()));
    List<Object[]> rows = new ArrayList<>();
    for (int r = 0; r < 3000; r++) {
      Object[] row = new Object[columns.size()];
      for (int c = 0; c < 40; c++) {
        row[c] = (r * 31 + c) % 7 == 0;
      }
      row[40] = "x".repeat(r % 5 == 0 ? 3000 : 1 + r % 3);
      rows.add(row);
    }
    TestTable table = new TestTable(columns, rows);
    Parquet options = Parquet.uncompressed().rowGroupBytes(DataSize.ofMebibytes(1));
    assertThat(bytes(table, options, new Cuts(50_000, batch), null))
        .isEqualTo(bytes(table, options, new Cuts(50_000, 7), null));
  }

  @Test
  void sameRowsSameBytesAcrossRunsAndJvms() throws Exception {
    String here = digests();
    assertThat(digests()).isEqualTo(here);
    assertThat(inAnotherJvm()).isEqualTo(here);
    assertThat(
            inAnotherJvm(
                "-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Asia/Kathmandu"))
        .isEqualTo(here);
    assertThat(inAnotherJvm("-Dfile.encoding=ISO-8859-1", "-XX:TieredStopAtLevel=1", "-Xmx400m"))
        .isEqualTo(here);
  }

  private static String inAnotherJvm(String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of(flags));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), DeterminismTest.class.getName()));
    File output = File.createTempFile("determinism", ".txt");
    try {
      Process child =
          new ProcessBuilder(command)
              .redirectOutput(output)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(child.exitValue()).isZero();
      return java.nio.file.Files.readString(output.toPath());
    } finally {
      java.nio.file.Files.delete(output.toPath());
    }
  }

  /** The child. */
  public static void main(String[] args) throws Exception {
    System.out.print(digests());
  }

  /** Digests of one file per format and option. */
  private static String digests() throws IOException {
    TestTable table = table(1500);
    StringBuilder all = new StringBuilder();
    for (Parquet options : options()) {
      all.append(sha256(bytes(table, options, Cuts.DEFAULT, null))).append('\n');
    }
    for (Csv csv :
        List.of(
            Csv.rfc4180(),
            Csv.rfc4180().compressed(Compression.gzip()),
            Csv.rfc4180().compressed(Compression.zstd()))) {
      CsvEncoderFactory factory =
          new CsvEncoderFactory(TestColumn.schema(table.columns()), csv.listsAsJson());
      all.append(sha256(bytes(table, factory, Cuts.DEFAULT))).append('\n');
    }
    return all.toString();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
