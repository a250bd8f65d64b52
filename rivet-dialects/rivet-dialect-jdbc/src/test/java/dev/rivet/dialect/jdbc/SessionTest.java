package dev.rivet.dialect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.CatalogSession;
import dev.rivet.spi.dialect.KeyRange;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.TypeRules;
import dev.rivet.unit.DataSize;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slices, counts, limits, errors and cancelling, on every database the dialect is proven on. */
class SessionTest {
  @TempDir Path dir;

  private static final SliceBounds WHOLE = new SliceBounds.Whole();

  private Source items(Source.Kind kind, int rows) {
    String series =
        switch (kind) {
          case H2 -> "SELECT X FROM SYSTEM_RANGE(1, " + rows + ")";
          case DUCKDB -> "SELECT range FROM range(1, " + (rows + 1) + ")";
          case SQLITE ->
              "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < "
                  + rows
                  + ") SELECT n FROM r";
        };
    return Source.of(kind, dir)
        .execute(
            "CREATE TABLE \"We \"\"ird\" (\"id\" BIGINT PRIMARY KEY, \"k\" BIGINT, \"v\""
                + " VARCHAR(30000))",
            "INSERT INTO \"We \"\"ird\" (\"id\") " + series,
            "UPDATE \"We \"\"ird\" SET \"k\" = CASE WHEN \"id\" % 10 = 0 THEN NULL ELSE \"id\" * 3"
                + " END, \"v\" = 'item ' || \"id\"");
  }

  private static final Relation ITEMS = new Relation.Table(null, "We \"ird");

