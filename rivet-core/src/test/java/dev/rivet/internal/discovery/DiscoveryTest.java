package dev.rivet.internal.discovery;

import static dev.rivet.internal.discovery.Columns.id;
import static dev.rivet.internal.discovery.Columns.integer;
import static dev.rivet.internal.discovery.Columns.nullableTime;
import static dev.rivet.internal.discovery.Columns.numeric;
import static dev.rivet.internal.discovery.Columns.table;
import static dev.rivet.internal.discovery.Columns.text;
import static dev.rivet.internal.discovery.Columns.time;
import static dev.rivet.internal.discovery.Columns.unindexedTime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.discover.DiscoveredTable;
import dev.rivet.spi.dialect.CatalogTable;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {

  @ParameterizedTest
  @CsvSource({
    "100000, true, true, full",
    "100001, true, true, chunked",
    "100001, true, false, chunked",
    "100001, false, true, incremental",
    "100001, false, false, full",
  })
  void modeThresholds(long rows, boolean hasInteger, boolean hasTimestamp, String mode) {
    assertThat(Suggestions.mode(OptionalLong.of(rows), hasInteger, hasTimestamp)).isEqualTo(mode);
  }

  @Test
  void unknownSizeIsReadWhole() {
    assertThat(Suggestions.mode(OptionalLong.empty(), true, true)).isEqualTo("full");
  }

  @ParameterizedTest
  @CsvSource({
    "999999, 100000",
    "1000000, 250000",
    "9999999, 250000",
    "10000000, 1000000",
    "99999999, 1000000",
    "100000000, 2500000",
  })
  void sizeThresholds(long rows, long chunk) {
    assertThat(Suggestions.chunkRows(rows)).isEqualTo(chunk);
  }

  @Test
  void nullableUpdatedAtSuggestsCreatedAt() {
    DiscoveredTable found =
        Suggestions.of(table(10, id(), time("created_at"), nullableTime("updated_at")));

    assertThat(found.suggestedCursorColumn()).isEqualTo("updated_at");
    assertThat(found.suggestedCursorFallbackColumn()).isEqualTo("created_at");
    assertThat(found.notes())
        .containsExactly(
            "updated_at is nullable: rows where it is NULL would be missed by a cursor on it alone;"
                + " follow COALESCE(updated_at, created_at)");
  }

  @Test
  void noFallbackWhereTheBestCursorIsNotNullable_orNothingElseIsNotNull() {
    assertThat(
            Suggestions.of(table(10, id(), time("created_at"), time("updated_at")))
                .suggestedCursorFallbackColumn())
        .isNull();
    assertThat(
            Suggestions.of(table(10, id(), nullableTime("created_at"), nullableTime("updated_at")))
                .suggestedCursorFallbackColumn())
        .isNull();
  }

  @Test
  void scaffoldCursorPrefersUpdateTimeThenCreationTimeThenTheFirst() {
    assertThat(
            Suggestions.of(table(1, time("a"), time("created_at"), time("modified_at")))
                .suggestedCursorColumn())
        .isEqualTo("modified_at");
    assertThat(Suggestions.of(table(1, time("a"), time("created_at"))).suggestedCursorColumn())
        .isEqualTo("created_at");
    assertThat(Suggestions.of(table(1, time("b"), time("a"))).suggestedCursorColumn())
        .isEqualTo("b");
    assertThat(Suggestions.of(table(1, id())).suggestedCursorColumn()).isNull();
  }

  @Test
  void unboundedNumericIsMarkedForReview() {
    DiscoveredTable found = Suggestions.of(table(1, id(), numeric("price")));

    assertThat(found.unboundedNumericColumns()).containsExactly("price");
    assertThat(found.notes())
        .containsExactly(
            "price is numeric without precision: give it a type; decimal(38,18) is a proposal to"
                + " review");
  }

  @Test
  void notesSayWhatIsMissing() {
    assertThat(Suggestions.of(table(1)).notes())
        .containsExactly("no visible columns: this account lacks SELECT on the table");
    assertThat(Suggestions.of(table(1, text("a"))).notes())
        .containsExactly("no primary key, and no integer column to chunk by");
    assertThat(Suggestions.of(table(200_000, integer("n"))).notes())
        .containsExactly("no primary key", "n leads no index: every chunk would scan the table");
    assertThat(Suggestions.of(table(1, id(), unindexedTime("updated_at"))).notes())
        .containsExactly("updated_at leads no index: following it would scan the table every time");
    assertThat(Suggestions.of(table("view", OptionalLong.empty(), text("a"))).notes())
        .containsExactly(
            "a view: no statistics, no key; every slice would run the view's query again");
    assertThat(Suggestions.of(table("table", OptionalLong.empty(), id())).notes())
        .containsExactly("no row estimate: run ANALYZE, then look again");
    assertThat(Suggestions.of(table("partitioned table", OptionalLong.of(1), id())).notes())
        .containsExactly(
            "a partitioned table: exported through the parent, all partitions together");
    assertThat(Suggestions.of(table(200_000, text("a"), time("t"))).notes())
        .containsExactly("no primary key, and no integer column to chunk by");
  }

  /** DI6. */
  @Test
  void anUpdateTimeThatNoTriggerMaintainsIsNotTrusted() {
    CatalogTable kept = table(1, id(), time("updated_at"));
    CatalogTable loose =
        new CatalogTable(
            "public",
            "t",
            "table",
            OptionalLong.of(1),
            OptionalLong.of(8192),
            true,
            false,
            kept.columns());

    assertThat(Suggestions.of(kept).notes()).isEmpty();
    assertThat(Suggestions.of(loose).notes())
        .containsExactly(
            "updated_at: trust not proven: no trigger maintains it, so an update that does not set"
                + " it would be missed");
  }
}
