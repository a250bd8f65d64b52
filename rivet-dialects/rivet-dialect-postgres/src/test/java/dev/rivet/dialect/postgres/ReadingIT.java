package dev.rivet.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.error.ErrorCode;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.type.TypeRules;
import dev.rivet.unit.DataSize;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How slices are cut into statements and batches: each row once, whatever happens beside it, within the limits. */
class ReadingIT {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final SliceBounds WHOLE = new SliceBounds.Whole();

  static List<Postgres> dialects() {
    return List.of(Postgres.create(), Postgres.withoutCopy());
  }

  @BeforeAll
  static void tables() {
    TestServer.execute(
        "CREATE SCHEMA reading",
        "CREATE TABLE reading.ordered (id int PRIMARY KEY, v text)",
        "INSERT INTO reading.ordered SELECT g, repeat('x', 20) FROM generate_series(1, 20000) g",
        "CREATE TABLE reading.shuffled (id int PRIMARY KEY, v text)",
        "INSERT INTO reading.shuffled SELECT g, repeat('x', 200) FROM generate_series(1, 20000) g"
            + " ORDER BY hashint4(g)",
        "CREATE VIEW reading.shown AS SELECT * FROM reading.ordered",
        "ANALYZE");
  }

  /** What a read did: its first values, and the different forms of statement the server saw. */
  private record Seen(List<Object> keys, Set<String> statements, int count) {}

  private static Seen read(Postgres dialect, String table, SliceBounds bounds, ReadOptions options)
      throws SQLException {
    return read(dialect, table, bounds, options, () -> {});
  }

  private static Seen read(
      Postgres dialect, String table, SliceBounds bounds, ReadOptions options, Runnable between)
      throws SQLException {
    Set<String> statements = new LinkedHashSet<>();
    List<List<Object>> rows = new ArrayList<>();
    int count;
    try (SourceSession session = dialect.open(TestServer.dataSource(), Rows.settings());
        BufferAllocator allocator = new RootAllocator()) {
      SourceRelation relation =
          session.resolve(new Relation.Table("reading", table), TypeRules.standard());
      try (BatchReader reader = relation.read(bounds, options, allocator)) {
        while (reader.next()) {
          Rows.add(reader.root(), rows);
          statements.add(running());
          between.run();
        }
        count = reader.statistics().statements();
        assertThat(reader.statistics().rows()).isEqualTo(rows.size());
      }
    }
    return new Seen(rows.stream().map(r -> r.get(0)).toList(), statements, count);
  }

  private static String running() {
    String sql =
        TestServer.query(
            "SELECT query FROM pg_stat_activity WHERE application_name = 'rivet test' AND state <>"
                + " 'idle' ORDER BY query_start DESC LIMIT 1");
    return String.valueOf(sql).replaceAll("'?[0-9]+'?", "N");
  }

