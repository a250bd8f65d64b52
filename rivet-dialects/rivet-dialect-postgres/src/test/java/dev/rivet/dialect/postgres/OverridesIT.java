package dev.rivet.dialect.postgres;

import static dev.rivet.type.RivetType.binary;
import static dev.rivet.type.RivetType.bool;
import static dev.rivet.type.RivetType.date;
import static dev.rivet.type.RivetType.decimal;
import static dev.rivet.type.RivetType.float32;
import static dev.rivet.type.RivetType.float64;
import static dev.rivet.type.RivetType.int16;
import static dev.rivet.type.RivetType.int32;
import static dev.rivet.type.RivetType.int64;
import static dev.rivet.type.RivetType.json;
import static dev.rivet.type.RivetType.list;
import static dev.rivet.type.RivetType.text;
import static dev.rivet.type.RivetType.timestamp;
import static dev.rivet.type.RivetType.timestampUtc;
import static dev.rivet.type.RivetType.uint64;
import static dev.rivet.type.RivetType.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import dev.rivet.type.RivetType.TimeUnit;
import dev.rivet.type.TypePolicy;
import dev.rivet.type.TypeRules;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Asking for another type: the whole matrix of what is converted exactly, what fails for a value, what is refused at plan time. */
class OverridesIT {
  private static final String UUID = "00112233-4455-6677-8899-aabbccddeeff";
  private static final String UUID_HEX = "00112233445566778899aabbccddeeff";

  private static final Map<Postgres, SourceSession> SESSIONS = new LinkedHashMap<>();

  @BeforeAll
  static void open() throws SQLException {
    TestServer.execute(
        "CREATE EXTENSION IF NOT EXISTS hstore",
        "CREATE TYPE ov_mood AS ENUM ('ok', '{\"a\":1}')",
        "CREATE TYPE ov_pair AS (a int, b text)");
    for (Postgres dialect : List.of(Postgres.create(), Postgres.withoutCopy())) {
      SESSIONS.put(dialect, dialect.open(TestServer.dataSource(), Rows.settings()));
    }
  }

  @AfterAll
  static void close() throws SQLException {
    for (SourceSession session : SESSIONS.values()) {
      session.close();
    }
    SESSIONS.clear();
  }

  /** Two equal rows, so that the server does not evaluate the value while it plans. */
  private static SourceRelation resolve(SourceSession session, String value, TypeRules rules)
      throws SQLException {
    return session.resolve(
        Rows.query("SELECT v FROM (VALUES (" + value + "), (" + value + ")) t(v)"), rules);
  }

  private static Rows read(SourceSession session, String value, ColumnRule rule)
      throws SQLException {
    SourceRelation relation = resolve(session, value, PoliciesIT.rules(rule));
    assertThat(relation.problems()).isEmpty();
    Rows rows = Rows.of(relation, new SliceBounds.Whole(), Rows.OPTIONS);
    assertThat(rows.rows()).hasSize(2);
    assertThat(rows.rows().get(1)).isEqualTo(rows.rows().get(0));
    return rows;
  }

  private static Object only(SourceSession session, String value, ColumnRule rule)
      throws SQLException {
    return read(session, value, rule).values().get(0);
  }

  private static Arguments ok(String value, RivetType to, Object expected) {
    return Arguments.of(value, to, expected);
  }

