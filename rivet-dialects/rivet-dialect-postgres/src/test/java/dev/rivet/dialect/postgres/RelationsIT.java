package dev.rivet.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.TypeRules;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that can be selected from, under every name it may have. */
class RelationsIT {
  private static final List<Postgres> BOTH = List.of(Postgres.create(), Postgres.withoutCopy());

  @BeforeAll
  static void relations() {
    TestServer.execute(
        "CREATE SCHEMA rel",
        "CREATE TABLE rel.plain (id int PRIMARY KEY, v text NOT NULL)",
        "INSERT INTO rel.plain SELECT g, 'v' || g FROM generate_series(1, 5) g",
        "CREATE VIEW rel.shown AS SELECT id, v || '!' AS v FROM rel.plain",
        "CREATE MATERIALIZED VIEW rel.kept AS SELECT * FROM rel.plain",
        "CREATE TABLE rel.parted (id int PRIMARY KEY, v text NOT NULL) PARTITION BY RANGE (id)",
        "CREATE TABLE rel.parted_1 PARTITION OF rel.parted FOR VALUES FROM (MINVALUE) TO (3)",
        "CREATE TABLE rel.parted_2 PARTITION OF rel.parted FOR VALUES FROM (3) TO (MAXVALUE)"
            + " PARTITION BY HASH (id)",
        "CREATE TABLE rel.parted_2a PARTITION OF rel.parted_2 FOR VALUES WITH (MODULUS 1,"
            + " REMAINDER 0)",
        "INSERT INTO rel.parted SELECT * FROM rel.plain",
        "CREATE TABLE rel.parent (id int PRIMARY KEY, v text NOT NULL)",
        "CREATE TABLE rel.child (more int) INHERITS (rel.parent)",
        "INSERT INTO rel.parent SELECT * FROM rel.plain WHERE id < 4",
        "INSERT INTO rel.child SELECT id, v, 1 FROM rel.plain WHERE id >= 4",
        "CREATE TABLE rel.empty (id int PRIMARY KEY, v text)",
        "CREATE UNLOGGED TABLE rel.unlogged AS SELECT * FROM rel.plain",
        "CREATE SEQUENCE rel.counter",
        "CREATE TABLE rel.computed (id int, twice int GENERATED ALWAYS AS (id * 2) STORED, gone"
            + " int)",
        "INSERT INTO rel.computed VALUES (4)",
        "ALTER TABLE rel.computed DROP COLUMN gone",
        "CREATE TABLE rel.empty_shape ()",
        "ANALYZE");
  }

  private static List<List<Object>> five(String suffix) {
    return List.of(
        List.of(1, "v1" + suffix),
        List.of(2, "v2" + suffix),
        List.of(3, "v3" + suffix),
        List.of(4, "v4" + suffix),
        List.of(5, "v5" + suffix));
  }

  @ParameterizedTest
  @CsvSource({
    "plain, table, ''",
    "shown, view, !",
    "kept, materialized view, ''",
    "parted, partitioned table, ''",
    "parent, table, ''",
    "unlogged, table, ''"
  })
  void everyKindOfRelation(String name, String kind, String suffix) throws SQLException {
    for (Postgres dialect : BOTH) {
      for (Duration target : List.of(Duration.ZERO, Duration.ofMillis(100))) {
        try (SourceSession session = dialect.open(TestServer.dataSource(), Rows.settings())) {
          SourceRelation relation =
              session.resolve(new Relation.Table("rel", name), TypeRules.standard());
          assertThat(relation.problems()).isEmpty();
          assertThat(relation.facts().kind()).isEqualTo(kind);
          Rows rows = Rows.of(relation, new SliceBounds.Whole(), Rows.options(2, target));
          assertThat(rows.rows()).containsExactlyInAnyOrderElementsOf(five(suffix));
          assertThat(relation.count(new SliceBounds.Whole())).isEqualTo(5);
        }
      }
    }
  }

  @Test
  void oneSliceOfAPartitionedTable() throws SQLException {
    for (Postgres dialect : BOTH) {
      Rows rows =
          Rows.of(
              dialect,
              new Relation.Table("rel", "parted"),
              TypeRules.standard(),
              new SliceBounds.Range("id", 2, 4),
              Rows.options(10, Duration.ofMillis(50)));
      assertThat(rows.rows())
          .containsExactlyInAnyOrder(List.of(2, "v2"), List.of(3, "v3"), List.of(4, "v4"));
    }
  }

