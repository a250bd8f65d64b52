package dev.rivet.dialect.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.extract.Relation;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.RivetType;
import dev.rivet.type.TypeRules;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Literal in, value out, for every type, on both servers, both drivers and every way of reading, in zones and a locale that bite. */
class TypesIT {
  private static final RivetType TEXT = RivetType.text();
  private static final long DAY = 86_400_000_000L;

  /** A SQL type, a literal, what it is written as, and the expected value. */
  record Case(String type, String literal, RivetType expected, Object value) {}

  private static Case c(String type, String literal, RivetType expected, Object value) {
    return new Case(type, literal, expected, value);
  }

  private static Case dec(String type, String literal, int p, int s, String value) {
    return new Case(type, literal, RivetType.decimal(p, s), new BigDecimal(value));
  }

  static final List<Case> CASES =
      List.of(
          c("tinyint(1)", "1", RivetType.bool(), true),
          c("tinyint(1)", "0", RivetType.bool(), false),
          c("boolean", "true", RivetType.bool(), true),
          c("tinyint", "-128", RivetType.int16(), (short) -128),
          c("tinyint(4)", "127", RivetType.int16(), (short) 127),
          c("tinyint unsigned", "255", RivetType.int16(), (short) 255),
          c("smallint", "-32768", RivetType.int16(), (short) -32768),
          c("smallint unsigned", "65535", RivetType.int32(), 65535),
          c("mediumint", "-8388608", RivetType.int32(), -8388608),
          c("mediumint unsigned", "16777215", RivetType.int64(), 16777215L),
          c("int", "-2147483648", RivetType.int32(), Integer.MIN_VALUE),
          c("int unsigned", "4294967295", RivetType.int64(), 4294967295L),
          c("int(8) zerofill", "42", RivetType.int64(), 42L),
          c("bigint", "-9223372036854775808", RivetType.int64(), Long.MIN_VALUE),
          c("bigint", "9223372036854775807", RivetType.int64(), Long.MAX_VALUE),
          c("bigint unsigned", "18446744073709551615", RivetType.uint64(), "18446744073709551615"),
          dec("decimal(18,2)", "0.01", 18, 2, "0.01"),
          dec("decimal(18,2)", "-0.01", 18, 2, "-0.01"),
          dec("decimal(18,2)", "9999999999999999.99", 18, 2, "9999999999999999.99"),
          dec("decimal(18,2)", "-9999999999999999.99", 18, 2, "-9999999999999999.99"),
          dec("decimal(20,6)", "-12345678901234.567891", 20, 6, "-12345678901234.567891"),
          dec(
              "decimal(38,10)",
              "9999999999999999999999999999.9999999999",
              38,
              10,
              "9999999999999999999999999999.9999999999"),
          dec("decimal(9,0)", "-999999999", 9, 0, "-999999999"),
          dec("decimal(10,2) unsigned", "99999999.99", 10, 2, "99999999.99"),
          dec("decimal(10,10)", "0.0000000001", 10, 10, "0.0000000001"),
          dec(
              "decimal(50,5)",
              "-123456789012345678901234567890123456789012345.54321",
              50,
              5,
              "-123456789012345678901234567890123456789012345.54321"),
          dec(
              "decimal(65,30)",
              "99999999999999999999999999999999999.999999999999999999999999999999",
              65,
              30,
              "99999999999999999999999999999999999.999999999999999999999999999999"),
          dec(
              "decimal(65,30)",
              "-0.000000000000000000000000000001",
              65,
              30,
              "-0.000000000000000000000000000001"),
          c("float", "0.1", RivetType.float32(), 0.1f),
          c("float", "16777216", RivetType.float32(), 16777216f),
          c("float", "3.4028234e38", RivetType.float32(), Float.MAX_VALUE),
          c("double", "0.1", RivetType.float64(), 0.1),
          c("double", "-1.7976931348623157e308", RivetType.float64(), -Double.MAX_VALUE),
          c("bit(1)", "b'1'", RivetType.bool(), true),
          c("bit(9)", "b'100000001'", RivetType.int64(), 257L),
          c("bit(63)", "9223372036854775807", RivetType.int64(), Long.MAX_VALUE),
          c("bit(64)", "18446744073709551615", RivetType.uint64(), "18446744073709551615"),
          c("year", "2155", RivetType.int16(), (short) 2155),
          c("year", "'0000'", RivetType.int16(), (short) 0),
          c("date", "'0001-01-01'", RivetType.date(), -719162L),
          c("date", "'1582-10-10'", RivetType.date(), -141432L),
          c("date", "'9999-12-31'", RivetType.date(), 2932896L),
          c("date", "'2024-02-29'", RivetType.date(), 19782L),
          c("datetime(6)", "'1969-12-31 23:59:59.999999'", RivetType.timestamp(), -1L),
          c("datetime", "'2024-03-10 02:30:00'", RivetType.timestamp(), 1710037800000000L),
          c(
              "datetime(3)",
              "'1000-01-01 00:00:00.001'",
              RivetType.timestamp(),
              -30610224000000000L + 1000),
          c(
              "datetime(6)",
              "'9999-12-31 23:59:59.999999'",
              RivetType.timestamp(),
              253402300799999999L),
          c(
              "timestamp(6) null",
              "'2024-03-10 07:30:00.000001'",
              RivetType.timestampUtc(),
              1710055800000001L),
          c("timestamp null", "'1970-01-01 00:00:01'", RivetType.timestampUtc(), 1000000L),
          c("timestamp null", "'2038-01-19 03:14:07'", RivetType.timestampUtc(), 2147483647000000L),
          c("time", "'00:00:00'", RivetType.time(), 0L),
          c("time(6)", "'23:59:59.999999'", RivetType.time(), DAY - 1),
          c("time(3)", "'12:34:56.789'", RivetType.time(), 45296789000L),
          c("char(5)", "'ab  '", TEXT, "ab"),
          c("varchar(50)", "''", TEXT, ""),
          c("varchar(50)", "'a b  '", TEXT, "a b  "),
          c("varchar(50) character set latin1", "_utf8mb4 0xC3A9", TEXT, "é"),
          c("varchar(50) character set utf16", "_utf8mb4 0xC3A9F09F9880", TEXT, "é😀"),
          c("varchar(50) character set utf8mb3", "_utf8mb4 0xE282AC", TEXT, "€"),
          c("varchar(50) collate utf8mb4_bin", "_utf8mb4 0xF09F9880", TEXT, "😀"),
          c("tinytext", "',\"\n\r'", TEXT, ",\"\n\r"),
          c("text", "CONCAT('a', CHAR(0), 'b')", TEXT, "a\0b"),
          c("mediumtext", "REPEAT('x', 100000)", TEXT, "x".repeat(100000)),
          c("longtext", "_utf8mb4 0xC4B0C4B1", TEXT, "İı"),
          c("binary(4)", "0x00FF", RivetType.binary(), "00ff0000"),
          c("varbinary(20)", "0x00FF", RivetType.binary(), "00ff"),
          c("tinyblob", "''", RivetType.binary(), ""),
          c("blob", "0xC3A9", RivetType.binary(), "c3a9"),
          c("longblob", "0x000102", RivetType.binary(), "000102"),
          c("json", "'{\"b\": [1, null], \"a\": \"\\u00e9\"}'", RivetType.json(), "json"),
          c("enum('a','b')", "'b'", RivetType.text("enum"), "b"),
          c("set('x','y','z')", "'x,z'", RivetType.text("enum"), "x,z"),
          c(
              "point",
              "ST_GeomFromText('POINT(1 2)')",
              RivetType.binary("ewkb"),
              "0101000000000000000000f03f0000000000000040"),
          c(
              "geometry",
              "ST_GeomFromText('LINESTRING(0 0, 1 1)', 4326)",
              RivetType.binary("ewkb"),
              "0102000020e610000002000000"
                  + "00000000000000000000000000000000000000000000f03f000000000000f03f"));

