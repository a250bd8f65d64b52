package dev.rivet.tck.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.RivetType;
import dev.rivet.type.TypePolicy;
import dev.rivet.type.TypeRules;
import dev.rivet.type.ValuePolicy;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Refusals that name column, type and way out; policies that count; overrides that are exact (types §3, §7, §8). */
abstract class TypeCases extends Cases {
  TypeCases(DialectContract contract) {
    super(contract);
  }

  private void special() {
    TestSource.Special special = source().special();
    source()
        .execute(
            "DROP TABLE IF EXISTS special",
            "CREATE TABLE special (id bigint NOT NULL PRIMARY KEY, v " + special.type() + ")",
            "INSERT INTO special VALUES (1, "
                + special.ordinary()
                + "), (2, "
                + special.literal()
                + "), (3, "
                + special.literal()
                + "), (4, NULL)");
  }

  @Test
  void aSpecialValueFailsByDefault() throws SQLException {
    special();
    try (SourceSession session = open()) {
      SourceRelation relation = session.resolve(table("special"), TypeRules.standard());
      ValueRefusedException refused =
          catchThrowableOfType(
              ValueRefusedException.class, () -> ReadRows.of(relation, WHOLE, OPTIONS));
      assertThat((Throwable) refused).isNotNull();
      assertThat(refused.code()).isEqualTo(ErrorCode.VALUE_NOT_REPRESENTABLE);
      assertThat(refused.column()).isEqualTo("v");
      assertThat(refused.getMessage())
          .contains("\"v\"", relation.columns().get(1).type().toString(), "on(");
      assertThat(dialect().classify(refused).isTransient()).isFalse();
      assertThat(relation.count(WHOLE)).isEqualTo(4); // and the session goes on
    }
  }

  @Test
  void aPolicyIsAppliedAndCounted() throws SQLException {
    special();
    ReadRows nulls =
        read(
            table("special"),
            rules(ColumnRule.of("v").on(source().special().kind(), ValuePolicy.NULL)),
            WHOLE,
            OPTIONS);
    assertThat(nulls.values(1).get(0)).isNotNull();
    assertThat(nulls.values(1).subList(1, 4)).containsOnlyNulls();
    assertThat(nulls.statistics().policyChanges())
        .isEqualTo(Map.of("v:" + source().special().kind(), 2L));
    assertThat(nulls.columns().get(1).metadata())
        .containsEntry("policy_applied", source().special().kind() + "=NULL");
    ReadRows texts =
        read(
            table("special"),
            rules(ColumnRule.of("v").on(source().special().kind(), ValuePolicy.TEXT)),
            WHOLE,
            OPTIONS);
    assertThat(texts.columns().get(1).type()).isEqualTo(RivetType.text());
    assertThat(texts.values(1).subList(0, 3)).doesNotContainNull();
    assertThat(texts.values(1).get(3)).isNull();
  }

  @Test
  void anOverrideThatCannotBeIsRefusedWithColumnTypeAndTarget() throws SQLException {
    numbers("typed", 1);
    List<Problem> problems =
        problems(table("typed"), rules(ColumnRule.of("id").as(RivetType.uuid())));
    assertThat(codes(problems)).containsExactly(ErrorCode.TYPE_OVERRIDE_INCOMPATIBLE);
    assertThat(problems.get(0).subject()).isEqualTo("id");
    assertThat(problems.get(0).message()).containsIgnoringCase("bigint").contains("uuid");
  }

  @Test
  void overridesConvertExactly() throws SQLException {
    numbers("typed", 2);
    ReadRows read =
        read(
            table("typed"),
            rules(ColumnRule.of("id").as(RivetType.decimal(20, 2))),
            WHOLE,
            OPTIONS);
    assertThat(read.values(0)).containsExactly(new BigDecimal("1.00"), new BigDecimal("2.00"));
    assertThat(
            read(table("typed"), rules(ColumnRule.of("id").as(RivetType.int16())), WHOLE, OPTIONS)
                .values(0))
        .containsExactly((short) 1, (short) 2);
    source().execute("INSERT INTO typed VALUES (40000, NULL)");
    assertThatThrownBy(
            () ->
                read(
                    table("typed"),
                    rules(ColumnRule.of("id").as(RivetType.int16())),
                    WHOLE,
                    OPTIONS))
        .isInstanceOf(ValueRefusedException.class)
        .hasMessageContaining("\"id\"");
  }

