package dev.rivet.dialect.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.dialect.mysql.internal.session.MySqlSession;
import dev.rivet.error.ErrorCode;
import dev.rivet.extract.Relation;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.TypePolicy;
import dev.rivet.type.TypeRules;
import dev.rivet.type.ValuePolicy;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that a driver loses, bends or refuses: here they come through, or are refused by name. */
class TrapsIT {
  private static final List<String> DATES = List.of("d", "dt", "ts");

  private static Relation table(String name) {
    return new Relation.Table(null, name);
  }

  private static TypeRules rules(ColumnRule... columns) {
    return new TypeRules(TypePolicy.STANDARD, null, Map.of(), List.of(columns));
  }

  private static TypeRules everyDate(ValuePolicy policy) {
    return rules(
        DATES.stream()
            .map(c -> ColumnRule.of(c).on(SpecialValue.ZERO_DATE, policy))
            .toArray(ColumnRule[]::new));
  }

  private static void assertRefused(Way way, String name, TypeRules rules, String... words) {
    assertThatThrownBy(() -> way.read(table(name), rules))
        .isInstanceOf(ValueRefusedException.class)
        .hasMessageContainingAll(words);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void zeroAndPartialDates(Way way) throws SQLException {
    way.server()
        .execute(
            "DROP TABLE IF EXISTS zero_dates",
            "CREATE TABLE zero_dates (d date NOT NULL, dt datetime(3) NOT NULL, ts timestamp(6) NOT"
                + " NULL)",
            "INSERT INTO zero_dates VALUES ('0000-00-00', '0000-00-00', '0000-00-00')",
            "INSERT INTO zero_dates VALUES ('2020-00-10', '2020-00-10 01:02:03.004', '2020-01-10')",
            "INSERT INTO zero_dates VALUES ('2020-02-31', '2020-02-30 01:02:03', '2020-01-10')",
            "INSERT INTO zero_dates VALUES ('2024-02-29', '2024-02-29 23:59:59.999',"
                + " '2020-01-10')");
    assertRefused(way, "zero_dates", TypeRules.standard(), "\"d\"", "date", "on(ZERO_DATE");
    ReadRows nulls = way.read(table("zero_dates"), everyDate(ValuePolicy.NULL));
    assertThat(nulls.rows())
        .containsExactly(
            Arrays.asList(null, null, null),
            Arrays.asList(null, null, 1578614400000000L),
            Arrays.asList(null, null, 1578614400000000L),
            List.of(19782L, 1709251199999000L, 1578614400000000L));
    assertThat(nulls.statistics().policyChanges())
        .isEqualTo(Map.of("d:ZERO_DATE", 3L, "dt:ZERO_DATE", 3L, "ts:ZERO_DATE", 1L));
    assertThat(nulls.columns().get(0).nullable()).isTrue();
    ReadRows texts = way.read(table("zero_dates"), everyDate(ValuePolicy.TEXT));
    assertThat(texts.rows())
        .containsExactly(
            List.of("0000-00-00", "0000-00-00 00:00:00.000", "0000-00-00 00:00:00.000000"),
            List.of("2020-00-10", "2020-00-10 01:02:03.004", "2020-01-10 00:00:00.000000"),
            List.of("2020-02-31", "2020-02-30 01:02:03.000", "2020-01-10 00:00:00.000000"),
            List.of("2024-02-29", "2024-02-29 23:59:59.999", "2020-01-10 00:00:00.000000"));
    assertThat(texts.statistics().policyChanges()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void tinyintOneIsBoolOnlyIfItIs(Way way) throws SQLException {
    way.server()
        .execute(
            "DROP TABLE IF EXISTS flags",
            "CREATE TABLE flags (f tinyint(1))",
            "INSERT INTO flags VALUES (0), (1), (5), (-1), (NULL)");
    assertRefused(way, "flags", TypeRules.standard(), "\"f\"", "RivetType.int16()");
    assertThat(way.read(table("flags"), rules(ColumnRule.of("f").as(RivetType.int16()))).values(0))
        .containsExactly((short) 0, (short) 1, (short) 5, (short) -1, null);
    ReadRows nulls =
        way.read(
            table("flags"), rules(ColumnRule.of("f").on(SpecialValue.OVERFLOW, ValuePolicy.NULL)));
    assertThat(nulls.values(0)).containsExactly(false, true, null, null, null);
    assertThat(nulls.statistics().policyChanges()).isEqualTo(Map.of("f:OVERFLOW", 2L));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void timeIsADuration(Way way) throws SQLException {
    way.server()
        .execute(
            "DROP TABLE IF EXISTS durations",
            "CREATE TABLE durations (t time(2))",
            "INSERT INTO durations VALUES ('-838:59:59'), ('838:59:59'), ('24:00:00'),"
                + " ('-00:00:00.01'), ('23:59:59.99')");
    assertRefused(way, "durations", TypeRules.standard(), "\"t\"", "TIME_OUT_OF_DAY", "int64");
    assertThat(
            way.read(table("durations"), rules(ColumnRule.of("t").as(RivetType.int64()))).values(0))
        .containsExactly(-3020399000000L, 3020399000000L, 86400000000L, -10000L, 86399990000L);
    assertThat(
            way.read(
                    table("durations"),
                    rules(ColumnRule.of("t").on(SpecialValue.TIME_OUT_OF_DAY, ValuePolicy.TEXT)))
                .values(0))
        .containsExactly(
            "-838:59:59.00", "838:59:59.00", "24:00:00.00", "-00:00:00.01", "23:59:59.99");
    assertThat(
            way.read(
                    table("durations"),
                    rules(ColumnRule.of("t").on(SpecialValue.TIME_OUT_OF_DAY, ValuePolicy.CLAMP)))
                .values(0))
        .containsExactly(0L, 86399999999L, 86399999999L, 0L, 86399990000L);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void sixteenBytesAreAUuidIfSaidSo(Way way) throws SQLException {
    way.server()
        .execute(
            "DROP TABLE IF EXISTS uuids",
            "CREATE TABLE uuids (b binary(16), v varbinary(16), c char(36))",
            "INSERT INTO uuids VALUES (0x00112233445566778899AABBCCDDEEFF,"
                + " 0x00112233445566778899AABBCCDDEEFF, '00112233-4455-6677-8899-AABBCCDDEEFF')");
    TypeRules asUuid =
        rules(
            Stream.of("b", "v", "c")
                .map(c -> ColumnRule.of(c).as(RivetType.uuid()))
                .toArray(ColumnRule[]::new));
    assertThat(way.read(table("uuids"), asUuid).rows().get(0))
        .containsOnly("00112233445566778899aabbccddeeff");
    way.server().execute("INSERT INTO uuids VALUES (NULL, 0x0011, NULL)");
    assertRefused(way, "uuids", asUuid, "\"v\"", "2 bytes", "16");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void overridesConvertOrRefuse(Way way) throws SQLException {
    way.server()
        .execute(
            "DROP TABLE IF EXISTS overridden",
            "CREATE TABLE overridden (u bigint unsigned, x bit(12), d decimal(20,3), f float, s"
                + " set('a','b'), dt datetime, da date, y year, t varchar(40), j json)",
            "INSERT INTO overridden VALUES (18446744073709551615, b'101', 1.250, 0.5, 'a,b',"
                + " '2024-03-10 02:30:00', '2024-03-10', 2024, '2024-03-10T02:30:00Z', '[1]'),"
                + " (1, 0, 1, 1, '', '2024-03-10', '2024-03-10', 0, NULL, NULL)");
    ReadRows read =
        way.read(
            table("overridden"),
            rules(
                ColumnRule.of("u").as(RivetType.decimal(20, 0)),
                ColumnRule.of("x").as(RivetType.text()),
                ColumnRule.of("d").as(RivetType.decimal(38, 5)),
                ColumnRule.of("f").as(RivetType.float64()),
                ColumnRule.of("s").as(RivetType.list(RivetType.text())),
                ColumnRule.of("dt").as(RivetType.timestamp(RivetType.TimeUnit.NANOS)),
                ColumnRule.of("da").as(RivetType.timestamp()),
                ColumnRule.of("y").as(RivetType.text()),
                ColumnRule.of("t").as(RivetType.timestampUtc()),
                ColumnRule.of("j").as(RivetType.text())));
    assertThat(read.rows().get(0))
        .containsExactly(
            new BigDecimal("18446744073709551615"),
            "000000000101",
            new BigDecimal("1.25000"),
            0.5,
            List.of("a", "b"),
            1710037800000000000L,
            1710028800000000L,
            "2024",
            1710037800000000L,
            "[1]");
    assertThat(read.rows().get(1).subList(4, 8))
        .containsExactly(List.of(), 1710028800000000000L, 1710028800000000L, "0000");
    assertRefused(
        way,
        "overridden",
        rules(ColumnRule.of("u").as(RivetType.int64())),
        "\"u\"",
        "int64",
        "OVERFLOW");
    assertRefused(
        way,
        "overridden",
        rules(ColumnRule.of("d").as(RivetType.decimal(20, 1))),
        "\"d\"",
        "after the point",
        "rounding()");
    assertThat(
            way.read(
                    table("overridden"),
                    rules(ColumnRule.of("d").as(RivetType.decimal(20, 1)).rounding()))
                .statistics()
                .policyChanges())
        .isEqualTo(Map.of("d:OVERFLOW", 1L));
    assertThat(
            way.read(
                    table("overridden"),
                    rules(
                        ColumnRule.of("u").as(RivetType.text()),
                        ColumnRule.of("x").as(RivetType.binary()),
                        ColumnRule.of("f").as(RivetType.text()),
                        ColumnRule.of("dt").as(RivetType.text())))
                .rows()
                .get(0))
        .startsWith(
            "18446744073709551615",
            "0005",
            new BigDecimal("1.250"),
            "0.5",
            "a,b",
            "2024-03-10 02:30:00");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatCannotBeConvertedIsAProblem(Way way) throws SQLException {
    way.server()
        .execute(
            "DROP TABLE IF EXISTS refused",
            "CREATE TABLE refused (i int, dt datetime, b blob, f float, d decimal(9,2))");
    try (MySqlSession session = way.open()) {
      SourceRelation relation =
          session.resolve(
              table("refused"),
              rules(
                  ColumnRule.of("i").as(RivetType.date()),
                  ColumnRule.of("dt").as(RivetType.date()),
                  ColumnRule.of("b").as(RivetType.int64()),
                  ColumnRule.of("f").as(RivetType.float32()),
                  ColumnRule.of("d").as(RivetType.float64())));
      assertThat(relation.problems().stream().map(p -> p.code() + " " + p.subject()))
          .containsExactly(
              ErrorCode.TYPE_OVERRIDE_INCOMPATIBLE + " i",
              ErrorCode.TYPE_OVERRIDE_INCOMPATIBLE + " dt",
              ErrorCode.TYPE_OVERRIDE_INCOMPATIBLE + " b",
              ErrorCode.TYPE_OVERRIDE_INCOMPATIBLE + " d");
      assertThat(relation.problems().get(1).message()).contains("datetime", "date", "rounding()");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void invisibleColumnsAreLeftOutAloud(Way way) throws SQLException {
    way.server()
        .execute(
            "DROP TABLE IF EXISTS veiled",
            "CREATE TABLE veiled (id int " + "NOT NULL" + " PRIMARY KEY, a int, h int INVISIBLE)",
            "INSERT INTO veiled (id, a, h) VALUES (1, 2, 3)");
    try (MySqlSession session = way.open()) {
      SourceRelation relation = session.resolve(table("veiled"), TypeRules.standard());
      assertThat(relation.columns().stream().map(c -> c.name())).containsExactly("id", "a");
      assertThat(relation.warnings())
          .anyMatch(w -> w.message().contains("invisible columns") && w.message().contains(": h."));
    }
    assertThat(way.query("SELECT id, h FROM veiled").rows()).containsExactly(List.of(1, 3));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aDeclaredSridIsAFactAboutTheColumn(Way way) throws SQLException {
    Assumptions.assumeFalse(way.isMariaDb(), "MariaDB does not declare SRIDs");
    way.server()
        .execute(
            "DROP TABLE IF EXISTS places",
            "CREATE TABLE places (g point SRID 4326)",
            "INSERT INTO places VALUES (ST_GeomFromText('POINT(52 13)', 4326)), (NULL)");
    ReadRows read = way.table("places");
    assertThat(read.columns().get(0).type()).isEqualTo(RivetType.binary("wkb"));
    assertThat(read.columns().get(0).metadata()).containsEntry("srid", "4326");
    assertThat(read.values(0)).containsExactly("01010000000000000000002a400000000000004a40", null);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void mariaDbsOwnTypes(Way way) throws SQLException {
    Assumptions.assumeTrue(way.isMariaDb(), "types of MariaDB");
    way.server()
        .execute(
            "DROP TABLE IF EXISTS own",
            "CREATE TABLE own (u uuid, i inet6, f inet4, j json, t longtext)",
            "INSERT INTO own VALUES ('00112233-4455-6677-8899-aabbccddeeff', '2001:db8::1',"
                + " '10.0.0.1', '{ \"a\" : 1 }', '{ \"a\" : 1 }')");
    ReadRows read = way.table("own");
    assertThat(read.columns().stream().map(c -> c.type().toString()))
        .containsExactly("uuid", "text(inet)", "text(inet)", "json", "text");
    assertThat(read.rows().get(0))
        .containsExactly(
            "00112233445566778899aabbccddeeff",
            "2001:db8::1",
            "10.0.0.1",
            "{ \"a\" : 1 }",
            "{ \"a\" : 1 }");
  }
}