  @Test
  void foreignTable() throws SQLException {
    String port = String.valueOf(TestServer.port());
    TestServer.execute(
        "CREATE EXTENSION postgres_fdw",
        "CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '"
            + port
            + "', dbname 'postgres')",
        "CREATE USER MAPPING FOR postgres SERVER far OPTIONS (user 'postgres', password_required"
            + " 'false')",
        "CREATE FOREIGN TABLE rel.far (id int NOT NULL, v text) SERVER far OPTIONS (schema_name"
            + " 'rel', table_name 'plain')");
    for (Postgres dialect : BOTH) {
      Rows rows =
          Rows.of(
              dialect,
              new Relation.Table("rel", "far"),
              TypeRules.standard(),
              new SliceBounds.Whole(),
              Rows.options(10, Duration.ofMillis(50)));
      assertThat(rows.rows()).containsExactlyInAnyOrderElementsOf(five(""));
      assertThat(rows.columns().get(0).nullable()).as("not enforced by this server").isTrue();
    }
  }

  @Test
  void emptyTablesAndDroppedColumns() throws SQLException {
    for (Postgres dialect : BOTH) {
      Rows none = Rows.of(dialect, new Relation.Table("rel", "empty"));
      assertThat(none.rows()).isEmpty();
      assertThat(none.batches()).isEmpty();
      assertThat(none.columns()).extracting(ColumnMapping::name).containsExactly("id", "v");
      assertThat(Rows.of(dialect, new Relation.Table("rel", "computed")).rows())
          .containsExactly(List.of(4, 8));
    }
    assertThat(problem(new Relation.Table("rel", "empty_shape")).message())
        .contains("no columns to export");
  }

  @Test
  void joinsQuery() throws SQLException {
    String sql =
        "WITH p AS (SELECT * FROM rel.plain WHERE id <= 2) SELECT a.id, b.v AS other, count(*) OVER"
            + " () AS n FROM p a LEFT JOIN rel.plain b ON b.id = a.id + 4 ORDER BY a.id";
    for (Postgres dialect : BOTH) {
      Rows rows = Rows.of(dialect, Rows.query(sql));
      assertThat(rows.rows().get(0)).containsExactly(1, "v5", 2L);
      assertThat(rows.rows().get(1)).containsExactly(2, null, 2L);
      assertThat(Rows.of(dialect, Rows.query("VALUES (1, 'a'), (2, 'b')")).rows())
          .containsExactly(List.of(1, "a"), List.of(2, "b"));
      assertThat(Rows.of(dialect, Rows.query("TABLE rel.plain")).rows()).hasSize(5);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MiXed Case",
        "ünïcode 表 😀",
        "\"; DROP TABLE rel.plain; --",
        "a\"b\"\"c",
        "line\nbreak\ttab",
        "back\\slash",
        "it's 'quoted'",
        "select",
        "$$ $1 ? ?? :x {fn now()}",
        "_rivet",
        "/* comment",
        "with.dot",
        "sixty_three_bytes_sixty_three_bytes_sixty_three_bytes_sixty_thr"
      })
  void hostileNames(String name) throws SQLException {
    String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
    TestServer.execute(
        "CREATE SCHEMA " + quoted,
        "CREATE TABLE "
            + quoted
            + "."
            + quoted
            + " ("
            + quoted
            + " int PRIMARY KEY, v text, \"UPPER\" uuid DEFAULT"
            + " '00112233-4455-6677-8899-aabbccddeeff')",
        "INSERT INTO " + quoted + "." + quoted + " SELECT g, 'x' FROM generate_series(1, 3000) g",
        "ANALYZE " + quoted + "." + quoted);
    for (Postgres dialect : BOTH) {
      try (SourceSession session = dialect.open(TestServer.dataSource(), Rows.settings())) {
        SourceRelation relation =
            session.resolve(new Relation.Table(name, name), TypeRules.standard());
        assertThat(relation.problems()).isEmpty();
        assertThat(relation.columns())
            .extracting(ColumnMapping::name)
            .containsExactly(name, "v", "UPPER");
        assertThat(relation.facts().integerKey()).contains(name);
        assertThat(relation.keyRange(name).max()).hasValue(3000);
        assertThat(relation.count(new SliceBounds.Range(name, 1, 7))).isEqualTo(7);
        for (SliceBounds bounds :
            List.of(
                new SliceBounds.Whole(),
                new SliceBounds.Range(name, 1, 3000),
                new SliceBounds.Outside(name, 5000, 6000))) {
          Rows rows = Rows.of(relation, bounds, Rows.options(1000, Duration.ofMillis(20)));
          assertThat(rows.rows()).hasSize(3000);
          assertThat(rows.rows().get(2999).get(2)).isEqualTo("00112233445566778899aabbccddeeff");
        }
        assertThat(
                Rows.of(
                        relation,
                        new SliceBounds.NullKey(name),
                        Rows.options(10, Duration.ofMillis(20)))
                    .rows())
            .isEmpty();
      }
      Rows query =
          Rows.of(
              dialect,
              Rows.query(
                  "SELECT max(" + quoted + ") AS " + quoted + " FROM " + quoted + "." + quoted));
      assertThat(query.values()).containsExactly(3000);
    }
    assertThat(TestServer.query("SELECT count(*) FROM rel.plain")).isEqualTo("5");
    TestServer.execute("DROP SCHEMA " + quoted + " CASCADE");
  }

