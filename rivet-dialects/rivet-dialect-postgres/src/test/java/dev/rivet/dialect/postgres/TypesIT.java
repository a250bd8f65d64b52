package dev.rivet.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.type.RivetType;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Literal in, value out, for every type, on both ways of reading, in zones and a locale that bite. */
class TypesIT {
  private static final RivetType TEXT = RivetType.text();

  /** A SQL type, a literal, what it is written as, and the expected value. */
  record Case(String type, String literal, RivetType expected, Object value) {
    @Override
    public String toString() {
      return type + " " + literal;
    }
  }

  static Case c(String type, String literal, RivetType expected, Object value) {
    return new Case(type, literal, expected, value);
  }

  static Case dec(String type, String literal, int p, int s, String value) {
    return new Case(type, literal, RivetType.decimal(p, s), new BigDecimal(value));
  }

  private static Object list(Object... values) {
    return Arrays.asList(values);
  }

  static final List<Case> CASES =
      List.of(
          c("boolean", "true", RivetType.bool(), true),
          c("boolean", "false", RivetType.bool(), false),
          c("smallint", "-32768", RivetType.int16(), -32768),
          c("smallint", "32767", RivetType.int16(), 32767),
          c("integer", "-2147483648", RivetType.int32(), Integer.MIN_VALUE),
          c("integer", "2147483647", RivetType.int32(), Integer.MAX_VALUE),
          c("bigint", "-9223372036854775808", RivetType.int64(), Long.MIN_VALUE),
          c("bigint", "9223372036854775807", RivetType.int64(), Long.MAX_VALUE),
          c("oid", "4294967295", RivetType.int64(), 4294967295L),
          c("xid8", "18446744073709551615", RivetType.uint64(), "18446744073709551615"),
          c("xid", "4294967295", RivetType.text("xid"), "4294967295"),
          c("cid", "7", RivetType.text("cid"), "7"),
          c("tid", "(3,4)", RivetType.text("tid"), "(3,4)"),
          c("pg_lsn", "16/B374D848", RivetType.text("pg_lsn"), "16/B374D848"),
          c("regclass", "pg_class", RivetType.text("regclass"), "pg_class"),
          c("regtype", "integer", RivetType.text("regtype"), "integer"),
          c("real", "0.1", RivetType.float32(), 0.1f),
          c("real", "NaN", RivetType.float32(), Float.NaN),
          c("real", "-Infinity", RivetType.float32(), Float.NEGATIVE_INFINITY),
          c("double precision", "0.1", RivetType.float64(), 0.1),
          c("double precision", "-0", RivetType.float64(), -0.0),
          c("double precision", "NaN", RivetType.float64(), Double.NaN),
          c("double precision", "Infinity", RivetType.float64(), Double.POSITIVE_INFINITY),
          c("double precision", "5e-324", RivetType.float64(), Double.MIN_VALUE),
          dec("numeric(18,2)", "0.01", 18, 2, "0.01"),
          dec("numeric(18,2)", "-0.01", 18, 2, "-0.01"),
          dec("numeric(18,2)", "9999999999999999.99", 18, 2, "9999999999999999.99"),
          dec("numeric(18,2)", "-9999999999999999.99", 18, 2, "-9999999999999999.99"),
          dec("numeric(18,2)", "0", 18, 2, "0.00"),
          dec("numeric(18,2)", "10000", 18, 2, "10000.00"),
          dec("numeric(9,0)", "999999999", 9, 0, "999999999"),
          dec("numeric(20,6)", "-12345678901234.567891", 20, 6, "-12345678901234.567891"),
          dec(
              "numeric(38,10)",
              "9999999999999999999999999999.9999999999",
              38,
              10,
              "9999999999999999999999999999.9999999999"),
          dec("numeric(38,10)", "-0.0000000001", 38, 10, "-0.0000000001"),
          dec(
              "numeric(38,0)",
              "-99999999999999999999999999999999999999",
              38,
              0,
              "-99999999999999999999999999999999999999"),
          dec(
              "numeric(50,5)",
              "123456789012345678901234567890123456789012345.12345",
              50,
              5,
              "123456789012345678901234567890123456789012345.12345"),
          dec("numeric(76,0)", "-" + "9".repeat(76), 76, 0, "-" + "9".repeat(76)),
          dec("numeric(3,5)", "0.00999", 5, 5, "0.00999"),
          dec("numeric(3,-2)", "12345", 5, 0, "12300"),
          dec("money", "$92,233,720,368,547,758.07", 19, 2, "92233720368547758.07"),
          dec("money", "-$0.01", 19, 2, "-0.01"),
          c("text", "", TEXT, ""),
          c("text", ",\"\r\n😀é", TEXT, ",\"\r\n😀é"),
          c("varchar(10)", "İıÅ", TEXT, "İıÅ"),
          c("char(5)", "ab", TEXT, "ab   "),
          c("\"char\"", "x", TEXT, "x"),
          c("name", "some_name", TEXT, "some_name"),
          c("citext", "MiXed", TEXT, "MiXed"),
          c("bytea", "\\x00ff10", RivetType.binary(), "00ff10"),
          c("bytea", "\\x", RivetType.binary(), ""),
          c("date", "1970-01-01", RivetType.date(), 0L),
          c("date", "0001-01-01", RivetType.date(), -719162L),
          c("date", "9999-12-31", RivetType.date(), 2932896L),
          c("date", "0044-03-15 BC", RivetType.date(), -735160L),
          c("date", "12345-01-01", RivetType.date(), 3789391L),
          c("time", "00:00:00", RivetType.time(), 0L),
          c("time", "23:59:59.999999", RivetType.time(), 86399999999L),
          c("time", "02:30:00", RivetType.time(), 9000000000L),
          c("timetz", "02:30:00.5+05:45", RivetType.text("timetz"), "02:30:00.500000+05:45"),
          c("timetz", "23:59:59-12:34:56", RivetType.text("timetz"), "23:59:59.000000-12:34:56"),
          c("timestamp", "1969-12-31 23:59:59.999999", RivetType.timestamp(), -1L),
          c("timestamp", "2024-03-10 02:30:00", RivetType.timestamp(), 1710037800000000L),
          c("timestamp", "0001-01-01 00:00:00", RivetType.timestamp(), -62135596800000000L),
          c("timestamp", "0044-03-15 12:00:00 BC", RivetType.timestamp(), -63517780800000000L),
          c("timestamp", "12345-01-01 00:00:00", RivetType.timestamp(), 327403382400000000L),
          c("timestamp(0)", "1985-12-31 23:59:59.6", RivetType.timestamp(), 504921600000000L),
          c("timestamptz", "2024-03-10 02:30:00-05", RivetType.timestampUtc(), 1710055800000000L),
          c("timestamptz", "1986-01-01 00:00:00+05:30", RivetType.timestampUtc(), 504901800000000L),
          c(
              "interval",
              "2 years 1 mon 5 days 01:02:03.456789",
              RivetType.interval(),
              "P2Y1M5DT1H2M3.456789S"),
          c(
              "interval",
              "25 mons 5 days 3723.456789 secs",
              RivetType.interval(),
              "P2Y1M5DT1H2M3.456789S"),
          c("interval", "-01:02:03.456789", RivetType.interval(), "PT-1H-2M-3.456789S"),
          c("interval", "-0.5 secs", RivetType.interval(), "PT-0.500000S"),
          c("interval", "1 year -1 day", RivetType.interval(), "P1Y-1D"),
          c("interval", "-13 mons", RivetType.interval(), "P-1Y-1M"),
          c("interval", "0", RivetType.interval(), "PT0S"),
          c("interval", "90 mins", RivetType.interval(), "PT1H30M"),
          c(
              "uuid",
              "00112233-4455-6677-8899-aabbccddeeff",
              RivetType.uuid(),
              "00112233445566778899aabbccddeeff"),
          c("json", "{ \"b\" :1,\n\"a\": [ ] }", RivetType.json(), "{ \"b\" :1,\n\"a\": [ ] }"),
          c("jsonb", "{\"a\":1, \"b\":[]}", RivetType.json(), "{\"a\": 1, \"b\": []}"),
          c("jsonpath", "$.a[*]", RivetType.text("jsonpath"), "$.\"a\"[*]"),
          c("xml", "<a>é</a>", RivetType.text("xml"), "<a>é</a>"),
          c("mood", "sad 😀", RivetType.text("enum"), "sad 😀"),
          dec("price", "12.30", 10, 2, "12.30"),
          c("small_text", "abc", TEXT, "abc"),
          c("bit(3)", "101", RivetType.text("bit"), "101"),
          c("varbit", "", RivetType.text("bit"), ""),
          c("bit(64)", "1".repeat(64), RivetType.text("bit"), "1".repeat(64)),
          c("inet", "192.168.1.5", RivetType.text("inet"), "192.168.1.5"),
          c("inet", "192.168.1.5/24", RivetType.text("inet"), "192.168.1.5/24"),
          c("inet", "::1", RivetType.text("inet"), "::1"),
          c(
              "inet",
              "2001:db8::8a2e:370:7334/64",
              RivetType.text("inet"),
              "2001:db8::8a2e:370:7334/64"),
          c("cidr", "10.0.0.0/8", RivetType.text("cidr"), "10.0.0.0/8"),
          c("cidr", "2001:db8::/32", RivetType.text("cidr"), "2001:db8::/32"),
          c("macaddr", "08-00-2B-01-02-03", RivetType.text("macaddr"), "08:00:2b:01:02:03"),
          c(
              "macaddr8",
              "08:00:2b:01:02:03:04:05",
              RivetType.text("macaddr8"),
              "08:00:2b:01:02:03:04:05"),
          c("int4range", "[1,9]", RivetType.text("range"), "[1,10)"),
          c(
              "tstzrange",
              "[2024-03-10 02:30:00-05,)",
              RivetType.text("range"),
              "[\"2024-03-10 07:30:00+00\",)"),
          c("int4multirange", "{[1,2],[5,6]}", RivetType.text("range"), "{[1,3),[5,7)}"),
          c("hstore", "a=>1, b=>NULL", RivetType.map(), mapOf("a", "1", "b", null)),
          c("hstore", "", RivetType.map(), Map.of()),
          c("ltree", "Top.Science", RivetType.text("ltree"), "Top.Science"),
          c("tsvector", "a:1 b:2", RivetType.text("tsvector"), "'a':1 'b':2"),
          c("tsquery", "a & b", RivetType.text("tsquery"), "'a' & 'b'"),
          c("point", "(1,2)", RivetType.text("point"), "(1,2)"),
          c("line", "{1,2,3}", RivetType.text("line"), "{1,2,3}"),
          c("lseg", "[(0,0),(1,1)]", RivetType.text("lseg"), "[(0,0),(1,1)]"),
          c("box", "(1,1),(0,0)", RivetType.text("box"), "(1,1),(0,0)"),
          c("path", "[(0,0),(1,1)]", RivetType.text("path"), "[(0,0),(1,1)]"),
          c("polygon", "((0,0),(1,1),(1,0))", RivetType.text("polygon"), "((0,0),(1,1),(1,0))"),
          c("circle", "<(0,0),1.5>", RivetType.text("circle"), "<(0,0),1.5>"),
          c("pair", "(1,\"a b\")", RivetType.json(), "{\"a\": 1, \"b\": \"a b\"}"),
          c("boolean[]", "{t,NULL,f}", RivetType.list(RivetType.bool()), list(true, null, false)),
          c("integer[]", "{1,NULL,3}", RivetType.list(RivetType.int32()), list(1, null, 3)),
          c("integer[]", "{}", RivetType.list(RivetType.int32()), list()),
          c("smallint[]", "{1}", RivetType.list(RivetType.int16()), list(1)),
          c(
              "bigint[]",
              "{9223372036854775807}",
              RivetType.list(RivetType.int64()),
              list(Long.MAX_VALUE)),
          c("real[]", "{0.1}", RivetType.list(RivetType.float32()), list(0.1f)),
          c(
              "double precision[]",
              "{0.1,NaN}",
              RivetType.list(RivetType.float64()),
              list(0.1, Double.NaN)),
          c("text[]", "{a,\"\",NULL,\"x,y\"}", RivetType.list(TEXT), list("a", "", null, "x,y")),
          c("varchar(5)[]", "{ab}", RivetType.list(TEXT), list("ab")),
          c("char(3)[]", "{a}", RivetType.list(TEXT), list("a  ")),
          c(
              "numeric(10,2)[]",
              "{1.5,NULL,-2.25}",
              RivetType.list(RivetType.decimal(10, 2)),
              list(new BigDecimal("1.50"), null, new BigDecimal("-2.25"))),
          c(
              "numeric(50,5)[]",
              "{1.5}",
              RivetType.list(RivetType.decimal(50, 5)),
              list(new BigDecimal("1.50000"))),
          c(
              "money[]",
              "{$1.50}",
              RivetType.list(RivetType.decimal(19, 2)),
              list(new BigDecimal("1.50"))),
          c("date[]", "{1970-01-02}", RivetType.list(RivetType.date()), list(1L)),
          c("time[]", "{00:00:01}", RivetType.list(RivetType.time()), list(1000000L)),
          c(
              "timetz[]",
              "{00:00:01+01}",
              RivetType.list(RivetType.text("timetz")),
              list("00:00:01.000000+01:00")),
          c(
              "timestamp[]",
              "{1970-01-01 00:00:01}",
              RivetType.list(RivetType.timestamp()),
              list(1000000L)),
          c(
              "timestamptz[]",
              "{1970-01-01 00:00:01+01}",
              RivetType.list(RivetType.timestampUtc()),
              list(-3599000000L)),
          c("interval[]", "{1 day}", RivetType.list(RivetType.interval()), list("P1D")),
          c(
              "uuid[]",
              "{00112233-4455-6677-8899-aabbccddeeff}",
              RivetType.list(RivetType.uuid()),
              list("00112233445566778899aabbccddeeff")),
          c("bytea[]", "{\"\\\\x00ff\"}", RivetType.list(RivetType.binary()), list("00ff")),
          c("json[]", "{\"{}\"}", RivetType.list(RivetType.json()), list("{}")),
          c("jsonb[]", "{\"{\\\"a\\\":1}\"}", RivetType.list(RivetType.json()), list("{\"a\": 1}")),
          c("mood[]", "{sad 😀}", RivetType.list(RivetType.text("enum")), list("sad 😀")),
          c("inet[]", "{1.2.3.4}", RivetType.list(RivetType.text("inet")), list("1.2.3.4")),
          c("int4range[]", "{\"[1,3)\"}", RivetType.list(RivetType.text("range")), list("[1,3)")),
          c("bit(2)[]", "{10}", RivetType.list(RivetType.text("bit")), list("10")),
          c("oid[]", "{4294967295}", RivetType.list(RivetType.int64()), list(4294967295L)),
          c(
              "price[]",
              "{1.50}",
              RivetType.list(RivetType.decimal(10, 2)),
              list(new BigDecimal("1.50"))),
          c("ints", "{1,2}", RivetType.list(RivetType.int32()), list(1, 2)),
          c("pair[]", "{\"(1,x)\"}", RivetType.json(), "[{\"a\": 1, \"b\": \"x\"}]"),
          c("hstore[]", "{a=>1}", RivetType.text("array"), "{\"\\\"a\\\"=>\\\"1\\\"\"}"),
          c("point[]", "{\"(1,2)\"}", RivetType.list(RivetType.text("point")), list("(1,2)")),
          c("int2vector", "1 2", RivetType.text("int2vector"), "1 2"));