  static Stream<Arguments> conversions() {
    return Stream.of(
        ok("true", int16(), (short) 1),
        ok("false", int64(), 0L),
        ok("true", uint64(), "1"),
        ok("true", decimal(3, 1), new BigDecimal("1.0")),
        ok("true", text(), "true"),
        ok("1::int2", bool(), true),
        ok("0::int8", bool(), false),
        ok("-32768::int4", int16(), (short) -32768),
        ok("7::int2", int64(), 7L),
        ok("9223372036854775807", uint64(), "9223372036854775807"),
        ok("4294967295::oid", uint64(), "4294967295"),
        ok("'9223372036854775807'::xid8", int64(), Long.MAX_VALUE),
        ok("'18446744073709551615'::xid8", decimal(20, 0), new BigDecimal("18446744073709551615")),
        ok("9007199254740992", float64(), 9007199254740992.0),
        ok("-16777216", float32(), -16777216f),
        ok("'18446744073709551615'::xid8 ", text(), "18446744073709551615"),
        ok("5", decimal(5, 2), new BigDecimal("5.00")),
        ok("-5", text(), "-5"),
        ok("5.00::numeric(5,2)", int32(), 5),
        ok("-5.00::numeric(5,2)", int16(), (short) -5),
        ok("18446744073709551615::numeric", uint64(), "18446744073709551615"),
        ok("5.10::numeric(5,2)", decimal(50, 10), new BigDecimal("5.1000000000")),
        ok("5.10::numeric(5,2)", decimal(2, 1), new BigDecimal("5.1")),
        ok("5.10::numeric(5,2)", text(), "5.10"),
        ok("'1.25'::money", int32(), null),
        ok("0.1::float4", float64(), 0.1f * 1.0),
        ok("0.1::float8", text(), "0.1"),
        ok("'-Infinity'::float4", text(), "-Infinity"),
        ok("' 42 '::text", int16(), (short) 42),
        ok("'18446744073709551615'::text", uint64(), "18446744073709551615"),
        ok("'1e2'::varchar", int32(), 100),
        ok("'-1.5e-3'::text", float64(), -0.0015),
        ok("'NaN'::text", float64(), Double.NaN),
        ok("'-Infinity'::text", float32(), Float.NEGATIVE_INFINITY),
        ok("'0e-999'::text", float64(), 0.0),
        ok("'0.10'::text", decimal(5, 2), new BigDecimal("0.10")),
        ok("'{ \"a\":1 }'::text", json(), "{ \"a\":1 }"),
        ok("'1'::\"char\"", json(), "1"),
        ok("'" + UUID.toUpperCase(java.util.Locale.ROOT) + "'::text", uuid(), UUID_HEX),
        ok("'2024-03-10'::text", date(), 19792L),
        ok("'-0043-03-15'::text", date(), -735160L),
        ok("'2024-03-10T02:30:00'::text", timestamp(), 1710037800000000L),
        ok("'2024-03-10 02:30:00.5'::text", timestamp(TimeUnit.NANOS), 1710037800500000000L),
        ok("'2024-03-10T02:30:00-05'::text", timestampUtc(), 1710055800000000L),
        ok(
            "'2024-03-10 02:30:00.123456789Z'::text",
            timestampUtc(TimeUnit.NANOS),
            1710037800123456789L),
        ok("'{\"a\": 1}'::json", text(), "{\"a\": 1}"),
        ok("'{\"a\":1}'::jsonb", text(), "{\"a\": 1}"),
        ok("'" + UUID + "'::uuid", text(), UUID),
        ok("'" + UUID + "'::uuid", binary(), UUID_HEX),
        ok("'\\x00ff'::bytea", text(), "00ff"),
        ok("'\\x" + UUID_HEX + "'::bytea", uuid(), UUID_HEX),
        ok("'2024-03-10'::date", text(), "2024-03-10"),
        ok("'2024-03-10'::date", timestamp(), 1710028800000000L),
        ok("'0044-03-15 BC'::date", timestamp(), -63517824000000000L),
        ok("'2024-03-10 02:30:00'::timestamp", text(), "2024-03-10 02:30:00"),
        ok(
            "'2024-03-10 02:30:00.000001'::timestamp",
            timestamp(TimeUnit.NANOS),
            1710037800000001000L),
        ok("'2024-03-10 02:30:00-05'::timestamptz", text(), "2024-03-10 07:30:00+00"),
        ok("'2024-03-10 02:30:00-05'::timestamptz", timestamp(), 1710055800000000L),
        ok(
            "'2024-03-10 02:30:00-05'::timestamptz",
            timestampUtc(TimeUnit.NANOS),
            1710055800000000000L),
        ok("'12:00'::time", new RivetType.Time(TimeUnit.NANOS), 43200000000000L),
        ok("'12:00'::time", text(), "12:00:00"),
        ok("B'1'", bool(), true),
        ok("B'" + "1".repeat(64) + "'", uint64(), "18446744073709551615"),
        ok("B'101'::varbit", uint64(), "5"),
        ok("'1.2.3.4/8'::inet", text(), "1.2.3.4/8"),
        ok("'1 day'::interval", text(), "P1D"),
        ok("'[1,3)'::int4range", text(), "[1,3)"),
        ok("'{\"a\":1}'::ov_mood", json(), "{\"a\":1}"),
        ok("'ok'::ov_mood", text(), "ok"),
        ok("ROW(1,'x')::ov_pair", text(), "(1,x)"),
        ok("ROW(1,'x')::ov_pair", json(), "{\"a\": 1, \"b\": \"x\"}"),
        ok("'a=>1'::hstore", json(), "{\"a\": \"1\"}"),
        ok("'a=>1'::hstore", text(), "\"a\"=>\"1\""),
        ok("'{1,NULL}'::int[]", text(), "{1,NULL}"),
        ok("'{1,NULL}'::int[]", json(), "[1, null]"),
        ok("'{{1},{2}}'::int[]", json(), "[[1], [2]]"),
        ok("'{1,NULL}'::int[]", list(int64()), Arrays.asList(1L, null)),
        ok("'{1.5}'::numeric[]", list(decimal(5, 2)), List.of(new BigDecimal("1.50"))),
        ok("'{2024-03-10}'::date[]", list(text()), List.of("2024-03-10")),
        ok("'postgres=r/postgres'::aclitem", text(), "postgres=r/postgres"));
  }

