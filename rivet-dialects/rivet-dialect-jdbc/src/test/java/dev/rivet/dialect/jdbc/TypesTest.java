package dev.rivet.dialect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Relation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.TypePolicy;
import dev.rivet.type.TypeRules;
import dev.rivet.type.ValuePolicy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Literal in, value out, for every type of the databases the dialect is proven on, in zones and a locale that bite. */
class TypesTest {
  private static final long DAY = 86_400_000_000L;
  private static final RivetType.TimeUnit NANOS = RivetType.TimeUnit.NANOS;

  /** A SQL type, a literal, what it is written as, and the expected value. */
  record Case(String type, String literal, RivetType expected, Object value) {}

  private static Case c(String type, String literal, RivetType expected, Object value) {
    return new Case(type, literal, expected, value);
  }

  private static Case dec(String type, String literal, int p, int s, String value) {
    return new Case(type, literal, RivetType.decimal(p, s), new BigDecimal(value));
  }

  private static final List<Case> H2 =
      List.of(
          c("BOOLEAN", "TRUE", RivetType.bool(), true),
          c("TINYINT", "-128", RivetType.int16(), (short) -128),
          c("SMALLINT", "-32768", RivetType.int16(), (short) -32768),
          c("INT", "-2147483648", RivetType.int32(), Integer.MIN_VALUE),
          c("BIGINT", "9223372036854775807", RivetType.int64(), Long.MAX_VALUE),
          c("REAL", "0.1", RivetType.float32(), 0.1f),
          c("DOUBLE PRECISION", "0.1", RivetType.float64(), 0.1),
          c("DOUBLE PRECISION", "'NaN'", RivetType.float64(), Double.NaN),
          dec("NUMERIC(18,2)", "-0.01", 18, 2, "-0.01"),
          dec("NUMERIC(18,2)", "9999999999999999.99", 18, 2, "9999999999999999.99"),
          dec("NUMERIC(20,6)", "-12345678901234.567891", 20, 6, "-12345678901234.567891"),
          dec(
              "NUMERIC(38,10)",
              "9999999999999999999999999999.9999999999",
              38,
              10,
              "9999999999999999999999999999.9999999999"),
          dec(
              "NUMERIC(50,5)",
              "-123456789012345678901234567890123456789012345.54321",
              50,
              5,
              "-123456789012345678901234567890123456789012345.54321"),
          c("CHAR(5)", "'ab'", RivetType.text(), "ab   "),
          c("VARCHAR(50)", "''", RivetType.text(), ""),
          c("VARCHAR(50)", "'İı€😀,\"'", RivetType.text(), "İı€😀,\""),
          c("CLOB", "REPEAT('x', 100000)", RivetType.text(), "x".repeat(100000)),
          c("BINARY(4)", "X'00FF'", RivetType.binary(), "00ff0000"),
          c("VARBINARY(10)", "X'00FF'", RivetType.binary(), "00ff"),
          c("BLOB", "X'C3A9'", RivetType.binary(), "c3a9"),
          c("DATE", "DATE '0001-01-01'", RivetType.date(), -719162L),
          c("DATE", "DATE '9999-12-31'", RivetType.date(), 2932896L),
          c("TIME(6)", "TIME '23:59:59.999999'", RivetType.time(), DAY - 1),
          c("TIMESTAMP(6)", "TIMESTAMP '1969-12-31 23:59:59.999999'", RivetType.timestamp(), -1L),
          c(
              "TIMESTAMP(6)",
              "TIMESTAMP '2024-03-10 02:30:00.000001'",
              RivetType.timestamp(),
              1710037800000001L),
          c(
              "TIMESTAMP(9)",
              "TIMESTAMP '2024-03-10 02:30:00.123456789'",
              RivetType.timestamp(),
              1710037800123456L),
          c(
              "TIMESTAMP(6) WITH TIME ZONE",
              "TIMESTAMP WITH TIME ZONE '2024-03-10 02:30:00.000001-05'",
              RivetType.timestampUtc(),
              1710055800000001L),
          c(
              "TIME WITH TIME ZONE",
              "TIME WITH TIME ZONE '10:00:00+05:30'",
              RivetType.text("timetz"),
              "10:00:00+05:30"),
          c(
              "UUID",
              "'00112233-4455-6677-8899-aabbccddeeff'",
              RivetType.uuid(),
              "00112233445566778899aabbccddeeff"),
          c("JSON", "JSON '{\"a\": 1, \"b\":[]}'", RivetType.json(), "{\"a\":1,\"b\":[]}"),
          c("ENUM('a','b')", "'b'", RivetType.text("enum"), "b"),
          c(
              "INTERVAL DAY TO SECOND",
              "INTERVAL '1 02:03:04.5' DAY TO SECOND",
              RivetType.text("interval"),
              "INTERVAL '1 02:03:04.5' DAY TO SECOND"),
          c(
              "GEOMETRY",
              "'POINT (1 2)'",
              RivetType.binary("ewkb"),
              "00000000013ff00000000000004000000000000000"));