  private static Map<Object, Object> mapOf(Object... pairs) {
    Map<Object, Object> map = new java.util.LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @BeforeAll
  static void createTable() {
    TestServer.execute(
        "CREATE EXTENSION IF NOT EXISTS citext",
        "CREATE EXTENSION IF NOT EXISTS hstore",
        "CREATE EXTENSION IF NOT EXISTS ltree",
        "CREATE TYPE mood AS ENUM ('sad 😀', 'ok')",
        "CREATE TYPE pair AS (a int, b text)",
        "CREATE DOMAIN price AS numeric(10,2) CHECK (VALUE >= 0)",
        "CREATE DOMAIN small_text AS varchar(10)",
        "CREATE DOMAIN ints AS int[]");
    StringBuilder sql = new StringBuilder("CREATE TABLE all_types (");
    for (int i = 0; i < CASES.size(); i++) {
      sql.append(i == 0 ? "" : ", ").append("c").append(i).append(' ').append(CASES.get(i).type());
    }
    StringBuilder values = new StringBuilder("INSERT INTO all_types VALUES (");
    for (int i = 0; i < CASES.size(); i++) {
      values
          .append(i == 0 ? "" : ", ")
          .append("'")
          .append(CASES.get(i).literal().replace("'", "''"))
          .append("'");
    }
    TestServer.execute(
        sql + ")", values + ")", "INSERT INTO all_types DEFAULT VALUES", values + ")");
  }

  static Stream<Arguments> environments() {
    List<Arguments> all = new ArrayList<>();
    for (Postgres dialect : List.of(Postgres.create(), Postgres.withoutCopy())) {
      all.add(Arguments.of(dialect, "UTC", Locale.ROOT));
      all.add(Arguments.of(dialect, "Asia/Kathmandu", Locale.forLanguageTag("tr-TR")));
      all.add(Arguments.of(dialect, "Europe/Vilnius", Locale.GERMANY));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("environments")
  void everyTypeArrivesAsItIs(Postgres dialect, String zone, Locale locale) throws SQLException {
    TimeZone zoneBefore = TimeZone.getDefault();
    Locale localeBefore = Locale.getDefault();
    Rows table;
    Rows query;
    try {
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      Locale.setDefault(locale);
      table = Rows.of(dialect, Rows.table("all_types"));
      query = Rows.of(dialect, Rows.query("SELECT * FROM all_types"));
    } finally {
      TimeZone.setDefault(zoneBefore);
      Locale.setDefault(localeBefore);
    }
    SoftAssertions softly = new SoftAssertions();
    check(softly, table, query);
    softly.assertAll();
  }

  private static void check(SoftAssertions softly, Rows table, Rows query) {
    assertThat(table.rows()).hasSize(3);
    for (int i = 0; i < CASES.size(); i++) {
      Case expected = CASES.get(i);
      softly
          .assertThat(table.columns().get(i).type())
          .as(expected.toString())
          .isEqualTo(expected.expected());
      softly
          .assertThat(value(table.rows().get(0).get(i)))
          .as(expected.toString())
          .isEqualTo(expected.value());
      softly.assertThat(table.rows().get(1).get(i)).as("NULL of " + expected.type()).isNull();
      softly
          .assertThat(query.columns().get(i).type())
          .as("query " + expected)
          .isEqualTo(expected.expected());
      softly
          .assertThat(query.columns().get(i).nativeType())
          .as("query " + expected)
          .isEqualTo(
              expected.type().equals("timestamp(0)")
                  ? "timestamp without time zone"
                  : table.columns().get(i).nativeType());
    }
    softly.assertThat(table.rows().get(2)).isEqualTo(table.rows().get(0));
    softly.assertThat(query.rows()).isEqualTo(table.rows());
  }

  private static Object value(Object value) {
    return value instanceof Short s
        ? (Object) s.intValue()
        : value instanceof List<?> l
            ? l.stream().map(TypesIT::value).toList().equals(l) ? l : shorts(l)
            : value;
  }

  private static List<Object> shorts(List<?> list) {
    List<Object> all = new ArrayList<>();
    list.forEach(v -> all.add(value(v)));
    return all;
  }
}
