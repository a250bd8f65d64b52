package dev.rivet.internal.csv;

import static dev.rivet.internal.batch.TestBatch.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.rivet.format.Compression;
import dev.rivet.format.Csv;
import dev.rivet.internal.batch.TestBatch;
import dev.rivet.type.RivetType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our files, read by DuckDB and FastCSV. */
class CsvRoundTripTest {
  @TempDir Path dir;

  private static final String[] TEXTS = {
    "plain",
    "",
    null,
    ",",
    "\"",
    "a\"b\"\"c",
    "two\nlines",
    "two\r\nlines",
    " lead and trail ",
    "\uD83D\uDE00 žąsų İı",
    "x".repeat(100_000),
    "'",
    "\\",
    "\\N",
    "NULL",
    "#x",
    "=1+1",
    "1e5",
    "\t"
  };

  @Test
  void duckDbReadsTextsAndTellsNullFromEmpty() throws Exception {
    Object[] ids = new Object[TEXTS.length];
    Arrays.setAll(ids, i -> i);
    try (TestBatch batch =
        new TestBatch()
            .column("id", RivetType.int32(), ids)
            .column("t,\"x\"", RivetType.text(), (Object[]) TEXTS)) {
      for (Csv csv :
          List.of(Csv.rfc4180(), Csv.rfc4180().quoteNonNull(), Csv.rfc4180().nullText("\\N"))) {
        assertThat(duckDb(batch, csv, "select \"t,\"\"x\"\"\" from csv order by id::int"))
            .containsExactly(TEXTS);
      }
    }
  }

  @Test
  void duckDbReadsCompressedParts() throws Exception {
    try (TestBatch batch =
        new TestBatch()
            .column("a", RivetType.int32(), 1, 2)
            .column("b", RivetType.text(), "", null)) {
      Csv csv = Csv.rfc4180();
      for (Csv compressed :
          List.of(csv.compressed(Compression.gzip()), csv.compressed(Compression.zstd()))) {
        assertThat(duckDb(batch, compressed, "select b from csv order by a"))
            .containsExactly("", null);
      }
    }
  }

  @Test
  void duckDbReadsValuesAsWhatTheyAre() throws Exception {
    try (TestBatch batch = typed()) {
      assertThat(
              duckDb(
                  batch,
                  Csv.rfc4180(),
                  "select concat_ws('|', b::boolean, u::ubigint, f::double, r::float,"
                      + " d::decimal(38,10), day::date, ts::timestamp, tz::timestamptz at time zone"
                      + " 'UTC', t::time, id::uuid, hex(unhex(x))) from csv"))
          .containsExactly(
              "true|18446744073709551615|0.002|16777216.0|-9999999999999999999999999999.9999999999|0001-01-01|1969-12-31"
                  + " 23:59:59.999999|2024-03-10"
                  + " 07:30:00|23:59:59.999999|00112233-4455-6677-8899-aabbccddeeff|00FF");
    }
  }

  private static TestBatch typed() {
    return new TestBatch()
        .column("b", RivetType.bool(), true)
        .column("u", RivetType.uint64(), -1L)
        .column("f", RivetType.float64(), 2.0E-3)
        .column("r", RivetType.float32(), 16777216f)
        .column(
            "d",
            RivetType.decimal(38, 10),
            new BigDecimal("-9999999999999999999999999999.9999999999"))
        .column("day", RivetType.date(), -719_162)
        .column("ts", RivetType.timestamp(), -1L)
        .column("tz", RivetType.timestampUtc(), 1_710_055_800_000_000L)
        .column("t", RivetType.time(), 86_399_999_999L)
        .column(
            "id",
            RivetType.uuid(),
            bytes(
                0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd,
                0xee, 0xff))
        .column("x", RivetType.binary(), bytes(0, 0xff));
  }

  @Test
  void fastCsvReadsTexts() {
    String[] texts = Arrays.copyOf(TEXTS, TEXTS.length + 1);
    texts[TEXTS.length] = "nul\u0000char";
    Object[] ids = new Object[texts.length];
    Arrays.setAll(ids, i -> i);
    try (TestBatch batch =
        new TestBatch()
            .column("id", RivetType.int32(), ids)
            .column("t", RivetType.text(), (Object[]) texts)) {
      List<String> read = new ArrayList<>();
      CsvReader.builder()
          .ofNamedCsvRecord(CsvText.of(batch, Csv.rfc4180().nullText("<null>")))
          .forEach(r -> read.add(r.getField("t").equals("<null>") ? null : r.getField("t")));
      assertThat(read).containsExactly(texts);
    }
  }

  private List<String> duckDb(TestBatch batch, Csv csv, String sql)
      throws IOException, SQLException {
    Path file = Files.write(dir.resolve("part." + csv.extension()), CsvText.bytes(batch, csv));
    List<String> columns = new ArrayList<>();
    batch.schema().getFields().forEach(f -> columns.add("'" + f.getName() + "': 'VARCHAR'"));
    String read =
        "read_csv('%s', auto_detect=false, header=true, delim=',', quote='\"', escape='\"',"
            + " nullstr='%s', allow_quoted_nulls=false, strict_mode=true, parallel=false,"
            + " columns={%s})";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create view csv as select * from "
              + read.formatted(file, csv.nullText(), String.join(", ", columns)));
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery(sql)) {
        while (result.next()) {
          rows.add(result.getString(1));
        }
      }
      return rows;
    }
  }
}