  private static List<Object> ids(int from, int to) {
    return IntStream.rangeClosed(from, to).<Object>mapToObj(i -> i).toList();
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void keysetPagesWhereHeapAndKeyAgree(Postgres dialect) throws SQLException {
    Seen seen = read(dialect, "ordered", WHOLE, Rows.options(700, SHORT));
    assertThat(seen.keys()).isEqualTo(ids(1, 20000));
    assertThat(seen.count()).isGreaterThan(2);
    assertThat(seen.statements())
        .anyMatch(s -> s.contains("WHERE _rivet.\"id\" > N ORDER BY _rivet.\"id\" LIMIT N"));
    Seen range =
        read(dialect, "shuffled", new SliceBounds.Range("id", 5, 15000), Rows.options(700, SHORT));
    assertThat(range.keys()).isEqualTo(ids(5, 15000));
    assertThat(range.count()).isGreaterThan(2);
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void blocksWhereTheyDoNot(Postgres dialect) throws SQLException {
    Seen seen = read(dialect, "shuffled", WHOLE, Rows.options(700, SHORT));
    assertThat(seen.keys())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(ids(1, 20000));
    assertThat(seen.count()).isGreaterThan(2);
    assertThat(seen.statements())
        .anyMatch(s -> s.contains("ctid >= '(N,N)'") || s.contains("ctid"));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void oneStatementForViewsAndWithoutTarget(Postgres dialect) throws SQLException {
    Seen view = read(dialect, "shown", WHOLE, Rows.options(700, SHORT));
    assertThat(view.count()).isEqualTo(1);
    assertThat(view.keys()).containsExactlyInAnyOrderElementsOf(ids(1, 20000));
    Seen table = read(dialect, "ordered", WHOLE, Rows.options(700, Duration.ZERO));
    assertThat(table.count()).isEqualTo(1);
    assertThat(table.keys()).hasSize(20000);
    boolean isCopy = dialect.toString().equals("Postgres");
    assertThat(view.statements()).allMatch(s -> s.startsWith("COPY (") == isCopy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"smallint", "integer", "bigint", "uuid", "reading_key"})
  void keysOfEveryType(String type) throws SQLException {
    TestServer.execute(
        "DROP TABLE IF EXISTS reading.keyed",
        "DROP DOMAIN IF EXISTS reading_key",
        "CREATE DOMAIN reading_key AS bigint CHECK (VALUE > -100000)",
        "CREATE TABLE reading.keyed (id " + type + " PRIMARY KEY, v int)",
        "INSERT INTO reading.keyed SELECT "
            + (type.equals("uuid") ? "md5(g::text)::uuid" : "g")
            + ", g FROM generate_series(-10000, 10000) g ORDER BY 1",
        type.equals("smallint")
            ? "INSERT INTO reading.keyed VALUES (-32768, 1), (32767, 1)"
            : type.equals("bigint")
                ? "INSERT INTO reading.keyed VALUES (-9223372036854775808, 1),"
                    + " (9223372036854775807, 1)"
                : "SELECT 1",
        "ANALYZE reading.keyed");
    long expected = Long.parseLong(TestServer.query("SELECT count(*) FROM reading.keyed"));
    for (Postgres dialect : dialects()) {
      Seen seen = read(dialect, "keyed", WHOLE, Rows.options(5000, SHORT));
      assertThat(seen.keys()).hasSize((int) expected).doesNotHaveDuplicates();
      assertThat(seen.count()).as("pages").isGreaterThan(1);
      assertThat(seen.statements()).anyMatch(s -> s.contains("ORDER BY _rivet.\"id\" LIMIT N"));
    }
  }

  /** Rows move to other blocks, vanish and appear while the table is read: the reader sees none of it. */
  @ParameterizedTest
  @MethodSource("dialects")
  void concurrentChangesLoseAndDoubleNothing(Postgres dialect) throws SQLException {
    for (String table : List.of("moving", "growing")) {
      TestServer.execute(
          "DROP TABLE IF EXISTS reading." + table,
          "CREATE TABLE reading."
              + table
              + " (id int "
              + (table.equals("growing") ? "PRIMARY KEY" : "")
              + ", v text)",
          "INSERT INTO reading."
              + table
              + " SELECT g, repeat('x', 100) FROM generate_series(1, 20000) g",
          "ANALYZE reading." + table);
      int[] round = {0};
      Seen seen =
          read(
              dialect,
              table,
              WHOLE,
              Rows.options(500, SHORT),
              () -> {
                if (round[0]++ < 5) {
                  TestServer.execute(
                      "UPDATE reading." + table + " SET v = v || 'y' WHERE id % 7 = " + round[0],
                      "DELETE FROM reading." + table + " WHERE id % 100 = " + round[0],
                      "INSERT INTO reading."
                          + table
                          + " SELECT 100000 * "
                          + round[0]
                          + " + g, 'new' FROM generate_series(1, 500) g");
                }
              });
      assertThat(round[0]).isGreaterThan(5);
      assertThat(seen.count()).isGreaterThan(2);
      assertThat(seen.keys()).containsExactlyInAnyOrderElementsOf(ids(1, 20000));
    }
  }

  /** One snapshot for two sessions, while rows change. */
  @Test
  void sharedSnapshot() throws SQLException {
    TestServer.execute(
        "CREATE TABLE reading.shared AS SELECT g AS id FROM generate_series(1, 1000) g");
    Postgres dialect = Postgres.create();
    Relation table = new Relation.Table("reading", "shared");
    try (SourceSession exporter = dialect.open(TestServer.dataSource(), Rows.settings());
        SourceSession first = dialect.open(TestServer.dataSource(), Rows.settings());
        SourceSession second = dialect.open(TestServer.dataSource(), Rows.settings())) {
      assertThat(first.canShareSnapshot()).isTrue();
      String token = exporter.exportSnapshot();
      first.joinSnapshot(token);
      TestServer.execute(
          "DELETE FROM reading.shared WHERE id <= 500", "INSERT INTO reading.shared VALUES (2000)");
      second.joinSnapshot(token);
      for (SourceSession session : List.of(first, second)) {
        SourceRelation relation = session.resolve(table, TypeRules.standard());
        assertThat(relation.count(WHOLE)).isEqualTo(1000);
        assertThat(Rows.of(relation, WHOLE, Rows.options(100, SHORT)).values())
            .containsExactlyInAnyOrderElementsOf(ids(1, 1000));
        Throwable e =
            catchThrowable(
                () -> session.resolve(Rows.query("SELECT 1 AS a, 2 AS a"), TypeRules.standard()));
        assertThat(e).as("problems do not end the snapshot").isNull();
        assertThat(relation.count(WHOLE)).isEqualTo(1000);
      }
    }
    assertThat(Rows.of(dialect, table).rows()).hasSize(501);
  }

  static List<Arguments> slices() {
    return List.of(
        Arguments.of(new SliceBounds.Range("k", -5, 10), 16L),
        Arguments.of(new SliceBounds.NullKey("k"), 7L),
        Arguments.of(new SliceBounds.Outside("k", -5, 10), 1001L - 16),
        Arguments.of(new SliceBounds.Range("k", Long.MIN_VALUE, Long.MAX_VALUE), 1001L),
        Arguments.of(new SliceBounds.Outside("k", Long.MIN_VALUE, Long.MAX_VALUE), 0L));
  }

  @ParameterizedTest
  @MethodSource("slices")
  void slicesReadWhatTheyCount(SliceBounds bounds, long expected) throws SQLException {
    TestServer.execute(
        "DROP TABLE IF EXISTS reading.nullable",
        "CREATE TABLE reading.nullable AS SELECT g AS k FROM generate_series(-500, 500) g",
        "INSERT INTO reading.nullable SELECT NULL FROM generate_series(1, 7)");
    for (Postgres dialect : dialects()) {
      for (String index : List.of("SELECT 1", "CREATE INDEX ON reading.nullable (k)")) {
        TestServer.execute(index, "ANALYZE reading.nullable");
        try (SourceSession session = dialect.open(TestServer.dataSource(), Rows.settings())) {
          SourceRelation relation =
              session.resolve(new Relation.Table("reading", "nullable"), TypeRules.standard());
          assertThat(relation.count(bounds)).isEqualTo(expected);
          assertThat(Rows.of(relation, bounds, Rows.options(100, SHORT)).rows())
              .hasSize((int) expected);
          assertThat(relation.keyRange("k").min()).hasValue(-500);
          assertThat(relation.keyRange("k").max()).hasValue(500);
          assertThat(relation.keyRange("k").hasNulls()).isTrue();
          assertThat(catchThrowable(() -> relation.count(new SliceBounds.NullKey("nope"))))
              .hasMessageContaining("nope");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void batchesCloseAtRowsOrBytes(Postgres dialect) throws SQLException {
    Rows byRows =
        Rows.of(
            dialect,
            Rows.query("SELECT g AS id FROM generate_series(1, 2500) g"),
            TypeRules.standard(),
            WHOLE,
            Rows.options(1000, Duration.ZERO));
    assertThat(byRows.batches()).containsExactly(1000, 1000, 500);
    ReadOptions bytes =
        new ReadOptions(
            1000, DataSize.ofKibibytes(10), DataSize.ofMebibytes(256), Duration.ZERO, true);
    Rows byBytes =
        Rows.of(
            dialect,
            Rows.query("SELECT repeat('x', 1000) AS v FROM generate_series(1, 95)"),
            TypeRules.standard(),
            WHOLE,
            bytes);
    assertThat(byBytes.rows()).hasSize(95);
    assertThat(byBytes.batches()).hasSizeBetween(9, 11).allMatch(n -> n <= 10);
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void oneHugeCellIsABatchOfItsOwn(Postgres dialect) throws SQLException {
    ReadOptions options =
        new ReadOptions(
            1000, DataSize.ofMebibytes(1), DataSize.ofMebibytes(256), Duration.ZERO, true);
    Rows rows =
        Rows.of(
            dialect,
            Rows.query(
                "SELECT length(v) AS n, v FROM (SELECT repeat('é', CASE WHEN g = 11 THEN 10000000"
                    + " ELSE g END) AS v FROM generate_series(1, 20) g OFFSET 0) x"),
            TypeRules.standard(),
            WHOLE,
            options);
    assertThat(rows.batches()).containsExactly(10, 1, 9);
    assertThat(rows.rows().get(10).get(0)).isEqualTo(10000000);
    assertThat(((String) rows.rows().get(10).get(1))).isEqualTo("é".repeat(10000000));
    assertThat(rows.rows().get(19).get(1)).isEqualTo("é".repeat(20));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void cellsAboveTheLimitAreRefused(Postgres dialect) throws SQLException {
    String sql =
        "SELECT g AS id, repeat('x', CASE WHEN g = 3000 THEN 1025 ELSE 10 END) AS v FROM"
            + " generate_series(1, 100000) g";
    ReadOptions tight =
        new ReadOptions(1000, DataSize.ofMebibytes(1), DataSize.ofBytes(1024), Duration.ZERO, true);
    ReadOptions enough =
        new ReadOptions(1000, DataSize.ofMebibytes(1), DataSize.ofBytes(1025), Duration.ZERO, true);
    ReadOptions off =
        new ReadOptions(1000, DataSize.ofMebibytes(1), DataSize.ofBytes(0), Duration.ZERO, true);
    try (SourceSession session = dialect.open(TestServer.dataSource(), Rows.settings())) {
      SourceRelation relation = session.resolve(Rows.query(sql), TypeRules.standard());
      ValueRefusedException e =
          catchThrowableOfType(ValueRefusedException.class, () -> Rows.of(relation, WHOLE, tight));
      assertThat(e.code()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
      assertThat(e.column()).isEqualTo("v");
      assertThat((Throwable) e)
          .hasMessageContaining("in row 3000 of the slice")
          .hasMessageContaining("1025 bytes")
          .hasMessageContaining("1024")
          .hasMessageContaining("0 for none");
      assertThat(Rows.of(relation, WHOLE, enough).rows()).as("session is healthy").hasSize(100000);
      assertThat(Rows.of(relation, WHOLE, off).rows()).hasSize(100000);
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void pagesMeetTheirTarget(Postgres dialect) throws SQLException {
    TestServer.execute(
        "CREATE TABLE IF NOT EXISTS reading.big (id int PRIMARY KEY, v text)",
        "INSERT INTO reading.big SELECT g, repeat('x', 50) FROM generate_series(1, 300000) g ON"
            + " CONFLICT DO NOTHING",
        "ANALYZE reading.big");
    Rows rows =
        Rows.of(
            dialect,
            new Relation.Table("reading", "big"),
            TypeRules.standard(),
            WHOLE,
            Rows.options(10000, Duration.ofMillis(30)));
    assertThat(rows.rows()).hasSize(300000);
    assertThat(rows.statistics().statements()).isBetween(4, 300);
    assertThat(rows.statistics().longestStatement()).isLessThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void statementTimeoutHasItsCode(Postgres dialect) throws SQLException {
    SessionSettings impatient =
        new SessionSettings("rivet test", Duration.ofMillis(300), Duration.ofSeconds(5));
    try (SourceSession session = dialect.open(TestServer.dataSource(), impatient)) {
      SourceRelation slow =
          session.resolve(
              Rows.query(
                  "SELECT g AS id, pg_sleep(0.01)::text AS v FROM generate_series(1, 1000) g"),
              TypeRules.standard());
      Throwable e = catchThrowable(() -> Rows.of(slow, WHOLE, Rows.OPTIONS));
      assertThat(e).isInstanceOf(SQLException.class);
      assertThat(dialect.classify(e).code()).isEqualTo(ErrorCode.SOURCE_STATEMENT_TIMEOUT);
      assertThat(dialect.classify(e).isTransient()).isFalse();
      assertThat(dialect.classify(e).hint()).contains("statementTimeout");
      SourceRelation fast =
          session.resolve(new Relation.Table("reading", "ordered"), TypeRules.standard());
      assertThat(fast.count(WHOLE)).isEqualTo(20000);
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void lockTimeoutHasItsCode(Postgres dialect) throws Exception {
    TestServer.execute("CREATE TABLE IF NOT EXISTS reading.locked (v int)");
    SessionSettings impatient =
        new SessionSettings("rivet test", Duration.ofMinutes(1), Duration.ofMillis(200));
    try (var blocker = TestServer.dataSource().getConnection();
        var statement = blocker.createStatement();
        SourceSession session = dialect.open(TestServer.dataSource(), impatient)) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE reading.locked");
      Throwable e =
          catchThrowable(
              () -> session.resolve(new Relation.Table("reading", "locked"), TypeRules.standard()));
      assertThat(dialect.classify(e).code()).isEqualTo(ErrorCode.SOURCE_LOCK_TIMEOUT);
      assertThat(dialect.classify(e).isTransient()).isTrue();
      blocker.rollback();
      assertThat(
              session
                  .resolve(new Relation.Table("reading", "locked"), TypeRules.standard())
                  .problems())
          .isEmpty();
    }
  }
}
