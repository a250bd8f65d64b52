package dev.rivet.internal.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.rivet.format.Csv;
import dev.rivet.internal.batch.TestBatch;
import dev.rivet.type.RivetType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CsvFramingTest {

  @Test
  void nullIsNotTheEmptyString() {
    assertThat(text(Csv.rfc4180(), "", null, "x")).isEqualTo("a,b,c\n\"\",,x\n");
  }

  @Test
  void nullText() {
    assertThat(text(Csv.rfc4180().nullText("\\N"), "\\N", null, ""))
        .isEqualTo("a,b,c\n\"\\N\",\\N,\"\"\n");
  }

  @Test
  void nullTextThatANumberCouldBe() {
    try (TestBatch batch =
        new TestBatch()
            .column("n", RivetType.int32(), 0, null, 10)
            .column("f", RivetType.bool(), true, false, null)) {
      assertThat(CsvText.of(batch, Csv.rfc4180().nullText("0")))
          .isEqualTo("n,f\n\"0\",true\n0,false\n10,0\n");
    }
  }

  @Test
  void quoteNonNull() {
    try (TestBatch batch =
        new TestBatch()
            .column("n", RivetType.int32(), 1, null)
            .column("t", RivetType.text(), "q\"q", "")) {
      assertThat(CsvText.of(batch, Csv.rfc4180().quoteNonNull()))
          .isEqualTo("\"n\",\"t\"\n\"1\",\"q\"\"q\"\n,\"\"\n");
    }
  }

  @Test
  void crlfAndBom() {
    assertThat(text(Csv.rfc4180().crlf().withBom(), "1", "2", "3"))
        .isEqualTo("\uFEFFa,b,c\r\n1,2,3\r\n");
  }

  @Test
  void otherDelimiters() {
    assertThat(text(Csv.rfc4180().delimiter('\t'), "1,2", "t\tt", "3"))
        .isEqualTo("a\tb\tc\n1,2\t\"t\tt\"\t3\n");
    try (TestBatch batch =
        new TestBatch()
            .column("d", RivetType.date(), 0, null)
            .column("n", RivetType.int32(), -1, 1)) {
      assertThat(CsvText.of(batch, Csv.rfc4180().delimiter('-')))
          .isEqualTo("d-n\n\"1970-01-01\"-\"-1\"\n-1\n");
    }
    try (TestBatch batch =
        new TestBatch()
            .column("n", RivetType.int32(), 11, 2)
            .column("m", RivetType.bool(), true, false)) {
      assertThat(CsvText.of(batch, Csv.rfc4180().delimiter('1')))
          .isEqualTo("n1m\n\"11\"1true\n21false\n");
    }
  }

  @Test
  void headerIsQuotedLikeCells() {
    try (TestBatch batch =
        new TestBatch()
            .column("a,b", RivetType.int32(), 1)
            .column("say \"x\"", RivetType.int32(), 2)
            .column("Größe", RivetType.int32(), 3)) {
      assertThat(CsvText.of(batch, Csv.rfc4180()))
          .isEqualTo("\"a,b\",\"say \"\"x\"\"\",Größe\n1,2,3\n");
      assertThat(CsvText.of(batch, Csv.rfc4180().withoutHeader())).isEqualTo("1,2,3\n");
    }
  }

  @Test
  void formulasAreEscapedOnlyOnRequestAndOnlyInText() {
    try (TestBatch batch =
        new TestBatch()
            .column(
                "=t", RivetType.text(), "=1", "+1", "-1", "@x", "\tx", "\rx", "'=", "1=", "", null)
            .column("n", RivetType.int32(), -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)) {
      assertThat(CsvText.of(batch, Csv.rfc4180().escapeFormulas()))
          .isEqualTo(
              "'=t,n\n"
                  + "'=1,-1\n"
                  + "'+1,-1\n"
                  + "'-1,-1\n"
                  + "'@x,-1\n"
                  + "'\tx,-1\n"
                  + "\"'\r"
                  + "x\",-1\n"
                  + "'=,-1\n"
                  + "1=,-1\n"
                  + "\"\",-1\n"
                  + ",-1\n");
      assertThat(CsvText.of(batch, Csv.rfc4180())).startsWith("=t,n\n=1,-1\n+1,-1\n");
    }
  }

  @Test
  void listsAndMapsAreRefusedByNameUnlessAskedFor() {
    try (TestBatch batch =
        new TestBatch()
            .column("id", RivetType.int32())
            .column("tags", RivetType.list(RivetType.text()))
            .column("attrs", RivetType.map())) {
      assertThat(CsvSupport.problems(batch.schema(), Csv.rfc4180()))
          .containsExactly(
              "column 'tags' is a list, which CSV cannot carry. Use Csv.listsAsJson() to write it"
                  + " as JSON text, or Parquet.",
              "column 'attrs' is a map, which CSV cannot carry. Use Csv.listsAsJson() to write it"
                  + " as JSON text, or Parquet.");
      assertThatThrownBy(() -> new CsvEncoderFactory(batch.schema(), Csv.rfc4180()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'tags'")
          .hasMessageContaining("'attrs'");
      assertThat(CsvSupport.problems(batch.schema(), Csv.rfc4180().listsAsJson())).isEmpty();
    }
  }

  static Stream<Csv> dialects() {
    return Stream.of(
        Csv.rfc4180(),
        Csv.rfc4180().nullText("N"),
        Csv.rfc4180().nullText("NULL"),
        Csv.rfc4180().quoteNonNull(),
        Csv.rfc4180().quoteNonNull().nullText("N"),
        Csv.rfc4180().crlf(),
        Csv.rfc4180().delimiter(';'),
        Csv.rfc4180().delimiter(' '),
        Csv.rfc4180().delimiter('N'));
  }

  /** The framing is injective over rows of at least two fields: every pair of short cells over a nasty alphabet. */
  @ParameterizedTest
  @MethodSource("dialects")
  void differentRowsHaveDifferentTexts(Csv csv) {
    List<String> cells = cells();
    List<Object> first = new ArrayList<>();
    List<Object> second = new ArrayList<>();
    for (String a : cells) {
      for (String b : cells) {
        first.add(a);
        second.add(b);
      }
    }
    Map<String, List<Object>> seen = new HashMap<>();
    for (int i = 0; i < first.size(); i++) {
      List<Object> row = Arrays.asList(first.get(i), second.get(i));
      assertThat(seen.put(row(csv, row), row)).isNull();
    }
  }

  /** And over files: a random file reads back as the rows it was made of. */
  @ParameterizedTest
  @MethodSource("dialects")
  void randomFilesReadBack(Csv csv) {
    SplittableRandom random = new SplittableRandom(csv.hashCode());
    List<String> cells = cells();
    for (int round = 0; round < 50; round++) {
      List<List<String>> rows = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        rows.add(Arrays.asList(pick(random, cells), pick(random, cells), pick(random, cells)));
      }
      assertThat(parse(text(csv, rows), csv)).isEqualTo(expected(rows, csv));
    }
  }

  private static List<String> cells() {
    List<String> cells =
        new ArrayList<>(
            Arrays.asList(null, "", "NULL", "ordinary long text", "12345678,", "1234567\""));
    List<String> alphabet = List.of(",", ";", "\"", "\n", "\r", " ", "N");
    cells.addAll(alphabet);
    for (String a : alphabet) {
      for (String b : alphabet) {
        cells.add(a + b);
      }
    }
    return cells;
  }

  private static String pick(SplittableRandom random, List<String> cells) {
    return cells.get(random.nextInt(cells.size()));
  }

  private static List<List<String>> expected(List<List<String>> rows, Csv csv) {
    return rows.stream()
        .map(
            row ->
                row.stream().map(cell -> Objects.requireNonNullElse(cell, csv.nullText())).toList())
        .toList();
  }

  private static List<List<String>> parse(String text, Csv csv) {
    List<List<String>> rows = new ArrayList<>();
    CsvReader<CsvRecord> reader =
        CsvReader.builder().fieldSeparator(csv.delimiter()).skipEmptyLines(false).ofCsvRecord(text);
    reader.forEach(r -> rows.add(r.getFields()));
    return rows;
  }

  private static String row(Csv csv, List<Object> row) {
    try (TestBatch batch =
        new TestBatch()
            .column("a", RivetType.text(), row.get(0))
            .column("b", RivetType.text(), row.get(1))) {
      return CsvText.of(batch, csv.withoutHeader());
    }
  }

  private static String text(Csv csv, List<List<String>> rows) {
    try (TestBatch batch = new TestBatch()) {
      for (int c = 0; c < 3; c++) {
        int column = c;
        batch.column("c" + c, RivetType.text(), rows.stream().map(r -> r.get(column)).toArray());
      }
      return CsvText.of(batch, csv.withoutHeader());
    }
  }

  private static String text(Csv csv, String a, String b, String c) {
    try (TestBatch batch =
        new TestBatch()
            .column("a", RivetType.text(), a)
            .column("b", RivetType.text(), b)
            .column("c", RivetType.text(), c)) {
      return CsvText.of(batch, csv);
    }
  }
}
