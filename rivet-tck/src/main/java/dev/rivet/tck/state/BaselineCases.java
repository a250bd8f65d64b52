package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.RunCommit;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** MI2, PG1, SD1, SD5. */
abstract class BaselineCases extends Cases {
  BaselineCases(StateStoreContract contract) {
    super(contract);
  }

  @Test
  void cursorIsWhatTheLastCommitSaid() throws Exception {
    assertThat(store.cursor(KEY)).isEmpty();
    committed(run("r1"), new RunCommit(cursor("r1", "100", "int64"), "100", null, Map.of()));
    assertThat(store.cursor(KEY)).contains("100");
    // The execution cursor is not the progression: it follows the run.
    committed(run("r2"), new RunCommit(cursor("r2", "99", "int64"), "99", null, Map.of()));
    assertThat(store.cursor(KEY)).contains("99");
  }

  @Test
  void commitWithoutCursorOrSchemaKeepsThem() throws Exception {
    committed(run("r1"), new RunCommit(null, "100", "[\"a\"]", Map.of("a", 1L)));
    committed(run("r2"), NOTHING);
    assertThat(store.cursor(KEY)).contains("100");
    assertThat(store.schema(KEY)).contains("[\"a\"]");
    assertThat(store.shape(KEY)).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void emptyCursorIsACursor() throws Exception {
    committed(run("r1"), new RunCommit(cursor("r1", "", "text"), "", null, Map.of()));
    assertThat(store.cursor(KEY)).contains("");
    assertThat(store.progression(KEY).orElseThrow().committed()).contains(cursor("r1", "", "text"));
  }

  @Test
  void schemaIsReplaced() throws Exception {
    committed(run("r1"), new RunCommit(null, null, "[\"a\"]", Map.of()));
    committed(run("r2"), new RunCommit(null, null, "[\"a\", \"ü\"]", Map.of()));
    assertThat(another().schema(KEY)).contains("[\"a\", \"ü\"]");
  }

  @Test
  void shapeOnlyGrows() throws Exception {
    committed(run("r1"), new RunCommit(null, null, null, Map.of("a", 10L, "b", 5L)));
    committed(run("r2"), new RunCommit(null, null, null, Map.of("a", 9L, "b", 6L, "c", 1L << 40)));
    assertThat(store.shape(KEY)).isEqualTo(Map.of("a", 10L, "b", 6L, "c", 1L << 40));
  }
}
