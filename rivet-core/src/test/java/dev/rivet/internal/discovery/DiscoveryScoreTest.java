package dev.rivet.internal.discovery;

import static dev.rivet.internal.discovery.Columns.id;
import static dev.rivet.internal.discovery.Columns.integer;
import static dev.rivet.internal.discovery.Columns.nullableTime;
import static dev.rivet.internal.discovery.Columns.text;
import static dev.rivet.internal.discovery.Columns.time;
import static dev.rivet.internal.discovery.Columns.unindexedTime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.discover.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DI1: the figures of contracts §12.1, as literals. */
class DiscoveryScoreTest {
  @Test
  void figures() {
    var columns =
        List.of(
            id(),
            time("ordered"),
            nullableTime("updated_at"),
            time("created_at"),
            text("a"),
            text("b"),
            text("c"));

    assertThat(Scores.cursors(columns))
        .extracting(Candidate::toString)
        .containsExactly("updated_at (75)", "created_at (64)", "ordered (45)", "id (30)");
    assertThat(Scores.chunkKeys(columns))
        .extracting(Candidate::toString)
        .containsExactly("id (60)");
  }

  @Test
  void reasonsAddUpToTheScore() {
    var columns = List.of(nullableTime("Modified_At"), text("a"));

    assertThat(Scores.cursors(columns).get(0))
        .satisfies(c -> assertThat(c.score()).isEqualTo(72))
        .satisfies(
            c ->
                assertThat(c.reasons())
                    .containsExactly(
                        "timestamp +40", "named modified_at +40", "nullable -10", "position +2"));
  }

  /** DI6: among equals the indexed column comes first; an update time still beats a creation time. */
  @Test
  void unindexedCursorIsRankedLower() {
    var columns =
        List.of(unindexedTime("a"), time("created_at"), time("b"), unindexedTime("updated_at"));

    assertThat(Scores.cursors(columns))
        .extracting(Candidate::toString)
        .containsExactly("updated_at (71)", "created_at (63)", "b (42)", "a (34)");
    assertThat(Scores.cursors(columns).get(3).reasons())
        .containsExactly("timestamp +40", "no index -10", "position +4");
  }

  @Test
  void positionIsWorthFivePointsAtMostAndOneAtLeast() {
    var columns =
        List.of(time("t7"), time("t6"), time("t5"), time("t4"), time("t3"), time("t2"), time("t1"));

    assertThat(Scores.cursors(columns))
        .extracting(Candidate::toString)
        .containsExactly(
            "t5 (45)", "t6 (45)", "t7 (45)", "t4 (44)", "t3 (43)", "t2 (42)", "t1 (41)");
  }

  @Test
  void equalScoresAreOrderedByName() {
    assertThat(Scores.chunkKeys(List.of(integer("b"), integer("c"), integer("a"))))
        .extracting(Candidate::toString)
        .containsExactly("a (20)", "b (20)", "c (20)");
  }

  @Test
  void integersThatAreNotThePrimaryKeyAreNoCursors_textIsNeither() {
    var columns = List.of(integer("quantity"), text("updated_at"));

    assertThat(Scores.cursors(columns)).isEmpty();
    assertThat(Scores.chunkKeys(columns))
        .extracting(Candidate::toString)
        .containsExactly("quantity (20)");
  }
}
