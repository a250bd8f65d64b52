package dev.rivet.internal.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.rivet.format.Compression;
import dev.rivet.format.Csv;
import dev.rivet.internal.batch.TestBatch;
import dev.rivet.internal.write.PartEncoder;
import dev.rivet.type.RivetType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvPartTest {

  static Stream<Csv> compressions() {
    return Stream.of(
        Csv.rfc4180(),
        Csv.rfc4180().compressed(Compression.gzip()),
        Csv.rfc4180().compressed(Compression.gzip(0)),
        Csv.rfc4180().compressed(Compression.zstd()));
  }

  @ParameterizedTest
  @MethodSource("compressions")
  void batchCutsDoNotChangeBytes(Csv csv) {
    try (TestBatch batch = table(5_000, 300)) {
      byte[] whole = CsvText.bytes(batch, csv);
      assertThat(CsvText.bytes(batch, csv, 1, 2, 9, 513, 1_024, 4_999)).isEqualTo(whole);
      assertThat(CsvText.bytes(batch, csv, IntStream.range(0, 5_000).toArray())).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("compressions")
  void compressedPartsHoldTheSameText(Csv csv) throws IOException {
    try (TestBatch batch = table(3_000, 100)) {
      assertThat(inflate(CsvText.bytes(batch, csv), csv))
          .isEqualTo(CsvText.bytes(batch, Csv.rfc4180()));
    }
  }

  @Test
  void gzipCarriesNoTime() {
    try (TestBatch batch = table(1, 1)) {
      byte[] bytes = CsvText.bytes(batch, Csv.rfc4180().compressed(Compression.gzip()));
      assertThat(bytes).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("compressions")
  void estimateIsWithinTenPercentOnceThereIsSomething(Csv csv) throws IOException {
    try (TestBatch batch = table(10_000, 120)) {
      for (int rows : new int[] {5_000, 20_000, 60_000}) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PartEncoder encoder =
            new CsvEncoderFactory(batch.schema(), csv).open(Channels.newChannel(out))) {
          for (int at = 0; at < rows; at += 1_000) {
            encoder.write(batch.root(), at % 10_000, 1_000);
          }
          long estimate = encoder.estimatedSize();
          encoder.finish();
          assertThat(encoder.rows()).isEqualTo(rows);
          assertThat(encoder.estimatedSize()).isEqualTo(out.size());
          assertThat((double) estimate).isBetween(out.size() * 0.9, out.size() * 1.1);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("compressions")
  void emptyPartIsTheHeader(Csv csv) throws IOException {
    try (TestBatch batch =
        new TestBatch().column("a", RivetType.int32()).column("b", RivetType.text())) {
      assertThat(inflate(CsvText.bytes(batch, csv), csv)).asString().isEqualTo("a,b\n");
    }
  }

  @ParameterizedTest
  @MethodSource("compressions")
  void closingWithoutFinishWritesNothingMore(Csv csv) throws IOException {
    try (TestBatch batch = table(3_000, 100)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PartEncoder encoder =
          new CsvEncoderFactory(batch.schema(), csv).open(Channels.newChannel(out));
      encoder.write(batch.root(), 0, 3_000);
      int before = out.size();
      encoder.close();
      encoder.close();
      assertThat(out.size()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536, 65_537, 300_000, 5_000_000})
  void hugeCells(int length) {
    String huge = "x,".repeat(length / 2) + "y".repeat(length % 2);
    try (TestBatch batch =
        new TestBatch()
            .column("t", RivetType.text(), "a", huge, "b")
            .column("n", RivetType.int32(), 1, 2, 3)) {
      assertThat(CsvText.of(batch, Csv.rfc4180())).isEqualTo("t,n\na,1\n\"" + huge + "\",2\nb,3\n");
    }
  }

  @Test
  void rowsOfListsAfterOthers() {
    Object[] lists = new Object[2_000];
    Object[] numbers = new Object[2_000];
    for (int i = 0; i < lists.length; i++) {
      lists[i] = i % 3 == 0 ? null : List.of(i, i + 1);
      numbers[i] = i;
    }
    try (TestBatch batch =
        new TestBatch()
            .column("l", RivetType.list(RivetType.int32()), lists)
            .column("n", RivetType.int32(), numbers)) {
      List<String> lines = CsvText.of(batch, Csv.rfc4180().listsAsJson()).lines().toList();
      assertThat(lines.get(1)).isEqualTo(",0");
      assertThat(lines.get(2)).isEqualTo("\"[1,2]\",1");
      assertThat(lines.get(2_000)).isEqualTo("\"[1999,2000]\",1999");
      assertThat(lines.get(514)).isEqualTo(",513");
      assertThat(lines.get(516)).isEqualTo("\"[515,516]\",515");
    }
  }

  private static byte[] inflate(byte[] bytes, Csv csv) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    return switch (csv.compression().codec()) {
      case GZIP -> new GZIPInputStream(in).readAllBytes();
      case ZSTD -> new ZstdInputStream(in).readAllBytes();
      default -> bytes;
    };
  }

  /** Text that compresses like usual data: words, with numbers between. */
  private static TestBatch table(int rows, int textLength) {
    SplittableRandom random = new SplittableRandom(1);
    String[] words = {
      "order", "customer", "shipped", "pending", "returned", "Vilnius", "Kathmandu", "\"quoted\""
    };
    Object[] ids = new Object[rows];
    Object[] amounts = new Object[rows];
    Object[] texts = new Object[rows];
    for (int i = 0; i < rows; i++) {
      ids[i] = i;
      amounts[i] = random.nextInt(100_000) / 100.0;
      StringBuilder text = new StringBuilder();
      while (text.length() < textLength) {
        text.append(words[random.nextInt(words.length)])
            .append(' ')
            .append(random.nextInt(1_000))
            .append(' ');
      }
      texts[i] = text.toString();
    }
    return new TestBatch()
        .column("id", RivetType.int32(), ids)
        .column("amount", RivetType.float64(), amounts)
        .column("note", RivetType.text(), texts);
  }
}
