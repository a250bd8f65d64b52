package dev.rivet.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.Fidelity;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that a type cannot hold: refused by default, otherwise as the policy says, and counted. */
class PoliciesIT {
  private static final List<Postgres> BOTH = List.of(Postgres.create(), Postgres.withoutCopy());

  @BeforeAll
  static void extensions() {
    TestServer.execute("CREATE EXTENSION IF NOT EXISTS hstore");
  }

  static TypeRules rules(ColumnRule... rules) {
    return new TypeRules(TypePolicy.STANDARD, null, Map.of(), List.of(rules));
  }

  private static Rows read(Postgres dialect, String sql, ColumnRule... rules) throws SQLException {
    return Rows.of(dialect, Rows.query(sql), rules(rules));
  }

  /** A kind of value, a query of column v that holds it beside an ordinary one, and what NULL and CLAMP make of it. */
  static Stream<Arguments> specials() {
    return Stream.of(
        Arguments.of(
            SpecialValue.INFINITY,
            "SELECT v::date FROM (VALUES ('infinity'), ('-infinity'), ('1970-01-02'), (NULL)) t(v)",
            Arrays.asList(null, null, 1L, null),
            Arrays.asList(2932896L, -719162L, 1L, null),
            Arrays.asList("infinity", "-infinity", "1970-01-02", null),
            2L),
        Arguments.of(
            SpecialValue.INFINITY,
            "SELECT v::timestamp FROM (VALUES ('infinity'), ('-infinity'), ('1970-01-01 00:00:01'))"
                + " t(v)",
            Arrays.asList(null, null, 1000000L),
            Arrays.asList(253402300799999999L, -62135596800000000L, 1000000L),
            Arrays.asList("infinity", "-infinity", "1970-01-01 00:00:01"),
            2L),
        Arguments.of(
            SpecialValue.INFINITY,
            "SELECT v::timestamptz FROM (VALUES ('infinity'), ('-infinity'), ('1970-01-01"
                + " 00:00:01+00')) t(v)",
            Arrays.asList(null, null, 1000000L),
            Arrays.asList(253402300799999999L, -62135596800000000L, 1000000L),
            Arrays.asList("infinity", "-infinity", "1970-01-01 00:00:01+00"),
            2L),
        Arguments.of(
            SpecialValue.TIME_OUT_OF_DAY,
            "SELECT v::time FROM (VALUES ('24:00:00'), ('23:59:59.999999')) t(v)",
            Arrays.asList(null, 86399999999L),
            Arrays.asList(86399999999L, 86399999999L),
            Arrays.asList("24:00:00", "23:59:59.999999"),
            1L),
        Arguments.of(
            SpecialValue.NOT_A_NUMBER,
            "SELECT v::numeric(5,2) FROM (VALUES ('NaN'), ('1.5')) t(v)",
            Arrays.asList(null, new BigDecimal("1.50")),
            null,
            Arrays.asList("NaN", "1.50"),
            1L));
  }

  @ParameterizedTest
  @MethodSource("specials")
  void policiesOfSpecialValues(
      SpecialValue kind,
      String sql,
      List<Object> asNull,
      List<Object> clamped,
      List<Object> text,
      long changed)
      throws SQLException {
    for (Postgres dialect : BOTH) {
      ValueRefusedException refused =
          catchThrowableOfType(ValueRefusedException.class, () -> read(dialect, sql));
      assertThat(refused.code()).isEqualTo(ErrorCode.VALUE_NOT_REPRESENTABLE);
      assertThat((Throwable) refused)
          .hasMessageContaining("\"v\"")
          .hasMessageContaining("on(" + kind);
      assertThat(refused.getMessage()).contains("row 1 ");

      Rows nulls = read(dialect, sql, ColumnRule.of("v").on(kind, ValuePolicy.NULL));
      assertThat(nulls.values()).isEqualTo(asNull);
      assertThat(nulls.statistics().policyChanges()).isEqualTo(Map.of("v:" + kind, changed));
      assertThat(nulls.columns().get(0).metadata()).containsEntry("policy_applied", kind + "=NULL");
      if (clamped != null) {
        Rows nearest = read(dialect, sql, ColumnRule.of("v").on(kind, ValuePolicy.CLAMP));
        assertThat(nearest.values()).isEqualTo(clamped);
        assertThat(nearest.statistics().policyChanges()).isEqualTo(Map.of("v:" + kind, changed));
      }
      Rows texts = read(dialect, sql, ColumnRule.of("v").on(kind, ValuePolicy.TEXT));
      assertThat(texts.columns().get(0).type()).isEqualTo(RivetType.text());
      assertThat(texts.values()).isEqualTo(text);
      assertThat(texts.statistics().policyChanges()).isEmpty();
    }
  }