  @ParameterizedTest
  @EnumSource(Source.Kind.class)
  void slicesHoldEveryRowOnceAndCountWhatTheyRead(Source.Kind kind) throws SQLException {
    Source source = items(kind, 1000);
    try (SourceSession session = source.open()) {
      SourceRelation relation = session.resolve(ITEMS, TypeRules.standard());
      RelationFacts facts = relation.facts();
      assertThat(facts.kind()).isEqualTo("table");
      assertThat(facts.integerKeyColumn()).isEqualTo("id");
      assertThat(facts.integerColumns()).containsExactly("id", "k");
      assertThat(facts.indexedColumns()).contains("id");
      assertThat(relation.keyRange("k"))
          .isEqualTo(new KeyRange(OptionalLong.of(3), OptionalLong.of(2997), true));
      assertThat(relation.keyRange("id").hasNulls()).isFalse();
      List<SliceBounds> slices =
          List.of(
              new SliceBounds.Range("k", 3, 1500),
              new SliceBounds.Range("k", 1501, 2997),
              new SliceBounds.NullKey("k"));
      List<Object> ids = new java.util.ArrayList<>();
      for (SliceBounds slice : slices) {
        ReadRows read = ReadRows.of(relation, slice, ReadRows.options(64, Duration.ZERO));
        assertThat(read.rows()).hasSize((int) relation.count(slice));
        assertThat(read.batches()).allMatch(n -> n <= 64);
        ids.addAll(read.values(0));
      }
      assertThat(ids)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, 1000).boxed().map(i -> (Object) i).toList());
      assertThat(relation.count(WHOLE)).isEqualTo(1000);
      assertThat(relation.count(new SliceBounds.Outside("k", 3, 1500))).isEqualTo(450);
      assertThatThrownBy(() -> relation.keyRange("v")).hasMessageContaining("only integers");
    }
  }

  @ParameterizedTest
  @EnumSource(Source.Kind.class)
  void batchesAreBoundedByBytesAndValuesByTheirLimit(Source.Kind kind) throws SQLException {
    Source source = items(kind, 500);
    source.execute(
        "UPDATE \"We \"\"ird\" SET \"v\" = '" + "x".repeat(20_000) + "' WHERE \"id\" = 250");
    try (SourceSession session = source.open()) {
      SourceRelation relation =
          session.resolve(
              new Relation.Query("SELECT * FROM \"We \"\"ird\" ORDER BY \"id\""),
              TypeRules.standard());
      ReadOptions small =
          new ReadOptions(
              10_000, DataSize.ofBytes(1000), DataSize.ofMebibytes(1), Duration.ZERO, true);
      ReadRows read = ReadRows.of(relation, WHOLE, small);
      assertThat(read.rows()).hasSize(500);
      assertThat(read.values(0)).startsWith(1L, 2L, 3L).contains(249L, 250L, 251L);
      assertThat(read.batches()).contains(1).allMatch(n -> n < 60);
      assertThat(read.statistics().rows()).isEqualTo(500);
      assertThat(read.statistics().statements()).isEqualTo(1);
      ReadOptions strict =
          new ReadOptions(
              100, DataSize.ofMebibytes(1), DataSize.ofBytes(10_000), Duration.ZERO, true);
      assertThatThrownBy(() -> ReadRows.of(relation, WHOLE, strict))
          .isInstanceOfSatisfying(
              ValueRefusedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_TOO_LARGE));
      assertThat(relation.count(WHOLE)).as("usable after a failure").isEqualTo(500);
    }
  }

  @ParameterizedTest
  @EnumSource(Source.Kind.class)
  void cancelStopsAStatementAndTheSessionStaysUsable(Source.Kind kind) throws Exception {
    Source source = items(kind, 2000);
    String cross =
        "SELECT COUNT(*) AS n FROM \"We \"\"ird\" a, \"We \"\"ird\" b, \"We \"\"ird\" c"
            + " WHERE a.\"id\" * b.\"id\" * c.\"id\" % 7 = 3";
    try (SourceSession session = source.open()) {
      var rule = dev.rivet.type.ColumnRule.of("n").as(dev.rivet.type.RivetType.int64());
      SourceRelation relation =
          session.resolve(
              new Relation.Query(
                  kind == Source.Kind.H2 ? cross.replace("AS n", "AS \"n\"") : cross),
              new TypeRules(
                  dev.rivet.type.TypePolicy.STANDARD, null, java.util.Map.of(), List.of(rule)));
      CompletableFuture<Void> cancelling =
          CompletableFuture.runAsync(
              session::cancel,
              CompletableFuture.delayedExecutor(800, java.util.concurrent.TimeUnit.MILLISECONDS));
      assertThatThrownBy(() -> ReadRows.of(relation, WHOLE, ReadRows.options(100, Duration.ZERO)))
          .satisfies(
              e -> assertThat(Jdbc.create().classify(e).code()).isEqualTo(ErrorCode.CANCELLED));
      cancelling.join();
      assertThat(session.resolve(ITEMS, TypeRules.standard()).count(WHOLE)).isEqualTo(2000);
    }
  }

  @ParameterizedTest
  @EnumSource(Source.Kind.class)
  void problemsAreCollectedAndNamed(Source.Kind kind) throws SQLException {
    Source source = items(kind, 3);
    try (SourceSession session = source.open()) {
      assertThat(codes(session, new Relation.Table(null, "nope")))
          .containsExactly(ErrorCode.RELATION_NOT_FOUND);
      assertThat(codes(session, new Relation.Query("SELECT 1 AS \"a\", 2 AS \"a\"")))
          .containsExactly(ErrorCode.COLUMN_DUPLICATE);
      assertThat(codes(session, new Relation.Query("DELETE FROM x")))
          .containsExactly(ErrorCode.QUERY_INVALID);
      assertThat(codes(session, new Relation.Query("SELECT 1; SELECT 2")))
          .containsExactly(ErrorCode.QUERY_INVALID);
      assertThat(codes(session, new Relation.Query("SELECT nope FROM \"We \"\"ird\"")))
          .containsExactly(ErrorCode.QUERY_INVALID);
      assertThat(session.canShareSnapshot()).isFalse();
      assertThatThrownBy(session::exportSnapshot).hasMessageContaining("PER_SLICE");
      assertThatThrownBy(() -> session.joinSnapshot("x")).hasMessageContaining("PER_SLICE");
      assertThat(session.identity().fingerprint()).doesNotContain(dir.toString());
      assertThat(((CatalogSession) session).tables())
          .anySatisfy(
              t -> {
                assertThat(t.name()).isEqualTo("We \"ird");
                assertThat(t.hasPrimaryKey()).isTrue();
                assertThat(t.columns()).hasSize(3);
              });
    }
  }

  private static List<ErrorCode> codes(SourceSession session, Relation relation)
      throws SQLException {
    return session.resolve(relation, TypeRules.standard()).problems().stream()
        .map(Problem::code)
        .toList();
  }

  @Test
  void theConnectionComesBackAsItWas() throws SQLException {
    Source source = items(Source.Kind.H2, 3);
    try (Connection connection = source.getConnection()) {
      Connection kept =
          (Connection)
              java.lang.reflect.Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {Connection.class},
                  (p, m, a) -> m.getName().equals("close") ? null : m.invoke(connection, a));
      javax.sql.DataSource one =
          (javax.sql.DataSource)
              java.lang.reflect.Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {javax.sql.DataSource.class},
                  (p, m, a) -> kept);
      try (SourceSession session = Jdbc.create().open(one, Source.SETTINGS)) {
        assertThat(connection.getAutoCommit()).isFalse();
        assertThat(session.resolve(ITEMS, TypeRules.standard()).count(WHOLE)).isEqualTo(3);
      }
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(connection.isClosed()).isFalse();
    }
  }

  @Test
  void acceptsWhatNobodyElseReads() throws SQLException {
    try (Connection connection = items(Source.Kind.H2, 1).getConnection()) {
      assertThat(Jdbc.create().accepts(connection.getMetaData())).isTrue();
    }
  }
}
