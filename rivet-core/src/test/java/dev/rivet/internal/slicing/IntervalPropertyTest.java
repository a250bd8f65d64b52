package dev.rivet.internal.slicing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.extract.Chunked;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Incremental;
import dev.rivet.extract.Keyset;
import dev.rivet.internal.cursor.StoredCursor;
import dev.rivet.internal.json.RivetJson;
import dev.rivet.internal.slicing.SortedRelation.Row;
import dev.rivet.plan.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Slices hold every row exactly once, for random keys with gaps, ties, NULLs, negative and extreme values. */
class IntervalPropertyTest {
  private static final int ROUNDS = 400;

  private static @Nullable Long value(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> Long.MIN_VALUE + random.nextInt(3);
      case 1 -> Long.MAX_VALUE - random.nextInt(3);
      case 2 -> random.nextLong();
      case 3 -> null;
      default -> random.nextInt(20) - 10L;
    };
  }

  private static SortedRelation relation(Random random) {
    List<Row> rows = new ArrayList<>();
    Set<Long> keys = new HashSet<>();
    for (int i = random.nextInt(60); i > 0; i--) {
      Long key = random.nextBoolean() ? random.nextLong() : (long) random.nextInt(100) - 50;
      if (keys.add(key)) {
        rows.add(SortedRelation.row(value(random), key));
      }
    }
    return new SortedRelation(rows);
  }

  private static void assertOnce(SortedRelation relation, Slicing slicing) {
    assertThat(slicing.problems()).isEmpty();
    Map<Row, Integer> found = new HashMap<>();
    for (Slice slice : slicing.slices()) {
      relation.in(slice.bounds()).forEach(r -> found.merge(r, 1, Integer::sum));
    }
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(relation.rows());
    assertThat(found.values()).allMatch(n -> n == 1);
  }

  @Test
  void everyModeCoversTheRelationOnce() throws Exception {
    Random random = new Random(20261124);
    for (int i = 0; i < ROUNDS; i++) {
      SortedRelation relation = relation(random);
      long rows = 1L + random.nextInt(30);
      for (Extraction mode :
          List.of(
              Keyset.by("k").rows(rows),
              Keyset.auto().rows(rows).appendOnly(),
              Chunked.by("c").dense(rows),
              Incremental.by("c").rows(rows),
              Incremental.by("c").overlap(rows).rows(rows),
              Incremental.by("k"))) {
        assertOnce(relation, relation.cut(mode, null));
      }
    }
  }

  /** Windows are as full as asked for, but for the last, and for rows with equal keys. */
  @Test
  void windowsAreFull() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < 25; i++) {
      rows.add(SortedRelation.row(i, i * i * 1000 - 7));
    }
    SortedRelation relation = new SortedRelation(rows);
    assertThat(
            relation.cut(Keyset.by("k").rows(10), null).slices().stream()
                .map(s -> relation.in(s.bounds()).size()))
        .containsExactly(10, 10, 5);
    assertThat(
            relation.cut(Keyset.by("k").rows(5), null).slices().stream()
                .map(s -> relation.in(s.bounds()).size()))
        .containsExactly(5, 5, 5, 5, 5);
  }

  /**
   * Runs over a relation to which rows are added anywhere above the overlap: what the runs hold, less what they replaced, is the
   * relation.
   */
  @Test
  void runsWithOverlapFindLateRowsOnce() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < ROUNDS; i++) {
      Incremental mode = Incremental.by("c").overlap(20).rows(1 + random.nextInt(9));
      List<Row> source = new ArrayList<>();
      Map<String, List<Row>> exported = new HashMap<>();
      String cursor = null;
      long clock = random.nextInt(100) - 50L;
      long key = 0;
      for (int run = 0; run < 8; run++) {
        for (int n = random.nextInt(6); n > 0; n--) {
          // Late by less than the overlap, with ties, inserted in any order of keys.
          source.add(
              SortedRelation.row(clock - random.nextInt(20), random.nextInt() * 1000L + key++));
          clock += random.nextInt(3);
        }
        SortedRelation now = new SortedRelation(List.copyOf(source));
        Slicing slicing = now.cut(mode, cursor);
        assertThat(slicing.problems()).isEmpty();
        if (slicing.cursor() == null) {
          continue;
        }
        slicing.cursor().replaced().ifPresent(r -> exported.remove(r.runId() + "/" + r.slice()));
        for (Slice slice : slicing.slices()) {
          exported.put("run" + run + "/" + slice.index(), now.in(slice.bounds()));
        }
        cursor =
            RivetJson.canonical(StoredCursor.after(mode.strategy(), slicing.cursor(), "run" + run));
      }
      List<Row> union = exported.values().stream().flatMap(List::stream).toList();
      assertThat(union).containsExactlyInAnyOrderElementsOf(source);
    }
  }
}