  @ParameterizedTest
  @MethodSource("conversions")
  void convertsExactly(String value, RivetType to, Object expected) throws SQLException {
    for (SourceSession session : SESSIONS.values()) {
      ColumnRule rule = ColumnRule.of("v").as(to);
      if (expected == null) {
        assertThat(catchThrowable(() -> read(session, value, rule)))
            .isInstanceOf(ValueRefusedException.class);
        continue;
      }
      Rows rows = read(session, value, rule);
      assertThat(rows.columns().get(0).type()).isEqualTo(to);
      assertThat(rows.values().get(0)).as(session.toString()).isEqualTo(expected);
      Rows none = read(session, "CASE WHEN false THEN " + value + " END", rule);
      assertThat(none.values()).as("NULL").containsOnlyNulls();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2                         | bool      | a number other than 0 and 1",
        "-1                        | bool      | a number other than 0 and 1",
        "32768                     | int16     | too large",
        "-2147483649               | int32     | too large",
        "-1                        | uint64    | too large",
        "9007199254740993          | float64   | more digits",
        "16777217                  | float32   | more digits",
        "100000                    | decimal(5,0) | too large",
        "5.01::numeric(5,2)        | int32     | more digits after the point",
        "5.01::numeric(5,2)        | decimal(5,1) | more digits after the point",
        "500.01::numeric(5,2)      | decimal(4,2) | more digits before the point",
        "'12x'::text               | int32     | text like \"99x\", which is not a number",
        "'1.5'::text               | int32     | more digits after the point",
        "''::text                  | int32     | not a number",
        "'0x10'::text              | float64   | text like \"9x99\", which is not a number",
        "'1f'::text                | float64   | not a number",
        "'1e400'::text             | float64   | too large",
        "'1e39'::text              | float32   | too large",
        "'1e-400'::text            | float64   | too small",
        "'Infinity'::text          | decimal(5,2) | not a number",
        "'00112233445566778899aabbccddeeff'::text      | uuid | not a UUID",
        "'123456789-123-4567-89ab-123456789abc'::text  | uuid | not a UUID",
        "'{00112233-4455-6677-8899-aabbccddeeff}'::text| uuid | not a UUID",
        "'\\x0011'::bytea          | uuid      | 2 bytes where a UUID has 16",
        "'2024-02-30'::text        | date      | text like \"9999-99-99\", which is not an ISO"
            + " date",
        "'10.03.2024'::text        | date      | not an ISO date",
        "'2024-03-10T02:30:00Z'::text   | timestamp    | not an ISO timestamp",
        "'2024-03-10T02:30:00'::text    | timestamp_tz | with offset",
        "'2024-03-10 02:30:00.1234567'::text | timestamp | not an ISO timestamp",
        "'2300-01-01'::timestamp   | timestamp_ns | 2262-04-11",
        "B'01'::varbit             | bool      | ",
        "B'10'                     | bool      | a number other than 0 and 1",
      })
  void valuesThatDoNotFitFailByName(String value, String to, String said) throws SQLException {
    for (SourceSession session : SESSIONS.values()) {
      ColumnRule rule = ColumnRule.of("v").as(RivetType.parse(to));
      if (said == null) {
        assertThat(only(session, value, rule)).isEqualTo(true);
        continue;
      }
      Throwable e = catchThrowable(() -> read(session, value, rule));
      assertThat(e).isInstanceOf(ValueRefusedException.class).hasMessageContaining(said);
      assertThat(e).hasMessageContaining("row 1 of the slice").hasMessageContaining("\"v\"");
      assertThat(((ValueRefusedException) e).code()).isEqualTo(ErrorCode.VALUE_NOT_REPRESENTABLE);
    }
  }