  @Test
  void infinitePolicyAppliesToTheElementsOfLists() throws SQLException {
    String sql = "SELECT '{infinity,1970-01-02,NULL}'::date[] AS v";
    for (Postgres dialect : BOTH) {
      assertThat(
              (Throwable)
                  catchThrowableOfType(ValueRefusedException.class, () -> read(dialect, sql)))
          .hasMessageContaining("infinite");
      Rows rows =
          read(dialect, sql, ColumnRule.of("v").on(SpecialValue.INFINITY, ValuePolicy.NULL));
      assertThat(rows.values()).isEqualTo(List.of(Arrays.asList(null, 1L, null)));
      assertThat(rows.statistics().policyChanges()).isEqualTo(Map.of("v:INFINITY", 1L));
      Rows texts =
          read(dialect, sql, ColumnRule.of("v").on(SpecialValue.INFINITY, ValuePolicy.TEXT));
      assertThat(texts.columns().get(0).type()).isEqualTo(RivetType.list(RivetType.text()));
      assertThat(texts.values()).isEqualTo(List.of(Arrays.asList("infinity", "1970-01-02", null)));
    }
  }

  @Test
  void infiniteIntervals() throws SQLException {
    String sql = "SELECT v::interval FROM (VALUES ('infinity'), ('-infinity'), ('1 day')) t(v)";
    for (Postgres dialect : BOTH) {
      assertThat(
              (Throwable)
                  catchThrowableOfType(ValueRefusedException.class, () -> read(dialect, sql)))
          .hasMessageContaining("an infinite interval");
      assertThat(
              read(dialect, sql, ColumnRule.of("v").on(SpecialValue.INFINITY, ValuePolicy.NULL))
                  .values())
          .isEqualTo(Arrays.asList(null, null, "P1D"));
      assertThat(
              read(dialect, sql, ColumnRule.of("v").on(SpecialValue.INFINITY, ValuePolicy.TEXT))
                  .values())
          .containsExactly("infinity", "-infinity", "P1D");
    }
  }

  @Test
  void arraysOfOtherShapes() throws SQLException {
    String plain = "SELECT '{{1,2},{3,4}}'::int[] AS v";
    String shifted = "SELECT '[0:1]={1,2}'::int[] AS v";
    for (Postgres dialect : BOTH) {
      for (String sql : List.of(plain, shifted)) {
        ValueRefusedException refused =
            catchThrowableOfType(ValueRefusedException.class, () -> read(dialect, sql));
        assertThat(refused.code()).isEqualTo(ErrorCode.VALUE_NOT_REPRESENTABLE);
        assertThat((Throwable) refused)
            .hasMessageContaining("row 1 ")
            .hasMessageContaining("json()");
        Rows nulls =
            read(dialect, sql, ColumnRule.of("v").on(SpecialValue.ARRAY_SHAPE, ValuePolicy.NULL));
        assertThat(nulls.values()).containsOnlyNulls();
        assertThat(nulls.statistics().policyChanges()).isEqualTo(Map.of("v:ARRAY_SHAPE", 1L));
      }
      ColumnRule text = ColumnRule.of("v").on(SpecialValue.ARRAY_SHAPE, ValuePolicy.TEXT);
      assertThat(read(dialect, plain, text).values()).containsExactly("{{1,2},{3,4}}");
      assertThat(read(dialect, shifted, text).values()).containsExactly("[0:1]={1,2}");
      assertThat(read(dialect, plain, ColumnRule.of("v").as(RivetType.json())).values())
          .containsExactly("[[1, 2], [3, 4]]");
    }
  }

