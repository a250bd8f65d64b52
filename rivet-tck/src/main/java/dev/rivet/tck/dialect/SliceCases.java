package dev.rivet.tck.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.CatalogSession;
import dev.rivet.spi.dialect.CatalogTable;
import dev.rivet.spi.dialect.KeyRange;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.TypeRules;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Keys, bounds, counts and pages (CH1 to CH5, RC2, KS1 to KS4). */
abstract class SliceCases extends Cases {
  private static final Duration SHORT = Duration.ofMillis(1);

  SliceCases(DialectContract contract) {
    super(contract);
  }

  private void keyed() {
    source()
        .execute(
            "DROP TABLE IF EXISTS keyed",
            "CREATE TABLE keyed (id bigint NOT NULL PRIMARY KEY, k int, s varchar(20))",
            "INSERT INTO keyed VALUES (-5, NULL, 'a'), (0, 3, 'b'), (7, 1, 'c'), (8, 1, 'd'),"
                + " (9223372036854775807, NULL, 'e')");
  }

  @Test
  void factsAndKeyRange() throws SQLException {
    keyed();
    try (SourceSession session = open()) {
      SourceRelation relation = session.resolve(table("keyed"), TypeRules.standard());
      RelationFacts facts = relation.facts();
      assertThat(facts.kind()).isEqualTo("table");
      assertThat(facts.integerKey()).contains("id");
      assertThat(facts.integerColumns()).containsExactly("id", "k");
      assertThat(facts.indexedColumns()).contains("id");
      assertThat(relation.keyRange("id"))
          .isEqualTo(new KeyRange(OptionalLong.of(-5), OptionalLong.of(Long.MAX_VALUE), false));
      assertThat(relation.keyRange("k"))
          .isEqualTo(new KeyRange(OptionalLong.of(1), OptionalLong.of(3), true));
      SourceRelation asQuery =
          session.resolve(query("SELECT id, k FROM keyed WHERE id < 0"), TypeRules.standard());
      assertThat(asQuery.facts().kind()).isEqualTo("query");
      assertThat(asQuery.keyRange("k"))
          .isEqualTo(new KeyRange(OptionalLong.empty(), OptionalLong.empty(), true));
    }
  }

  @Test
  void everyBoundsCountsWhatItReads() throws SQLException {
    keyed();
    List<SliceBounds> all =
        List.of(
            WHOLE,
            new SliceBounds.Range("id", -5, 7),
            new SliceBounds.Range("id", 8, Long.MAX_VALUE),
            new SliceBounds.Range("id", Long.MIN_VALUE, -6),
            new SliceBounds.Range("k", 1, 1),
            new SliceBounds.NullKey("k"),
            new SliceBounds.NullKey("id"),
            new SliceBounds.Outside("id", 0, 8),
            new SliceBounds.Outside("k", 2, 9));
    List<Long> counts = List.of(5L, 3L, 2L, 0L, 2L, 2L, 0L, 2L, 2L);
    for (var relation : List.of(table("keyed"), query("SELECT * FROM keyed"))) {
      for (Duration target : List.of(Duration.ZERO, SHORT)) {
        for (int i = 0; i < all.size(); i++) {
          try (SourceSession session = open()) {
            SourceRelation resolved = session.resolve(relation, TypeRules.standard());
            String what = relation + " " + all.get(i) + " " + target;
            assertThat(resolved.count(all.get(i))).as(what).isEqualTo(counts.get(i));
            ReadRows read = ReadRows.of(resolved, all.get(i), ReadRows.options(2, target));
            assertThat(read.rows()).as(what).hasSize(counts.get(i).intValue());
            assertThat(read.statistics().rows()).as(what).isEqualTo(counts.get(i));
          }
        }
      }
    }
  }

  @Test
  void pagesGiveEachRowOnce() throws SQLException {
    numbers("paged", 12_345);
    ReadRows read =
        read(table("paged"), TypeRules.standard(), WHOLE, ReadRows.options(1000, SHORT));
    assertThat(read.values(0))
        .containsExactlyInAnyOrderElementsOf(
            new ArrayList<Object>(LongStream.rangeClosed(1, 12_345).boxed().toList()));
    if (source().lacks().contains(Lack.PAGING)) {
      assertThat(read.statistics().statements()).isEqualTo(1);
    } else {
      assertThat(read.statistics().statements()).isGreaterThan(1);
    }
    ReadRows part =
        read(
            table("paged"),
            TypeRules.standard(),
            new SliceBounds.Range("id", 101, 9_000),
            ReadRows.options(1000, SHORT));
    assertThat(part.values(0))
        .containsExactlyInAnyOrderElementsOf(
            new ArrayList<Object>(LongStream.rangeClosed(101, 9_000).boxed().toList()));
    assertThat(
            read(table("paged"), TypeRules.standard(), WHOLE, ReadRows.options(1000, Duration.ZERO))
                .statistics()
                .statements())
        .isEqualTo(1);
  }

  @Test
  void aSliceSeesOneMoment() throws SQLException {
    numbers("moving", 5_000);
    try (SourceSession session = open();
        BufferAllocator allocator = new RootAllocator()) {
      SourceRelation relation = session.resolve(table("moving"), TypeRules.standard());
      ReadOptions options = ReadRows.options(500, SHORT);
      try (BatchReader reader = relation.read(WHOLE, options, allocator)) {
        long rows = reader.next() ? reader.root().getRowCount() : 0;
        source()
            .execute(
                "INSERT INTO moving VALUES (6000, 'late')", "DELETE FROM moving WHERE id = 4999");
        while (reader.next()) {
          rows += reader.root().getRowCount();
        }
        assertThat(rows).isEqualTo(5_000);
      }
    }
  }

  @Test
  void discoveryListsTablesAndKeys() throws SQLException {
    keyed();
    try (SourceSession session = open()) {
      Assumptions.assumeThat(session).isInstanceOf(CatalogSession.class);
      CatalogTable table =
          ((CatalogSession) session)
              .tables().stream().filter(t -> t.name().equals("keyed")).findFirst().orElseThrow();
      assertThat(table.kind()).isEqualTo("table");
      assertThat(table.hasPrimaryKey()).isTrue();
      assertThat(table.columns().stream().map(c -> c.name() + " " + c.isPrimaryKey()))
          .containsExactly("id true", "k false", "s false");
      assertThat(((CatalogSession) session).tables("no such schema")).isEmpty();
    }
  }
}
