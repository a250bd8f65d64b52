package dev.rivet.tck.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Relation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.RivetType;
import dev.rivet.type.TypeRules;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Names of tables and columns, views and queries (ED2, SQ1, SQ3, types §10). */
abstract class NameCases extends Cases {
  private static final List<String> HOSTILE =
      List.of(
          "a\"b",
          "a`b",
          "a'b",
          "a b",
          "a.b",
          "select",
          "Größe",
          "İı",
          "表",
          "{fn now()}",
          "a;--",
          "a?b",
          "a:b",
          "a%s");

  NameCases(DialectContract contract) {
    super(contract);
  }

  @Test
  void hostileNamesAreTakenLiterally() throws SQLException {
    String name = "t \"`'; DROP TABLE x; -- ü";
    String table = source().quote(name);
    String columns =
        HOSTILE.stream()
            .map(c -> source().quote(c) + " bigint NOT NULL")
            .collect(Collectors.joining(", "));
    String values = HOSTILE.stream().map(c -> "7").collect(Collectors.joining(", "));
    source()
        .execute(
            "DROP TABLE IF EXISTS " + table,
            "CREATE TABLE " + table + " (" + columns + ")",
            "INSERT INTO " + table + " VALUES (" + values + ")");
    ReadRows read = read(table(name));
    assertThat(read.columns().stream().map(ColumnMapping::name)).containsExactlyElementsOf(HOSTILE);
    assertThat(read.rows()).hasSize(1);
    assertThat(read.rows().get(0)).containsOnly(7L);
    assertThat(read(query("SELECT * FROM " + table)).columns().stream().map(ColumnMapping::name))
        .containsExactlyElementsOf(HOSTILE);
  }

  @Test
  void viewsAndQueriesAreRead() throws SQLException {
    numbers("seen", 5);
    source()
        .execute(
            "DROP VIEW IF EXISTS seen_view",
            "CREATE VIEW seen_view AS SELECT id, t FROM seen WHERE id > 2");
    assertThat(read(table("seen_view")).values(0)).containsExactlyInAnyOrder(3L, 4L, 5L);
    assertThat(read(query("SELECT id, t AS \n label FROM seen WHERE id < 3 -- and no more")).rows())
        .containsExactlyInAnyOrder(List.of(1L, "row 1"), List.of(2L, "row 2"));
    assertThat(read(query("SELECT id FROM seen WHERE 1 = 0")).rows()).isEmpty();
  }

  @Test
  void aQueryMayBeginWithWithOrIsRefusedByName() throws SQLException {
    numbers("seen", 5);
    Relation with = query("WITH x AS (SELECT id FROM seen) SELECT id FROM x");
    if (source().lacks().contains(Lack.WITH_QUERIES)) {
      List<Problem> problems = problems(with, TypeRules.standard());
      assertThat(codes(problems)).containsExactly(ErrorCode.QUERY_INVALID);
      assertThat(problems.get(0).message()).contains("WITH", "subquery");
      return;
    }
    assertThat(read(with).rows()).hasSize(5);
  }

  @Test
  void whatIsNotThereIsAProblemNotAnException() throws SQLException {
    assertThat(codes(problems(table("no_such_table"), TypeRules.standard())))
        .containsExactly(ErrorCode.RELATION_NOT_FOUND);
    assertThat(codes(problems(query("SELECT * FROM no_such_table"), TypeRules.standard())))
        .containsExactly(ErrorCode.RELATION_NOT_FOUND);
  }

  @Test
  void whatIsNotOneSelectIsRefused() throws SQLException {
    numbers("seen", 1);
    for (String sql :
        List.of(
            "SELECT id FROM seen;",
            "SELECT id FROM seen; DROP TABLE seen",
            "DELETE FROM seen",
            "SELECT id FROM seen) x, (SELECT 1",
            "SELEKT 1",
            "SELECT nope FROM seen")) {
      assertThat(codes(problems(query(sql), TypeRules.standard())))
          .as(sql)
          .containsExactly(ErrorCode.QUERY_INVALID);
    }
    assertThat(source().query("SELECT COUNT(*) FROM seen")).isEqualTo("1");
  }

  @Test
  void aNameTwiceIsRefused() throws SQLException {
    numbers("seen", 1);
    List<Problem> problems =
        problems(query("SELECT a.id, b.id FROM seen a, seen b"), TypeRules.standard());
    assertThat(codes(problems)).containsExactly(ErrorCode.COLUMN_DUPLICATE);
    assertThat(problems.get(0).subject()).isEqualTo("id");
  }

  @Test
  void rulesFindTheirColumns() throws SQLException {
    numbers("seen", 1);
    List<Problem> unknown =
        problems(table("seen"), rules(ColumnRule.of("nope").as(RivetType.text())));
    assertThat(codes(unknown)).containsExactly(ErrorCode.COLUMN_NOT_FOUND);
    assertThat(unknown.get(0).message()).contains("id", "t");
    try (SourceSession session = open()) {
      var resolved =
          session.resolve(table("seen"), rules(ColumnRule.of("ID").as(RivetType.text())));
      assertThat(resolved.problems()).isEmpty();
      assertThat(codes(resolved.warnings())).contains(ErrorCode.COLUMN_NOT_FOUND);
      assertThat(ReadRows.of(resolved, WHOLE, OPTIONS).values(0)).containsExactly("1");
    }
  }
}