  @Test
  void numericWithoutPrecisionIsRefusedUntilSaidHow() throws SQLException {
    String sql =
        "SELECT v::numeric FROM (VALUES ('1.5'), ('-0.000000000000000001'), ('NaN'), ('Infinity'),"
            + " (NULL)) t(v)";
    List<Problem> problems = problems(sql, TypeRules.standard());
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).code()).isEqualTo(ErrorCode.TYPE_UNSUPPORTED);
    assertThat(problems.get(0).subject()).isEqualTo("v");
    assertThat(problems.get(0).message())
        .contains("numeric")
        .contains("decimal(38,18)")
        .contains("unboundedNumeric");
    TypeRules asText = new TypeRules(TypePolicy.STANDARD, RivetType.text(), Map.of(), List.of());
    TypeRules asDecimal =
        new TypeRules(
            TypePolicy.STANDARD,
            RivetType.decimal(38, 18),
            Map.of(SpecialValue.NOT_A_NUMBER, ValuePolicy.NULL),
            List.of());
    for (Postgres dialect : BOTH) {
      assertThat(Rows.of(dialect, Rows.query(sql), asText).values())
          .isEqualTo(Arrays.asList("1.5", "-0.000000000000000001", "NaN", "Infinity", null));
      Rows decimals = Rows.of(dialect, Rows.query(sql), asDecimal);
      assertThat(decimals.columns().get(0).type()).isEqualTo(RivetType.decimal(38, 18));
      assertThat(decimals.values())
          .isEqualTo(
              Arrays.asList(
                  new BigDecimal("1.500000000000000000"),
                  new BigDecimal("-0.000000000000000001"),
                  null,
                  null,
                  null));
      assertThat(decimals.statistics().policyChanges()).isEqualTo(Map.of("v:NOT_A_NUMBER", 2L));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "123456789012345678901, more digits before the point",
    "0.0000000000000000001, more digits after the point",
    "NaN, NaN",
    "-Infinity, infinite"
  })
  void decimalOverrideNeverRoundsOrWrapsByItself(String value, String said) {
    for (Postgres dialect : BOTH) {
      ValueRefusedException refused =
          catchThrowableOfType(
              ValueRefusedException.class,
              () ->
                  read(
                      dialect,
                      "SELECT '" + value + "'::numeric AS v",
                      ColumnRule.of("v").as(RivetType.decimal(38, 18))));
      assertThat((Throwable) refused).hasMessageContaining(said).hasMessageContaining("\"v\"");
      assertThat(refused.getMessage()).doesNotContain(value.length() > 9 ? value : "\0");
    }
  }

  @Test
  void overflowPolicies() throws SQLException {
    String sql = "SELECT v::numeric FROM (VALUES ('99.994'), ('99.996'), ('-1000'), ('1.01')) t(v)";
    ColumnRule base = ColumnRule.of("v").as(RivetType.decimal(4, 2));
    for (Postgres dialect : BOTH) {
      Rows nulls = read(dialect, sql, base.on(SpecialValue.OVERFLOW, ValuePolicy.NULL));
      assertThat(nulls.values()).isEqualTo(Arrays.asList(null, null, null, new BigDecimal("1.01")));
      assertThat(nulls.statistics().policyChanges()).isEqualTo(Map.of("v:OVERFLOW", 3L));
      Rows nearest = read(dialect, sql, base.on(SpecialValue.OVERFLOW, ValuePolicy.CLAMP));
      assertThat(nearest.values())
          .containsExactly(
              new BigDecimal("99.99"),
              new BigDecimal("99.99"),
              new BigDecimal("-99.99"),
              new BigDecimal("1.01"));
      assertThat(nearest.statistics().policyChanges()).isEqualTo(Map.of("v:OVERFLOW", 3L));
      Rows text = read(dialect, sql, base.on(SpecialValue.OVERFLOW, ValuePolicy.TEXT));
      assertThat(text.values()).containsExactly("99.994", "99.996", "-1000", "1.01");
      Rows rounded =
          read(
              dialect,
              "SELECT v::numeric FROM (VALUES ('1.005'), ('-1.005'), ('1.0049'), ('0.00004'),"
                  + " ('2')) t(v)",
              base.rounding());
      assertThat(rounded.values())
          .containsExactly(
              new BigDecimal("1.01"),
              new BigDecimal("-1.01"),
              new BigDecimal("1.00"),
              new BigDecimal("0.00"),
              new BigDecimal("2.00"));
      assertThat(rounded.statistics().policyChanges()).isEqualTo(Map.of("v:OVERFLOW", 4L));
    }
  }

  /** A numeric of its own precision cannot overflow: a default for overflow must not change it. */
  @Test
  void overflowDefaultLeavesColumnsAloneThatCannotOverflow() throws SQLException {
    TestServer.execute(
        "CREATE TABLE plain_numeric (v numeric(5,2) NOT NULL)",
        "INSERT INTO plain_numeric VALUES (1.5)");
    TypeRules text =
        new TypeRules(
            TypePolicy.STANDARD, null, Map.of(SpecialValue.OVERFLOW, ValuePolicy.TEXT), List.of());
    Rows rows = Rows.of(Postgres.create(), Rows.table("plain_numeric"), text);
    assertThat(rows.columns().get(0).type()).isEqualTo(RivetType.decimal(5, 2));
    TypeRules nulls =
        new TypeRules(
            TypePolicy.STANDARD, null, Map.of(SpecialValue.OVERFLOW, ValuePolicy.NULL), List.of());
    Rows strict = Rows.of(Postgres.create(), Rows.table("plain_numeric"), nulls);
    assertThat(strict.columns().get(0).nullable()).isFalse();
  }

  @Test
  void floatsKeepWhatIsNotANumberUnlessToldOtherwise() throws SQLException {
    String sql =
        "SELECT v::float8, v::float4 AS w FROM (VALUES ('NaN'), ('-Infinity'), ('-0'), ('1.5'))"
            + " t(v)";
    TypeRules defaults =
        new TypeRules(
            TypePolicy.STANDARD,
            null,
            Map.of(SpecialValue.NOT_A_NUMBER, ValuePolicy.NULL),
            List.of());
    for (Postgres dialect : BOTH) {
      assertThat(Rows.of(dialect, Rows.query(sql), defaults).rows())
          .containsExactly(
              List.of(Double.NaN, Float.NaN),
              List.of(Double.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY),
              List.of(-0.0, -0.0f),
              List.of(1.5, 1.5f));
      Rows nulls =
          read(
              dialect,
              sql,
              ColumnRule.of("v").on(SpecialValue.NOT_A_NUMBER, ValuePolicy.NULL),
              ColumnRule.of("w").on(SpecialValue.NOT_A_NUMBER, ValuePolicy.NULL));
      assertThat(nulls.rows())
          .containsExactly(
              Arrays.asList(null, null),
              Arrays.asList(null, null),
              List.of(-0.0, -0.0f),
              List.of(1.5, 1.5f));
      assertThat(nulls.statistics().policyChanges())
          .isEqualTo(Map.of("v:NOT_A_NUMBER", 2L, "w:NOT_A_NUMBER", 2L));
    }
  }

  @Test
  void notNullIsKept() throws SQLException {
    TestServer.execute(
        "CREATE TABLE guarded (id int NOT NULL, v text)", "INSERT INTO guarded VALUES (1, NULL)");
    for (Postgres dialect : BOTH) {
      Rows rows = Rows.of(dialect, Rows.table("guarded"));
      assertThat(rows.columns().get(0).nullable()).isFalse();
      assertThat(rows.columns().get(1).nullable()).isTrue();
      assertThat(Rows.of(dialect, Rows.query("SELECT * FROM guarded")).columns().get(0).nullable())
          .as("result metadata lies behind outer joins")
          .isTrue();
      ValueRefusedException refused =
          catchThrowableOfType(
              ValueRefusedException.class,
              () -> Rows.of(dialect, Rows.table("guarded"), rules(ColumnRule.of("v").notNull())));
      assertThat(refused.code()).isEqualTo(ErrorCode.VALUE_NULL);
      assertThat((Throwable) refused).hasMessageContaining("\"v\"");
    }
  }

  @Test
  void typesWithoutMapping() throws SQLException {
    String sql = "SELECT relacl[1] AS v, relacl AS w FROM pg_class WHERE relname = 'pg_class'";
    List<Problem> problems = problems(sql, TypeRules.standard());
    assertThat(problems).extracting(Problem::subject).containsExactly("v", "w");
    assertThat(problems).allMatch(p -> p.code() == ErrorCode.TYPE_UNSUPPORTED);
    assertThat(problems.get(0).message()).contains("aclitem").contains("RivetType.text()");
    TypeRules permissive = new TypeRules(TypePolicy.PERMISSIVE, null, Map.of(), List.of());
    for (Postgres dialect : BOTH) {
      Rows fallback = Rows.of(dialect, Rows.query(sql), permissive);
      assertThat((String) fallback.values().get(0)).contains("/postgres");
      assertThat((String) fallback.rows().get(0).get(1)).startsWith("{");
      assertThat(fallback.columns().get(0).fidelity()).isEqualTo(Fidelity.COMPATIBLE);
      Rows chosen =
          read(
              dialect,
              sql,
              ColumnRule.of("v").as(RivetType.text()),
              ColumnRule.of("w").as(RivetType.text()));
      assertThat(chosen.rows()).isEqualTo(fallback.rows());
    }
  }

  @Test
  void tooManyDigitsForAnyFile() throws SQLException {
    List<Problem> problems = problems("SELECT 1::numeric(77,0) AS v", TypeRules.standard());
    assertThat(problems.get(0).message()).contains("numeric(77,0)").contains("76 digits");
    assertThat(
            read(
                    Postgres.create(),
                    "SELECT " + "9".repeat(77) + "::numeric(77,0) AS v",
                    ColumnRule.of("v").as(RivetType.text()))
                .values())
        .containsExactly("9".repeat(77));
  }

  @Test
  void moneyBehindADomain() throws SQLException {
    TestServer.execute("CREATE DOMAIN fee AS money");
    for (Postgres dialect : BOTH) {
      Rows rows = read(dialect, "SELECT '1.25'::fee AS v");
      assertThat(rows.columns().get(0).type()).isEqualTo(RivetType.decimal(19, 2));
      assertThat(rows.values()).containsExactly(new BigDecimal("1.25"));
    }
  }

  private static List<Problem> problems(String sql, TypeRules rules) throws SQLException {
    try (SourceSession session = Postgres.create().open(TestServer.dataSource(), Rows.settings())) {
      SourceRelation relation = session.resolve(Rows.query(sql), rules);
      return relation.problems();
    }
  }
}