  @Test
  void jsonIsCheckedByTheServer() {
    Throwable e =
        catchThrowable(
            () ->
                read(
                    SESSIONS.values().iterator().next(),
                    "'{secret'::text",
                    ColumnRule.of("v").as(json())));
    assertThat(e).isInstanceOf(SQLException.class);
    assertThat(Postgres.create().classify(e).code()).isEqualTo(ErrorCode.VALUE_NOT_REPRESENTABLE);
    assertThat(e.getMessage()).doesNotContain("secret");
  }

  /** One source type per row of the matrix, with the targets that are refused, and those that only {@code rounding()} allows. */
  static Stream<Arguments> refusals() {
    RivetType decimal = decimal(9, 2);
    Map<String, RivetType> targets = new LinkedHashMap<>();
    for (RivetType t :
        List.of(
            bool(),
            int32(),
            uint64(),
            float64(),
            decimal,
            text(),
            json(),
            uuid(),
            binary(),
            date(),
            timestamp(),
            timestampUtc())) {
      targets.put(t.toString(), t);
    }
    List<Arguments> all = new ArrayList<>();
    String none = "";
    matrix(all, targets, "true", "float64 json uuid binary date timestamp timestamp_tz", none);
    matrix(all, targets, "1", "json uuid binary date timestamp timestamp_tz", none);
    matrix(
        all,
        targets,
        "1::numeric(5,2)",
        "bool json uuid binary date timestamp timestamp_tz",
        "float64");
    matrix(
        all,
        targets,
        "1::float4",
        "bool int32 uint64 json uuid binary date timestamp timestamp_tz",
        "decimal");
    matrix(all, targets, "'1'::text", "bool binary", none);
    String scalars = "bool int32 uint64 float64 decimal ";
    matrix(all, targets, "'1'::jsonb", scalars + "uuid binary date timestamp timestamp_tz", none);
    matrix(
        all, targets, "'" + UUID + "'::uuid", scalars + "json date timestamp timestamp_tz", none);
    matrix(all, targets, "'\\x00'::bytea", scalars + "json date timestamp timestamp_tz", none);
    matrix(all, targets, "'2024-01-01'::date", scalars + "json uuid binary timestamp_tz", none);
    matrix(
        all, targets, "'2024-01-01'::timestamp", scalars + "json uuid binary timestamp_tz", "date");
    matrix(all, targets, "'2024-01-01'::timestamptz", scalars + "json uuid binary date", none);
    String others = scalars + "uuid binary date timestamp timestamp_tz";
    matrix(all, targets, "'1.2.3.4'::inet", others, none);
    matrix(all, targets, "'ok'::ov_mood", others, none);
    matrix(all, targets, "'[1,2)'::int4range", others, none);
    matrix(all, targets, "'{1}'::int[]", others, none);
    matrix(all, targets, "'a=>1'::hstore", others, none);
    matrix(all, targets, "'postgres=r/postgres'::aclitem", others, none);
    return all.stream();
  }