  private TimeZone zone;
  private Locale locale;

  @BeforeEach
  void rememberDefaults() {
    zone = TimeZone.getDefault();
    locale = Locale.getDefault();
  }

  @AfterEach
  void restoreDefaults() {
    TimeZone.setDefault(zone);
    Locale.setDefault(locale);
  }

  private static void create(TestServer server) {
    List<String> definitions = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<String> nulls = new ArrayList<>();
    for (int i = 0; i < CASES.size(); i++) {
      definitions.add("c" + i + " " + CASES.get(i).type());
      values.add(CASES.get(i).literal());
      nulls.add("NULL");
    }
    server.execute(
        "DROP TABLE IF EXISTS types",
        "CREATE TABLE types (" + String.join(", ", definitions) + ", n int NOT NULL)",
        "INSERT INTO types VALUES (" + String.join(", ", values) + ", 1)",
        "INSERT INTO types VALUES (" + String.join(", ", nulls) + ", 2)");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyTypeComesThrough(Way way) throws SQLException {
    create(way.server());
    for (String zoneId : List.of("UTC", "America/New_York", "Asia/Kathmandu")) {
      TimeZone.setDefault(TimeZone.getTimeZone(zoneId));
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      ReadRows read = way.table("types");
      SoftAssertions soft = new SoftAssertions();
      for (int i = 0; i < CASES.size(); i++) {
        Case expected = CASES.get(i);
        String what = way + " " + zoneId + " " + expected.type() + " " + expected.literal();
        soft.assertThat(read.columns().get(i).type()).as(what).isEqualTo(expected.expected());
        soft.assertThat(read.columns().get(i).nullable()).as(what).isTrue();
        soft.assertThat(read.rows().get(0).get(i))
            .as(what)
            .isEqualTo(value(expected, way.isMariaDb()));
        soft.assertThat(read.rows().get(1).get(i)).as(what + ", NULL").isNull();
      }
      soft.assertThat(read.columns().get(CASES.size()).nullable()).isFalse();
      soft.assertAll();
    }
  }

  /** MariaDB keeps the text of JSON, MySQL its own rendering. */
  private static Object value(Case expected, boolean mariaDb) {
    if (expected.type().equals("json")) {
      return mariaDb
          ? "{\"b\": [1, null], \"a\": \"u00e9\"}"
          : "{\"a\": \"u00e9\", \"b\": [1, null]}";
    }
    return expected.value();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aQueryGivesTheSameTypesWhereTheResultTellsThem(Way way) throws SQLException {
    way.server()
        .execute(
            "DROP TABLE IF EXISTS typed",
            "CREATE TABLE typed (b bigint unsigned, d decimal(20,6), t timestamp(3) NULL, y year,"
                + " bi varbinary(5), f float, x bit(9), m tinyint(1), v varchar(9), g time)",
            "INSERT INTO typed VALUES (18446744073709551615, -1.5, '2024-03-10 07:30:00.001', 1999,"
                + " 0xFF, 0.1, 257, 1, 'v', '01:02:03')");
    ReadRows read =
        way.query("SELECT *, COUNT(*) OVER () AS n, d / 3 AS q, m + 0 AS p, NULL AS z FROM typed");
    assertThat(read.columns().stream().map(c -> c.type().toString()))
        .containsExactly(
            "uint64",
            "decimal(20,6)",
            "timestamp_tz(microsecond,UTC)",
            "int16",
            "binary",
            "float32",
            "int64",
            "bool",
            "text",
            "time(microsecond)",
            "int64",
            read.columns().get(11).type().toString(),
            read.columns().get(12).type().toString(),
            read.columns().get(13).type().toString());
    assertThat(read.rows().get(0).get(11)).isEqualTo(new BigDecimal("-0.5").setScale(10));
    assertThat(read.rows().get(0).get(12)).asString().isEqualTo("1");
    assertThat(read.rows().get(0).subList(0, 11))
        .containsExactly(
            "18446744073709551615",
            new BigDecimal("-1.500000"),
            1710055800001000L,
            (short) 1999,
            "ff",
            0.1f,
            257L,
            true,
            "v",
            3723000000L,
            1L);
    assertThat(read.rows().get(0).get(13)).isNull();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void pagesGiveTheSameValues(Way way) throws SQLException {
    create(way.server());
    way.server()
        .execute(
            "DROP TABLE IF EXISTS paged_types",
            "CREATE TABLE paged_types (id bigint unsigned PRIMARY KEY) AS SELECT"
                + " 18446744073709551613 + n AS id, types.* FROM types");
    ReadRows one =
        way.read(new Relation.Table(null, "paged_types"), TypeRules.standard(), Way.OPTIONS);
    ReadRows paged =
        way.read(
            new Relation.Table(null, "paged_types"),
            TypeRules.standard(),
            ReadRows.options(1, java.time.Duration.ofMillis(1)));
    assertThat(paged.rows()).isEqualTo(one.rows()).hasSize(2);
    assertThat(paged.values(0)).containsExactly("18446744073709551614", "18446744073709551615");
  }
}