  private static final List<Case> DUCKDB =
      List.of(
          c("BOOLEAN", "true", RivetType.bool(), true),
          c("TINYINT", "-128", RivetType.int16(), (short) -128),
          c("UTINYINT", "255", RivetType.int16(), (short) 255),
          c("SMALLINT", "-32768", RivetType.int16(), (short) -32768),
          c("USMALLINT", "65535", RivetType.int32(), 65535),
          c("INTEGER", "-2147483648", RivetType.int32(), Integer.MIN_VALUE),
          c("UINTEGER", "4294967295", RivetType.int64(), 4294967295L),
          c("BIGINT", "-9223372036854775808", RivetType.int64(), Long.MIN_VALUE),
          c("UBIGINT", "18446744073709551615", RivetType.uint64(), "18446744073709551615"),
          dec(
              "HUGEINT",
              "-170141183460469231731687303715884105727",
              39,
              0,
              "-170141183460469231731687303715884105727"),
          dec(
              "UHUGEINT",
              "340282366920938463463374607431768211455",
              39,
              0,
              "340282366920938463463374607431768211455"),
          c("FLOAT", "0.1", RivetType.float32(), 0.1f),
          c("DOUBLE", "-1.7976931348623157e308", RivetType.float64(), -Double.MAX_VALUE),
          c("DOUBLE", "'-Infinity'", RivetType.float64(), Double.NEGATIVE_INFINITY),
          dec("DECIMAL(9,0)", "-999999999", 9, 0, "-999999999"),
          dec("DECIMAL(18,2)", "-0.01", 18, 2, "-0.01"),
          dec(
              "DECIMAL(38,10)",
              "9999999999999999999999999999.9999999999",
              38,
              10,
              "9999999999999999999999999999.9999999999"),
          c("VARCHAR", "''", RivetType.text(), ""),
          c("VARCHAR", "'é😀'", RivetType.text(), "é😀"),
          c("BLOB", "'\\x00\\xFF'::BLOB", RivetType.binary(), "00ff"),
          c("DATE", "DATE '0001-01-01'", RivetType.date(), -719162L),
          c("DATE", "DATE '0044-03-15 (BC)'", RivetType.date(), -735160L),
          c("TIME", "TIME '23:59:59.999999'", RivetType.time(), DAY - 1),
          c("TIMESTAMP", "TIMESTAMP '1969-12-31 23:59:59.999999'", RivetType.timestamp(), -1L),
          c(
              "TIMESTAMP",
              "TIMESTAMP '2024-03-10 02:30:00.000001'",
              RivetType.timestamp(),
              1710037800000001L),
          c(
              "TIMESTAMP_S",
              "TIMESTAMP_S '2024-03-10 02:30:00'",
              RivetType.timestamp(),
              1710037800000000L),
          c(
              "TIMESTAMP_MS",
              "TIMESTAMP_MS '2024-03-10 02:30:00.123'",
              RivetType.timestamp(),
              1710037800123000L),
          c(
              "TIMESTAMP_NS",
              "TIMESTAMP_NS '2024-03-10 02:30:00.123456789'",
              RivetType.timestamp(),
              1710037800123456L),
          c(
              "TIMESTAMPTZ",
              "TIMESTAMPTZ '2024-03-10 02:30:00.000001-05'",
              RivetType.timestampUtc(),
              1710055800000001L),
          c("TIMETZ", "TIMETZ '10:00:00+05:30'", RivetType.text("timetz"), "10:00+05:30"),
          c(
              "UUID",
              "'00112233-4455-6677-8899-aabbccddeeff'",
              RivetType.uuid(),
              "00112233445566778899aabbccddeeff"),
          c("JSON", "'{\"a\": 1, \"b\":[]}'", RivetType.json(), "{\"a\": 1, \"b\":[]}"),
          c("ENUM('a','b')", "'b'", RivetType.text("enum"), "b"),
          c(
              "INTERVAL",
              "INTERVAL '1 day 02:03:04.5'",
              RivetType.text("interval"),
              "1 day 02:03:04.5"),
          c("BIT", "'10101'", RivetType.text("bit"), "10101"));