  @Test
  void unqualifiedNamesFollowTheSearchPath() throws SQLException {
    TestServer.execute("CREATE TABLE public.rel_found (v int)", "INSERT INTO rel_found VALUES (1)");
    assertThat(Rows.of(Postgres.create(), Rows.table("rel_found")).values()).containsExactly(1);
    Problem problem = problem(Rows.table("rel_Found"));
    assertThat(problem.code()).isEqualTo(ErrorCode.RELATION_NOT_FOUND);
    assertThat(problem.message()).contains("search path").contains("upper and lower case");
  }

  @ParameterizedTest
  @CsvSource({
    "rel, nothing, there is no such table or view",
    "nowhere, plain, there is no such table or view",
    "rel, counter, neither a table nor a view",
    "rel, plain_pkey, neither a table nor a view",
    "rel, sixty_three_bytes_sixty_three_bytes_sixty_three_bytes_sixty_three_, no such table"
  })
  void whatIsNotThere(String schema, String name, String said) throws SQLException {
    TestServer.execute(
        "CREATE TABLE IF NOT EXISTS"
            + " rel.sixty_three_bytes_sixty_three_bytes_sixty_three_bytes_sixty_thr (v int)");
    Problem problem = problem(new Relation.Table(schema, name));
    assertThat(problem.code()).isEqualTo(ErrorCode.RELATION_NOT_FOUND);
    assertThat(problem.message()).contains(said);
  }