  private static void matrix(
      List<Arguments> all,
      Map<String, RivetType> targets,
      String value,
      String refused,
      String lossy) {
    for (RivetType target : targets.values()) {
      String name =
          target instanceof RivetType.Decimal
              ? "decimal"
              : target.toString().replaceAll("\\(.*", "");
      boolean isRefused = List.of(refused.split(" ")).contains(name);
      all.add(Arguments.of(value, target, isRefused, name.equals(lossy)));
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void everyCellOfTheMatrix(String value, RivetType to, boolean isRefused, boolean isLossy)
      throws SQLException {
    SourceRelation relation = resolve(value, ColumnRule.of("v").as(to));
    SourceRelation rounding = resolve(value, ColumnRule.of("v").as(to).rounding());
    if (!isRefused && !isLossy) {
      assertThat(relation.problems()).isEmpty();
      assertThat(relation.columns().get(0).type()).isEqualTo(to);
      return;
    }
    assertThat(relation.problems()).hasSize(1);
    Problem problem = relation.problems().get(0);
    assertThat(problem.code()).isEqualTo(ErrorCode.TYPE_OVERRIDE_INCOMPATIBLE);
    assertThat(problem.subject()).isEqualTo("v");
    assertThat(problem.message())
        .contains("cannot be written as " + to)
        .contains(isLossy ? "rounding()" : to.equals(timestampUtc()) ? "" : "Choose another type");
    if (isLossy) {
      assertThat(rounding.problems()).isEmpty();
      assertThat(rounding.columns().get(0).fidelity()).isEqualTo(Fidelity.LOSSY);
      assertThat(rounding.warnings())
          .anyMatch(w -> w.code() == ErrorCode.TYPE_LOSSY && w.subject().equals("v"));
    } else {
      assertThat(rounding.problems()).hasSize(1);
    }
  }

  private static SourceRelation resolve(String value, ColumnRule... rules) throws SQLException {
    return resolve(value, PoliciesIT.rules(rules));
  }

  private static SourceRelation resolve(String value, TypeRules rules) throws SQLException {
    return resolve(SESSIONS.values().iterator().next(), value, rules);
  }

  @Test
  void lossyConversionsWithConsent() throws SQLException {
    for (SourceSession session : SESSIONS.values()) {
      ColumnRule rounding = ColumnRule.of("v").rounding();
      assertThat(only(session, "1.25::numeric(5,2)", rounding.as(float64()))).isEqualTo(1.25);
      Rows decimal = read(session, "0.125::float8", rounding.as(decimal(5, 2)));
      assertThat(decimal.values()).containsOnly(new BigDecimal("0.13"));
      assertThat(decimal.statistics().policyChanges()).isEqualTo(Map.of("v:OVERFLOW", 2L));
      assertThat(only(session, "'1969-12-31 23:59'::timestamp", rounding.as(date())))
          .isEqualTo(-1L);
    }
    TypeRules strict =
        new TypeRules(
            TypePolicy.STRICT,
            null,
            Map.of(),
            List.of(ColumnRule.of("v").as(float64()).rounding()));
    assertThat(resolve("1::numeric(5,2)", strict).problems().get(0).code())
        .isEqualTo(ErrorCode.TYPE_LOSSY);
  }

  @Test
  void wallClocksBecomeInstantsOfTheStatedZone() throws SQLException {
    ColumnRule instant = ColumnRule.of("v").as(timestampUtc());
    assertThat(resolve("'2024-07-01 12:00'::timestamp", instant).problems().get(0).message())
        .contains("zone(ZoneOffset.UTC)");
    for (SourceSession session : SESSIONS.values()) {
      String noon = "'2024-07-01 12:00'::timestamp";
      assertThat(only(session, noon, instant.zone(ZoneOffset.UTC))).isEqualTo(1719835200000000L);
      assertThat(only(session, noon, instant.zone(ZoneId.of("Z")))).isEqualTo(1719835200000000L);
      assertThat(only(session, noon, instant.zone(ZoneId.of("America/New_York"))))
          .isEqualTo(1719849600000000L);
      assertThat(only(session, noon, instant.zone(ZoneOffset.ofHoursMinutes(5, 45))))
          .isEqualTo(1719814500000000L);
      assertThat(only(session, noon, instant.zone(ZoneId.of("GMT-3"))))
          .isEqualTo(1719846000000000L);
      assertThat(
              only(
                  session,
                  "'{2024-07-01 12:00}'::timestamp[]",
                  ColumnRule.of("v").as(list(timestampUtc())).zone(ZoneOffset.UTC)))
          .isEqualTo(List.of(1719835200000000L));
    }
    assertThat(
            resolve(
                    "'{}'::timestamp[]",
                    ColumnRule.of("v").as(list(timestampUtc())).zone(ZoneId.of("Asia/Kathmandu")))
                .problems())
        .hasSize(1);
  }

  @Test
  void rulesFindTheirColumnOrSayWhichThereAre() throws SQLException {
    Problem unknown = resolve("1", ColumnRule.of("w").as(text())).problems().get(0);
    assertThat(unknown.code()).isEqualTo(ErrorCode.COLUMN_NOT_FOUND);
    assertThat(unknown.subject()).isEqualTo("w");
    assertThat(unknown.message()).contains("It has: v.");
    SourceRelation otherCase = resolve("1", ColumnRule.of("V").as(text()));
    assertThat(otherCase.problems()).isEmpty();
    assertThat(otherCase.columns().get(0).type()).isEqualTo(text());
    assertThat(otherCase.warnings()).anyMatch(w -> w.message().contains("differs in case"));
    SourceRelation two =
        SESSIONS
            .values()
            .iterator()
            .next()
            .resolve(
                Rows.query("SELECT 1 AS \"Va\", 2 AS \"vA\""),
                PoliciesIT.rules(ColumnRule.of("va").as(text())));
    assertThat(two.problems().get(0).message()).contains("Va, vA");
  }
}