  private static final List<Case> SQLITE =
      List.of(
          c("INTEGER", "-9223372036854775808", RivetType.int64(), Long.MIN_VALUE),
          c("TINYINT", "1", RivetType.int64(), 1L),
          c("BIGINT", "9223372036854775807", RivetType.int64(), Long.MAX_VALUE),
          c("BOOLEAN", "1", RivetType.bool(), true),
          c("REAL", "0.1", RivetType.float64(), 0.1),
          c("DOUBLE", "5", RivetType.float64(), 5.0),
          dec("NUMERIC(18,2)", "-0.01", 18, 2, "-0.01"),
          dec(
              "DECIMAL(38,10)",
              "'12345678901234567890123456.7'",
              38,
              10,
              "12345678901234568000000000.0000000000"),
          c("CHAR(5)", "'ab'", RivetType.text(), "ab"),
          c("VARCHAR(20)", "'é😀'", RivetType.text(), "é😀"),
          c("TEXT", "''", RivetType.text(), ""),
          c("BLOB", "X'00FF'", RivetType.binary(), "00ff"),
          c("DATE", "'2024-02-29'", RivetType.date(), 19782L),
          c("TIME", "'23:59:59.999999'", RivetType.time(), DAY - 1),
          c("TIMESTAMP", "'2024-03-10 02:30:00.000001'", RivetType.timestamp(), 1710037800000001L),
          c("DATETIME", "'1969-12-31T23:59:59.999999'", RivetType.timestamp(), -1L));

  @TempDir Path dir;
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

  private static List<Case> cases(Source.Kind kind) {
    return switch (kind) {
      case H2 -> H2;
      case SQLITE -> SQLITE;
      case DUCKDB -> DUCKDB;
    };
  }