  @Test
  void namesOfColumns() throws SQLException {
    Problem duplicate = problem(Rows.query("SELECT a.id, b.id FROM rel.plain a, rel.plain b"));
    assertThat(duplicate.code()).isEqualTo(ErrorCode.COLUMN_DUPLICATE);
    assertThat(duplicate.subject()).isEqualTo("id");
    assertThat(duplicate.message()).contains("AS");
    List<Problem> unnamed = problems(Rows.query("SELECT 1 AS a, 2, 3"));
    assertThat(unnamed)
        .extracting(Problem::code)
        .containsExactly(ErrorCode.COLUMN_UNNAMED, ErrorCode.COLUMN_UNNAMED);
    assertThat(unnamed).extracting(Problem::subject).containsExactly("column 2", "column 3");
    try (SourceSession session = Postgres.create().open(TestServer.dataSource(), Rows.settings())) {
      SourceRelation relation =
          session.resolve(
              Rows.query("SELECT 1 AS a, 2 AS \"A\", 3 AS \"b.c\", 4 AS \" \""),
              TypeRules.standard());
      assertThat(relation.problems()).isEmpty();
      assertThat(relation.columns())
          .extracting(ColumnMapping::name)
          .containsExactly("a", "A", "b.c", " ");
      assertThat(relation.warnings()).extracting(Problem::subject).containsExactly("A", "b.c");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 AS v -- the end; really",
        "SELECT /* ; /* nested ; */ ; */ 1 AS v",
        "SELECT 1 AS v /* tail */\n-- and more",
        "SELECT length(';''; --')::int - 5 + 0 * length(E'\\';') AS v FROM (SELECT 1) x WHERE 5 = 5"
            + " OFFSET 0",
        "SELECT CASE WHEN $$;'\"$$ = $x$;'\"$x$ THEN 1 END AS v",
        "SELECT CASE WHEN U&'\\003b' = ';' THEN 1 END AS v",
        "SELECT 1 AS v WHERE 'a?b' LIKE '%?%' AND '{\"a\":1}'::jsonb ? 'a'",
        "SELECT 1 AS v WHERE 1 = 1 AND '{fn x}' = '{fn x}'",
        "SELECT 1 AS v FROM (SELECT 2 AS a$b$c) x WHERE a$b$c = 2",
        "SELECT 1 AS v FROM (SELECT 2 AS →$a$) x -- ' $a$",
        "  \n\t(SELECT 1 AS v)",
        "select 1 as v",
        "with a as (select 1 as v) table a"
      })
  void queriesWithSemicolonsInside(String sql) throws SQLException {
    for (Postgres dialect : BOTH) {
      assertThat(Rows.of(dialect, Rows.query(sql)).values()).containsExactly(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT 1 AS v;                                  | ends with a semicolon",
        "SELECT 1 AS v; -- comment                       | ends with a semicolon",
        "SELECT 1 AS v; SELECT 2                         | more than one statement",
        "SELECT 1 AS v; DROP TABLE rel.plain             | more than one statement",
        "SELECT 1) AS x; DROP TABLE rel.plain; --        | closing parenthesis",
        "SELECT 1) AS x, (SELECT 2                       | closing parenthesis",
        "SELECT (1 AS v                                  | opening parenthesis",
        "SELECT 'a                                       | without its end",
        "SELECT $a$ $b$                                  | without its end",
        "SELECT 1 /* AS v                                | comment without its end",
        "DROP TABLE rel.plain                            | starts with DROP",
        "DELETE FROM rel.plain RETURNING id              | starts with DELETE",
        "EXPLAIN SELECT 1                                | starts with EXPLAIN",
        "-- nothing                                      | the query is empty",
        "WITH d AS (DELETE FROM rel.plain RETURNING id) SELECT * FROM d | WITH clause",
        "SELECT id FROM rel.plain FOR UPDATE             | read-only transaction",
        "SELECT 1 AS v INTO rel.made                     | SELECT ... INTO",
        "SELECT nope FROM rel.plain                      | 'nope' does not exist",
        "SELECT $1 AS v                                  | the parameter $1, but",
        "SELEC 1                                         | starts with SELEC",
        "SELECT FROM FROM                                | syntax error",
      })
  void queriesThatAreRefused(String sql, String said) throws SQLException {
    List<Problem> problems = problems(Rows.query(sql.strip()));
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).code()).isEqualTo(ErrorCode.QUERY_INVALID);
    assertThat(problems.get(0).message().replace('"', '\'')).contains(said.strip());
    assertThat(TestServer.query("SELECT count(*) FROM rel.plain")).isEqualTo("5");
  }

  @Test
  void queryOfAMissingTable() throws SQLException {
    assertThat(problem(Rows.query("SELECT * FROM rel.nothing")).code())
        .isEqualTo(ErrorCode.RELATION_NOT_FOUND);
  }

  /** Only reading: whatever a query calls cannot write either. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT nextval('rel.counter') AS v",
        "SELECT rel.writes() AS v",
        "SELECT lo_create(0) AS v",
        "SELECT setval('rel.counter', 7) AS v"
      })
  void writesAreRefusedByTheServer(String sql) {
    TestServer.execute(
        "CREATE OR REPLACE FUNCTION rel.writes() RETURNS int LANGUAGE sql AS 'INSERT INTO rel.plain"
            + " VALUES (99, $$x$$) RETURNING id'");
    for (Postgres dialect : BOTH) {
      Throwable e = catchThrowable(() -> Rows.of(dialect, Rows.query(sql)));
      assertThat(e).isInstanceOf(SQLException.class);
      assertThat(((SQLException) e).getSQLState()).isEqualTo("25006");
      assertThat(dialect.classify(e).code()).isEqualTo(ErrorCode.SOURCE_STATEMENT_REJECTED);
      assertThat(dialect.classify(e).isTransient()).isFalse();
    }
    assertThat(TestServer.query("SELECT count(*) FROM rel.plain")).isEqualTo("5");
    assertThat(TestServer.query("SELECT is_called FROM rel.counter")).isEqualTo("f");
  }

  @Test
  void withoutPrivilege() throws SQLException {
    TestServer.execute(
        "CREATE ROLE nosy LOGIN",
        "CREATE TABLE rel.hidden (v int)",
        "GRANT USAGE ON SCHEMA rel TO nosy",
        "CREATE TABLE rel.half (v int, w int)",
        "GRANT SELECT (v) ON rel.half TO nosy");
    org.postgresql.ds.PGSimpleDataSource nosy = new org.postgresql.ds.PGSimpleDataSource();
    nosy.setUrl(TestServer.url());
    nosy.setUser("nosy");
    for (Postgres dialect : BOTH) {
      try (SourceSession session = dialect.open(nosy, Rows.settings())) {
        for (String table : List.of("hidden", "half")) {
          Throwable e =
              catchThrowable(
                  () -> session.resolve(new Relation.Table("rel", table), TypeRules.standard()));
          assertThat(e).isInstanceOf(SQLException.class);
          assertThat(dialect.classify(e).code()).isEqualTo(ErrorCode.SOURCE_PERMISSION);
          assertThat(dialect.classify(e).hint()).contains("GRANT SELECT".replace("GRANT", "Grant"));
        }
        assertThat(
                session
                    .resolve(Rows.query("SELECT v FROM rel.half"), TypeRules.standard())
                    .problems())
            .as("the session goes on")
            .isEmpty();
      }
    }
  }

  private static List<Problem> problems(Relation relation) throws SQLException {
    try (SourceSession session = Postgres.create().open(TestServer.dataSource(), Rows.settings())) {
      return session.resolve(relation, TypeRules.standard()).problems();
    }
  }

  private static Problem problem(Relation relation) throws SQLException {
    List<Problem> problems = problems(relation);
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }
}