  @Test
  void aTypeWithoutMappingIsRefusedOrReadAsText() throws SQLException {
    if (source().lacks().contains(Lack.UNMAPPED_TYPES)) {
      assertThat(source().unmappedType()).isEmpty();
      return;
    }
    String type = source().unmappedType().orElseThrow();
    source().execute("DROP TABLE IF EXISTS odd", "CREATE TABLE odd (id bigint, o " + type + ")");
    List<Problem> problems = problems(table("odd"), TypeRules.standard());
    assertThat(codes(problems)).containsExactly(ErrorCode.TYPE_UNSUPPORTED);
    assertThat(problems.get(0).subject()).isEqualTo("o");
    assertThat(problems.get(0).message()).contains(type, "RivetType.text()");
    TypeRules permissive = new TypeRules(TypePolicy.PERMISSIVE, null, Map.of(), List.of());
    ReadRows read = read(table("odd"), permissive, WHOLE, OPTIONS);
    assertThat(read.columns().get(1).type()).isEqualTo(RivetType.text());
  }

  @Test
  void notNullIsKeptAndChecked() throws SQLException {
    numbers("strict", 1);
    source().execute("INSERT INTO strict VALUES (2, NULL)");
    ReadRows read = read(table("strict"));
    assertThat(read.columns().get(0).nullable()).isFalse();
    assertThat(read.columns().get(1).nullable()).isTrue();
    assertThatThrownBy(
            () -> read(table("strict"), rules(ColumnRule.of("t").notNull()), WHOLE, OPTIONS))
        .isInstanceOfSatisfying(
            ValueRefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_NULL));
  }

  @Test
  void emptyTextIsNotNull() throws SQLException {
    numbers("blank", 1);
    source().execute("INSERT INTO blank VALUES (2, ''), (3, NULL)");
    assertThat(
            read(query("SELECT t FROM blank ORDER BY id"), TypeRules.standard(), WHOLE, OPTIONS)
                .values(0))
        .isEqualTo(Arrays.asList("row 1", "", null));
  }

  @Test
  void aSnapshotIsSharedOrRefusedAloud() throws SQLException {
    numbers("shared", 3);
    try (SourceSession holder = open();
        SourceSession joiner = open()) {
      if (source().lacks().contains(Lack.SNAPSHOT_SHARING)) {
        assertThat(holder.canShareSnapshot()).isFalse();
        assertThatThrownBy(holder::exportSnapshot)
            .isInstanceOfSatisfying(
                SQLException.class,
                e -> {
                  assertThat(e.getMessage()).contains("snapshot");
                  assertThat(dialect().classify(e).isTransient()).isFalse();
                });
        assertThatThrownBy(() -> joiner.joinSnapshot("any")).isInstanceOf(SQLException.class);
        assertThat(joiner.resolve(table("shared"), TypeRules.standard()).count(WHOLE)).isEqualTo(3);
        return;
      }
      assertThat(holder.canShareSnapshot()).isTrue();
      String token = holder.exportSnapshot();
      source().execute("DELETE FROM shared WHERE id = 1");
      joiner.joinSnapshot(token);
      SourceRelation relation = joiner.resolve(table("shared"), TypeRules.standard());
      assertThat(relation.count(WHOLE)).isEqualTo(3);
      assertThat(ReadRows.of(relation, WHOLE, ReadRows.options(10, Duration.ofMillis(1))).rows())
          .hasSize(3);
    }
    assertThat(read(table("shared")).rows()).hasSize(2);
  }
}
