package dev.rivet.internal.csv;

import static dev.rivet.internal.batch.TestBatch.bytes;
import static dev.rivet.internal.batch.TestBatch.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.format.Csv;
import dev.rivet.internal.batch.TestBatch;
import dev.rivet.type.RivetType;
import dev.rivet.type.RivetType.TimeUnit;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvCellTest {
  private static final byte[] UUID =
      bytes(
          0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee,
          0xff);

  static Stream<Arguments> cells() {
    return Stream.of(numbers(), decimals(), temporals(), texts(), nested()).flatMap(s -> s);
  }

  private static Arguments cell(RivetType type, Object value, String text) {
    return Arguments.of(type, value, text);
  }

  private static Stream<Arguments> numbers() {
    return Stream.of(
        cell(RivetType.bool(), true, "true"),
        cell(RivetType.bool(), false, "false"),
        cell(RivetType.int16(), -32768, "-32768"),
        cell(RivetType.int16(), 7, "7"),
        cell(RivetType.int32(), 0, "0"),
        cell(RivetType.int32(), 2147483647, "2147483647"),
        cell(RivetType.int32(), -2147483648, "-2147483648"),
        cell(RivetType.int64(), 10L, "10"),
        cell(RivetType.int64(), 99L, "99"),
        cell(RivetType.int64(), 100L, "100"),
        cell(RivetType.int64(), 2147483648L, "2147483648"),
        cell(RivetType.int64(), 999999999999999999L, "999999999999999999"),
        cell(RivetType.int64(), 1000000000000000000L, "1000000000000000000"),
        cell(RivetType.int64(), Long.MAX_VALUE, "9223372036854775807"),
        cell(RivetType.int64(), Long.MIN_VALUE, "-9223372036854775808"),
        cell(RivetType.uint64(), -1L, "18446744073709551615"),
        cell(RivetType.uint64(), Long.MIN_VALUE, "9223372036854775808"),
        cell(RivetType.uint64(), 12L, "12"),
        cell(RivetType.float64(), Double.NaN, "NaN"),
        cell(RivetType.float64(), Double.POSITIVE_INFINITY, "inf"),
        cell(RivetType.float64(), Double.NEGATIVE_INFINITY, "-inf"),
        cell(RivetType.float64(), -0.0, "-0"),
        cell(RivetType.float64(), 1.5, "1.5"),
        cell(RivetType.float32(), 0.1f, "0.1"),
        cell(RivetType.float32(), Float.NaN, "NaN"));
  }

  private static Stream<Arguments> decimals() {
    return Stream.of(
        decimal(18, 2, "0.01", "0.01"),
        decimal(18, 2, "-0.01", "-0.01"),
        decimal(18, 2, "0", "0.00"),
        decimal(18, 2, "9999999999999999.99", "9999999999999999.99"),
        decimal(18, 2, "-9999999999999999.99", "-9999999999999999.99"),
        decimal(5, 0, "-7", "-7"),
        decimal(20, 6, "12345678901234.567891", "12345678901234.567891"),
        decimal(
            38,
            10,
            "-9999999999999999999999999999.9999999999",
            "-9999999999999999999999999999.9999999999"),
        decimal(
            38,
            38,
            "0.00000000000000000000000000000000000001",
            "0.00000000000000000000000000000000000001"),
        decimal(38, 0, "-9223372036854775808", "-9223372036854775808"),
        decimal(38, 0, "18446744073709551616", "18446744073709551616"),
        decimal(
            38, 0, "100000000000000000000000000000000000", "100000000000000000000000000000000000"),
        decimal(38, 30, "-0.000000000010000000000000000000", "-0.000000000010000000000000000000"),
        decimal(19, 4, "922337203685477.5807", "922337203685477.5807"),
        decimal(
            50,
            5,
            "999999999999999999999999999999999999999999999.99999",
            "999999999999999999999999999999999999999999999.99999"),
        decimal(50, 5, "-0.00001", "-0.00001"),
        decimal(76, 0, "-" + "9".repeat(76), "-" + "9".repeat(76)),
        decimal(76, 76, "0." + "0".repeat(75) + "1", "0." + "0".repeat(75) + "1"));
  }

  private static Arguments decimal(int precision, int scale, String value, String text) {
    return cell(RivetType.decimal(precision, scale), new BigDecimal(value).setScale(scale), text);
  }

  private static Stream<Arguments> temporals() {
    RivetType nanos = RivetType.timestamp(TimeUnit.NANOS);
    return Stream.of(
        cell(RivetType.date(), 0, "1970-01-01"),
        cell(RivetType.date(), 19_792, "2024-03-10"),
        cell(RivetType.date(), 11_016, "2000-02-29"),
        cell(RivetType.date(), -719_162, "0001-01-01"),
        cell(RivetType.date(), -719_528, "0000-01-01"),
        cell(RivetType.date(), -719_529, "-0001-12-31"),
        cell(RivetType.date(), -735_160, "-0043-03-15"),
        cell(RivetType.date(), 2_932_896, "9999-12-31"),
        cell(RivetType.date(), 2_932_897, "+10000-01-01"),
        cell(RivetType.date(), Integer.MAX_VALUE, "+5881580-07-11"),
        cell(RivetType.date(), Integer.MIN_VALUE, "-5877641-06-23"),
        cell(RivetType.time(), 0L, "00:00:00.000000"),
        cell(RivetType.time(), 86_399_999_999L, "23:59:59.999999"),
        cell(RivetType.time(), 3_600_000_001L, "01:00:00.000001"),
        cell(RivetType.time(), -1L, "-00:00:00.000001"),
        cell(RivetType.time(), -3_020_399_000_000L, "-838:59:59.000000"),
        cell(new RivetType.Time(TimeUnit.NANOS), 1L, "00:00:00.000000001"),
        cell(RivetType.timestamp(), 0L, "1970-01-01T00:00:00.000000"),
        cell(RivetType.timestamp(), -1L, "1969-12-31T23:59:59.999999"),
        cell(RivetType.timestampUtc(), 1_710_055_800_000_000L, "2024-03-10T07:30:00.000000Z"),
        cell(RivetType.timestamp(), 253_402_300_800_000_000L, "+10000-01-01T00:00:00.000000"),
        cell(RivetType.timestamp(), -63_517_824_000_000_000L, "-0043-03-15T00:00:00.000000"),
        cell(RivetType.timestamp(), Long.MAX_VALUE, "+294247-01-10T04:00:54.775807"),
        cell(RivetType.timestamp(), Long.MIN_VALUE, "-290308-12-21T19:59:05.224192"),
        cell(nanos, -1L, "1969-12-31T23:59:59.999999999"),
        cell(nanos, Long.MAX_VALUE, "2262-04-11T23:47:16.854775807"),
        cell(RivetType.timestampUtc(TimeUnit.NANOS), 1L, "1970-01-01T00:00:00.000000001Z"));
  }

  private static Stream<Arguments> texts() {
    return Stream.of(
        cell(RivetType.text(), "plain", "plain"),
        cell(RivetType.text(), "", "\"\""),
        cell(RivetType.text(), " spaces ", " spaces "),
        cell(RivetType.text(), "a,b", "\"a,b\""),
        cell(RivetType.text(), "a\"b", "\"a\"\"b\""),
        cell(RivetType.text(), "\"", "\"\"\"\""),
        cell(
            RivetType.text(), "longer than eight, with comma", "\"longer than eight, with comma\""),
        cell(RivetType.text(), "exactly8", "exactly8"),
        cell(RivetType.text(), "1234567\n", "\"1234567\n\""),
        cell(RivetType.text(), "line\nfeed", "\"line\nfeed\""),
        cell(RivetType.text(), "carriage\rreturn", "\"carriage\rreturn\""),
        cell(RivetType.text(), "nul\u0000char", "nul\u0000char"),
        cell(RivetType.text(), "\uD83D\uDE00 ıİ", "\uD83D\uDE00 ıİ"),
        cell(RivetType.text(), "=1+1", "=1+1"),
        cell(RivetType.text(), "#comment", "#comment"),
        cell(RivetType.interval(), "P2Y1M5DT1H2M3.456789S", "P2Y1M5DT1H2M3.456789S"),
        cell(RivetType.json(), "{\"a\":1, \"b\":[]}", "\"{\"\"a\"\":1, \"\"b\"\":[]}\""),
        cell(RivetType.json(), " 1 ", " 1 "),
        cell(RivetType.binary(), bytes(0, 1, 0xab, 0xff), "0001abff"),
        cell(RivetType.binary(), bytes(), "\"\""),
        cell(RivetType.uuid(), UUID, "00112233-4455-6677-8899-aabbccddeeff"));
  }

  private static Stream<Arguments> nested() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("a", "1");
    map.put("q\"", null);
    return Stream.of(
        cell(RivetType.list(RivetType.int32()), list(1, null, 3), "\"[1,null,3]\""),
        cell(RivetType.list(RivetType.int32()), list(), "[]"),
        cell(RivetType.list(RivetType.text()), list("a, b"), "\"[\"\"a, b\"\"]\""),
        cell(RivetType.list(RivetType.text()), list("a", "b"), "\"[\"\"a\"\",\"\"b\"\"]\""),
        cell(
            RivetType.list(RivetType.text()),
            list("\"\\\n\r\t\b\f\u0001ü"),
            "\"[\"\"\\\"\"\\\\\\n\\r\\t\\b\\f\\u0001ü\"\"]\""),
        cell(RivetType.list(RivetType.json()), list("{}", "[1]"), "\"[{},[1]]\""),
        cell(
            RivetType.list(RivetType.float64()),
            list(1.0, Double.NaN, -0.0),
            "\"[1,\"\"NaN\"\",-0]\""),
        cell(RivetType.list(RivetType.bool()), list(true), "[true]"),
        cell(RivetType.list(RivetType.date()), list(0), "\"[\"\"1970-01-01\"\"]\""),
        cell(RivetType.list(RivetType.decimal(20, 2)), list(new BigDecimal("0.50")), "[0.50]"),
        cell(RivetType.map(), map, "\"{\"\"a\"\":\"\"1\"\",\"\"q\\\"\"\"\":null}\""),
        cell(RivetType.map(), Map.of(), "{}"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cells")
  void hasExactlyThisText(RivetType type, Object value, String text) {
    Csv csv = Csv.rfc4180().withoutHeader().listsAsJson();
    try (TestBatch batch =
        new TestBatch()
            .column("c", type, value, null, value)
            .column("d", RivetType.int16(), 1, 2, 3)) {
      assertThat(CsvText.of(batch, csv)).isEqualTo(text + ",1\n,2\n" + text + ",3\n");
    }
  }

  @Test
  void base64() {
    try (TestBatch batch =
        new TestBatch()
            .column(
                "c",
                RivetType.binary(),
                bytes(0xfb, 0xff),
                bytes(0xfb),
                bytes(0xfb, 0xff, 0xbf),
                bytes('M', 'a', 'n', 'M'))) {
      assertThat(CsvText.of(batch, Csv.rfc4180().withoutHeader().binaryAsBase64()))
          .isEqualTo("+/8=\n+w==\n+/+/\nTWFuTQ==\n");
    }
  }

  @Test
  void allBytesAsHex() {
    byte[] all = new byte[256];
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
      hex.append(String.format(Locale.ROOT, "%02x", i));
    }
    try (TestBatch batch = new TestBatch().column("c", RivetType.binary(), (Object) all)) {
      assertThat(CsvText.of(batch, Csv.rfc4180().withoutHeader())).isEqualTo(hex + "\n");
    }
  }

  @Test
  void localeAndZoneDoNotMatter() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(new Locale.Builder().setLanguageTag("ar-EG-u-nu-arab").build());
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      cells()
          .forEach(
              c -> hasExactlyThisText((RivetType) c.get()[0], c.get()[1], (String) c.get()[2]));
      Locale.setDefault(new Locale.Builder().setLanguageTag("tr-TR").build());
      cells()
          .forEach(
              c -> hasExactlyThisText((RivetType) c.get()[0], c.get()[1], (String) c.get()[2]));
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }
}
