package dev.rivet.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.format.Parquet;
import dev.rivet.type.RivetType;
import dev.rivet.unit.DataSize;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.parquet.column.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Minimum, maximum and NULL count of a chunk, as parquet-java and DuckDB find them; expected values are literals. */
class ParquetStatisticsTest {
  @TempDir Path dir;

  private Path write(RivetType type, Object... values) throws Exception {
    List<Object[]> rows = new ArrayList<>();
    for (Object value : values) {
      rows.add(new Object[] {value});
    }
    return new TestTable(List.of(TestColumn.nullable("v", type)), rows)
        .write(dir.resolve("f.parquet"), Parquet.zstd());
  }

  private Statistics<?> statistics(RivetType type, Object... values) throws Exception {
    return ParquetJava.footer(write(type, values))
        .getBlocks()
        .get(0)
        .getColumns()
        .get(0)
        .getStatistics();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void wholeNumbers() throws Exception {
    Statistics<?> ints = statistics(RivetType.int32(), 5, null, -7, 3, null);
    assertThat(ints.minAsString()).isEqualTo("-7");
    assertThat(ints.maxAsString()).isEqualTo("5");
    assertThat(ints.getNumNulls()).isEqualTo(2);
    Statistics<?> longs = statistics(RivetType.int64(), Long.MIN_VALUE, 0L, Long.MAX_VALUE);
    assertThat(longs.minAsString()).isEqualTo("-9223372036854775808");
    assertThat(longs.maxAsString()).isEqualTo("9223372036854775807");
  }

  /** As signed numbers, the largest unsigned one would be the smallest. */
  @Test
  void unsignedNumbers() throws Exception {
    Statistics<?> found =
        statistics(
            RivetType.uint64(),
            new BigInteger("18446744073709551615"),
            BigInteger.ONE,
            BigInteger.ZERO);
    assertThat(found.minAsString()).isEqualTo("0");
    assertThat(found.maxAsString()).isEqualTo("18446744073709551615");
  }

  @Test
  void decimalsOfEveryWidth() throws Exception {
    for (RivetType type :
        List.of(
            RivetType.decimal(9, 2),
            RivetType.decimal(18, 2),
            RivetType.decimal(38, 2),
            RivetType.decimal(60, 2))) {
      Statistics<?> found =
          statistics(
              type,
              new BigDecimal("-0.01"),
              new BigDecimal("12345.67"),
              null,
              new BigDecimal("-999.99"));
      assertThat(found.minAsString()).as("%s", type).isEqualTo("-999.99");
      assertThat(found.maxAsString()).as("%s", type).isEqualTo("12345.67");
      assertThat(found.getNumNulls()).isEqualTo(1);
    }
  }

  /** Readers that take NaN for the largest number must not skip it; and none may be told that there is no -0.0 or no 0.0. */
  @Test
  void floatsWithNanHaveNoBoundsAndZeroHasBothSigns() throws Exception {
    Statistics<?> found = statistics(RivetType.float64(), 7.25, 1.5, null, -2.5);
    assertThat(found.genericGetMin()).isEqualTo(-2.5);
    assertThat(found.genericGetMax()).isEqualTo(7.25);
    Statistics<?> withNan = statistics(RivetType.float64(), 1.5, Double.NaN, null);
    assertThat(withNan.hasNonNullValue()).isFalse();
    assertThat(withNan.getNumNulls()).isEqualTo(1);
    Statistics<?> zeroes = statistics(RivetType.float64(), 0.0, 3.0);
    assertThat(hex(zeroes.getMinBytes())).isEqualTo("0000000000000080");
    Statistics<?> negative = statistics(RivetType.float32(), -3.0f, -0.0f);
    assertThat(hex(negative.getMaxBytes())).isEqualTo("00000000");
    Statistics<?> infinite = statistics(RivetType.float32(), Float.NEGATIVE_INFINITY, 1f);
    assertThat(infinite.genericGetMin()).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(statistics(RivetType.float32(), Float.NaN, 1f).hasNonNullValue()).isFalse();
  }

  @Test
  void booleansAndUuids() throws Exception {
    Statistics<?> flags = statistics(RivetType.bool(), true, null, true);
    assertThat(flags.minAsString()).isEqualTo("true");
    assertThat(flags.maxAsString()).isEqualTo("true");
    Statistics<?> ids =
        statistics(
            RivetType.uuid(),
            UUID.fromString("ffffffff-0000-4000-8000-000000000000"),
            UUID.fromString("7fffffff-0000-4000-8000-000000000000"));
    assertThat(hex(ids.getMinBytes())).isEqualTo("7fffffff000040008000000000000000");
    assertThat(hex(ids.getMaxBytes())).isEqualTo("ffffffff000040008000000000000000");
  }

  /** By bytes without sign: ä is larger than z. */
  @Test
  void texts() throws Exception {
    Statistics<?> found = statistics(RivetType.text(), "z", "", "ä", null, "Z");
    assertThat(hex(found.getMinBytes())).isEmpty();
    assertThat(hex(found.getMaxBytes())).isEqualTo("c3a4");
    Statistics<?> none = statistics(RivetType.text(), null, null);
    assertThat(none.hasNonNullValue()).isFalse();
    assertThat(none.getNumNulls()).isEqualTo(2);
  }

  /** 64 bytes: the minimum is cut off, the last character of the maximum is raised, and both are marked as bounds only. */
  @Test
  void longTextsAreCut() throws Exception {
    Path file = write(RivetType.text(), "a".repeat(100), "m", "z".repeat(100));
    try (DuckDb duck = new DuckDb()) {
      List<List<String>> found =
          duck.query(
              "SELECT stats_min_value, stats_max_value, min_is_exact, max_is_exact FROM"
                  + " parquet_metadata('"
                  + file
                  + "')");
      assertThat(found.get(0))
          .containsExactly("a".repeat(64), "z".repeat(63) + "{", "false", "false");
      assertThat(count(duck, file, "v = '" + "z".repeat(100) + "'")).isEqualTo("1");
      assertThat(count(duck, file, "v > '" + "z".repeat(99) + "'")).isEqualTo("1");
      assertThat(count(duck, file, "v < '" + "a".repeat(101) + "'")).isEqualTo("1");
    }
  }

  /** Between characters, and past those that have no successor of their length. */
  @Test
  void cutsOfLongTextsAreTexts() throws Exception {
    Statistics<?> twoBytes = statistics(RivetType.text(), "ä".repeat(40), "x" + "ä".repeat(40));
    assertThat(hex(twoBytes.getMinBytes())).isEqualTo("78" + "c3a4".repeat(31));
    assertThat(hex(twoBytes.getMaxBytes())).isEqualTo("c3a4".repeat(31) + "c3a5");
    String last = new String(Character.toChars(Character.MAX_CODE_POINT));
    Statistics<?> raised = statistics(RivetType.text(), "b" + last.repeat(40));
    assertThat(hex(raised.getMaxBytes())).isEqualTo("63");
    Statistics<?> whole = statistics(RivetType.text(), last.repeat(40));
    assertThat(hex(whole.getMaxBytes())).isEqualTo("f48fbfbf".repeat(40));
    Statistics<?> unbounded = statistics(RivetType.text(), last.repeat(2000), "a");
    assertThat(unbounded.hasNonNullValue()).as("no bound that is short enough").isFalse();
  }

  @Test
  void longBinariesAreCut() throws Exception {
    byte[] high = new byte[100];
    Arrays.fill(high, (byte) 0xFF);
    high[10] = 0x01;
    Statistics<?> found = statistics(RivetType.binary(), new byte[70], high);
    assertThat(hex(found.getMinBytes())).isEqualTo("00".repeat(64));
    assertThat(hex(found.getMaxBytes())).isEqualTo("ff".repeat(10) + "02");
  }

  /** What statistics and page index are for: the same rows with and without them. */
  @Test
  void prunedQueriesFindTheSameRows() throws Exception {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      rows.add(
          new Object[] {
            (long) i, i % 7 == 0 ? null : "user" + i, i % 1000 == 0 ? Double.NaN : i - 20_000.5
          });
    }
    Path file =
        new TestTable(
                List.of(
                    TestColumn.required("id", RivetType.int64()),
                    TestColumn.nullable("name", RivetType.text()),
                    TestColumn.required("amount", RivetType.float64())),
                rows)
            .write(
                dir.resolve("f.parquet"),
                Parquet.zstd().rowGroupRows(5000).pageBytes(DataSize.ofKibibytes(4)));
    try (DuckDb duck = new DuckDb()) {
      assertThat(count(duck, file, "id BETWEEN 12345 AND 12354")).isEqualTo("10");
      assertThat(count(duck, file, "id < 0 OR id >= 40000")).isEqualTo("0");
      assertThat(count(duck, file, "name = 'user39999'")).isEqualTo("1");
      assertThat(count(duck, file, "name IS NULL")).isEqualTo("5715");
      assertThat(count(duck, file, "amount < -20000")).isEqualTo("0");
      assertThat(count(duck, file, "amount BETWEEN -0.5 AND 0.5")).isEqualTo("1");
      // DuckDB's NaN is larger than every number, so those of all row groups count.
      assertThat(count(duck, file, "amount > 19999")).isEqualTo("40");
      assertThat(count(duck, file, "isnan(amount)")).isEqualTo("40");
    }
  }

  private static String count(DuckDb duck, Path file, String where) throws Exception {
    return duck.single("SELECT count(*) FROM read_parquet('" + file + "') WHERE " + where);
  }
}