  private Source create(Source.Kind kind, List<Case> cases) {
    List<String> definitions = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<String> nulls = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      definitions.add("c" + i + " " + cases.get(i).type());
      values.add(cases.get(i).literal());
      nulls.add("NULL");
    }
    return Source.of(kind, dir)
        .execute(
            "CREATE TABLE types (" + String.join(", ", definitions) + ")",
            "INSERT INTO types VALUES (" + String.join(", ", values) + ")",
            "INSERT INTO types VALUES (" + String.join(", ", nulls) + ")");
  }

  @ParameterizedTest
  @EnumSource(Source.Kind.class)
  void everyTypeComesThrough(Source.Kind kind) throws SQLException {
    List<Case> cases = cases(kind);
    Source source = create(kind, cases);
    for (String zoneId : List.of("UTC", "America/New_York", "Asia/Kathmandu")) {
      TimeZone.setDefault(TimeZone.getTimeZone(zoneId));
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      ReadRows read = source.read(new Relation.Table(null, "types"), TypeRules.standard());
      SoftAssertions soft = new SoftAssertions();
      for (int i = 0; i < cases.size(); i++) {
        Case expected = cases.get(i);
        String what = kind + " " + zoneId + " " + expected.type() + " " + expected.literal();
        soft.assertThat(read.columns().get(i).type()).as(what).isEqualTo(expected.expected());
        soft.assertThat(read.rows().get(0).get(i)).as(what).isEqualTo(expected.value());
        soft.assertThat(read.rows().get(1).get(i)).as(what + ", NULL").isNull();
      }
      soft.assertAll();
    }
  }

  private static ReadRows read(Source source, ColumnRule... rules) throws SQLException {
    return source.read(
        new Relation.Table(null, "t"),
        new TypeRules(TypePolicy.STANDARD, null, Map.of(), List.of(rules)));
  }

  @Test
  void nanosecondsAreKeptWhereAskedForAndCalledLossyWhereNot() throws SQLException {
    Source source =
        Source.of(Source.Kind.H2, dir)
            .execute(
                "CREATE TABLE t (a TIMESTAMP(9), b TIME(9), c TIMESTAMP(9) WITH TIME ZONE)",
                "INSERT INTO t VALUES (TIMESTAMP '1969-12-31 23:59:59.999999999', TIME"
                    + " '23:59:59.999999999', TIMESTAMP WITH TIME ZONE '2024-03-10"
                    + " 02:30:00.123456789-05')");
    ReadRows cut = read(source);
    assertThat(cut.columns()).allMatch(c -> c.fidelity() == Fidelity.LOSSY);
    assertThat(cut.rows().get(0)).containsExactly(-1L, DAY - 1, 1710055800123456L);
    ReadRows whole =
        read(
            source,
            ColumnRule.of("A").as(RivetType.timestamp(NANOS)),
            ColumnRule.of("B").as(RivetType.parse("time(nanosecond)")),
            ColumnRule.of("C").as(RivetType.timestampUtc(NANOS)));
    assertThat(whole.columns()).allMatch(c -> c.fidelity() == Fidelity.EXACT);
    assertThat(whole.rows().get(0)).containsExactly(-1L, 86_399_999_999_999L, 1710055800123456789L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Source.Kind.class,
      names = {"H2", "SQLITE"})
  void numbersWithoutPrecisionNeedAType(Source.Kind kind) throws SQLException {
    Source source =
        Source.of(kind, dir).execute("CREATE TABLE t (n NUMERIC)", "INSERT INTO t VALUES (12)");
    try (SourceSession session = source.open()) {
      List<Problem> problems =
          session.resolve(new Relation.Table(null, "t"), TypeRules.standard()).problems();
      assertThat(problems).hasSize(1);
      assertThat(problems.get(0).code()).isEqualTo(ErrorCode.TYPE_UNSUPPORTED);
      assertThat(problems.get(0).toString()).contains("unboundedNumeric");
    }
    String column = kind == Source.Kind.H2 ? "N" : "n";
    assertThat(read(source, ColumnRule.of(column).as(RivetType.decimal(38, 18))).rows().get(0))
        .containsExactly(new BigDecimal("12.000000000000000000"));
    assertThat(read(source, ColumnRule.of(column).as(RivetType.text())).rows().get(0))
        .containsExactly("12");
    assertThat(
            source
                .read(
                    new Relation.Table(null, "t"),
                    new TypeRules(
                        TypePolicy.STANDARD, RivetType.decimal(20, 2), Map.of(), List.of()))
                .rows()
                .get(0))
        .containsExactly(new BigDecimal("12.00"));
  }

  @Test
  void infinityIsSettledByPolicyAndNeverSilentlyNull() throws SQLException {
    Source source =
        Source.of(Source.Kind.DUCKDB, dir)
            .execute(
                "CREATE TABLE t (d DATE, t TIMESTAMP, z TIMESTAMPTZ)",
                "INSERT INTO t VALUES ('infinity', 'infinity', 'infinity'), ('-infinity',"
                    + " '-infinity', '-infinity')");
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(ValueRefusedException.class)
        .hasMessageContaining("infinite date");
    ColumnRule[] clamp =
        List.of("d", "t", "z").stream()
            .map(c -> ColumnRule.of(c).on(SpecialValue.INFINITY, ValuePolicy.CLAMP))
            .toArray(ColumnRule[]::new);
    assertThat(read(source, clamp).rows())
        .containsExactly(
            List.of(2932896L, 253402300799999999L, 253402300799999999L),
            List.of(-719162L, -62135596800000000L, -62135596800000000L));
    ColumnRule[] none =
        List.of("d", "t", "z").stream()
            .map(c -> ColumnRule.of(c).on(SpecialValue.INFINITY, ValuePolicy.NULL))
            .toArray(ColumnRule[]::new);
    assertThat(read(source, none).statistics().policyChanges())
        .isEqualTo(Map.of("d:INFINITY", 2L, "t:INFINITY", 2L, "z:INFINITY", 2L));
  }

  @Test
  void aValueOfAnotherTypeThanDeclaredIsRefusedNotConverted() throws SQLException {
    Source source = Source.of(Source.Kind.SQLITE, dir);
    for (String[] bad :
        new String[][] {
          {"INTEGER", "'abc'"},
          {"INTEGER", "1.5"},
          {"BOOLEAN", "2"},
          {"REAL", "'x'"},
          {"TEXT", "X'00'"},
          {"BLOB", "'x'"},
          {"DATE", "1710037800"},
          {"DATE", "'2024-13-01'"},
          {"TIMESTAMP", "'yesterday'"}
        }) {
      source.execute(
          "DROP TABLE IF EXISTS t",
          "CREATE TABLE t (c " + bad[0] + ")",
          "INSERT INTO t VALUES (" + bad[1] + ")");
      assertThatThrownBy(() -> read(source))
          .as(String.join(" ", bad))
          .isInstanceOf(ValueRefusedException.class)
          .hasMessageContaining("\"c\"")
          .hasMessageNotContaining("abc")
          .hasMessageNotContaining("yesterday");
    }
  }

  @Test
  void overridesConvertExactlyOrAreRefused() throws SQLException {
    Source source =
        Source.of(Source.Kind.H2, dir)
            .execute(
                "CREATE TABLE t (i INT, n NUMERIC(10,2), d DATE, s VARCHAR(40), u UUID, b"
                    + " VARBINARY(20), z TIMESTAMP WITH TIME ZONE)",
                "INSERT INTO t VALUES (1, 2.00, DATE '2024-02-29', '-1.5',"
                    + " '00112233-4455-6677-8899-aabbccddeeff',"
                    + " X'00112233445566778899AABBCCDDEEFF', TIMESTAMP WITH TIME ZONE '2024-03-10"
                    + " 02:30:00-05')");
    ReadRows read =
        read(
            source,
            ColumnRule.of("I").as(RivetType.bool()),
            ColumnRule.of("N").as(RivetType.int16()),
            ColumnRule.of("D").as(RivetType.timestamp()),
            ColumnRule.of("S").as(RivetType.decimal(10, 3)),
            ColumnRule.of("U").as(RivetType.text()),
            ColumnRule.of("B").as(RivetType.uuid()),
            ColumnRule.of("Z").as(RivetType.text()));
    assertThat(read.rows().get(0))
        .containsExactly(
            true,
            (short) 2,
            1709164800000000L,
            new BigDecimal("-1.500"),
            "00112233-4455-6677-8899-aabbccddeeff",
            "00112233445566778899aabbccddeeff",
            "2024-03-10 07:30:00Z");
    try (SourceSession session = source.open()) {
      assertThat(
              session
                  .resolve(
                      new Relation.Table(null, "t"),
                      new TypeRules(
                          TypePolicy.STANDARD,
                          null,
                          Map.of(),
                          List.of(ColumnRule.of("D").as(RivetType.int64()))))
                  .problems())
          .extracting(Problem::code)
          .containsExactly(ErrorCode.TYPE_OVERRIDE_INCOMPATIBLE);
    }
  }
}
