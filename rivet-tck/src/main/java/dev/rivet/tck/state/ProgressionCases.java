package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Progression;
import dev.rivet.spi.state.StateException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** PG1–PG4, PG7, PG8. */
abstract class ProgressionCases extends Cases {
  private int runs;

  ProgressionCases(StateStoreContract contract) {
    super(contract);
  }

  @Test
  void numericCursorAdvancesPast999() throws Exception {
    assertFurther("int64", "999", "1000");
    assertFurther("int64", "-5", "-4");
    assertFurther("uint64", "9223372036854775807", "18446744073709551615");
    assertFurther("decimal(38,2)", "99999999999999999999.98", "100000000000000000000.00");
  }

  @Test
  void floatsCompareAsNumbers() throws Exception {
    assertFurther("float64", "9.5", "1.0E10");
    assertFurther("float64", "-1.5", "0.25");
  }

  @Test
  void timesCompareAsTimes() throws Exception {
    assertFurther("date", "9999-12-31", "+10000-01-01");
    assertFurther("timestamp(microsecond)", "2024-01-01T00:00:00", "2024-01-01T00:00:00.000001");
    assertFurther(
        "timestamp_tz(microsecond,UTC)", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.5Z");
    assertFurther(
        "timestamp_tz(microsecond,UTC)", "2024-01-01T09:00:00+09:00", "2024-01-01T00:00:01Z");
  }

  @Test
  void textComparesAsBytes() throws Exception {
    assertFurther("text", "1000", "999");
    assertFurther("text", "Z", "a");
    assertFurther("text", "\uFFFD", "\uD83E\uDD80"); // UTF-8 order, which is not that of UTF-16
    assertFurther("nobody knows this type", "a", "b");
    assertFurther("int64", "not a number", "number");
  }

  /** Each way round: the further cursor replaces, the nearer one does not. */
  private void assertFurther(String type, String nearer, String further) throws StateException {
    store.resetCursor(KEY);
    commitCursor(nearer, type);
    Boundary far = commitCursor(further, type);
    assertThat(committed()).as("%s after %s", further, nearer).contains(far);
    commitCursor(nearer, type);
    assertThat(committed()).as("%s does not replace %s", nearer, further).contains(far);
  }

  private Boundary commitCursor(String cursor, String type) throws StateException {
    String runId = "r" + ++runs;
    Boundary boundary = cursor(runId, cursor, type);
    committed(runId, boundary);
    return boundary;
  }

  private Optional<Boundary> committed() throws StateException {
    return store.progression(KEY).flatMap(Progression::committed);
  }

  @Test
  void equalCursorOfANewerRunReplaces() throws Exception {
    commitCursor("7", "int64");
    Boundary second = commitCursor("7", "int64");
    assertThat(committed()).contains(second);
  }

  @Test
  void cursorOfAnotherTypeReplaces() throws Exception {
    commitCursor("100", "int64");
    Boundary second = commitCursor("2024-01-01", "date");
    assertThat(committed()).contains(second);
  }

  @Test
  void newRunWithFewerChunksReplaces() throws Exception {
    committed("r1", chunk("r1", 9));
    committed("r2", chunk("r2", 2));
    assertThat(committed()).contains(chunk("r2", 2));
  }

  @Test
  void modeSwitchReplacesRow() throws Exception {
    commitCursor("100", "int64");
    committed("c1", chunk("c1", 3));
    assertThat(committed()).contains(chunk("c1", 3));
    Boundary full = new Boundary("full", null, null, null, "f1", STARTED);
    committed("f1", full);
    assertThat(committed()).contains(full);
    Boundary back = commitCursor("1", "int64");
    assertThat(committed()).contains(back);
    Boundary keyset = new Boundary("keyset", null, "0", "int64", "k1", STARTED);
    committed("k1", keyset);
    assertThat(committed()).contains(keyset);
  }

  @Test
  void repairLeavesTheBoundary() throws Exception {
    committed("r1", chunk("r1", 9));
    committed(repair("p1", "r1"), NOTHING);
    assertThat(committed()).contains(chunk("r1", 9));
  }

  @Test
  void queryChangeKeepsRow_resetClears() throws Exception {
    committed("r1", chunk("r1", 9));
    store.startRun(lease, checkpointed("of-another-plan"), slices(1));
    assertThat(committed()).contains(chunk("r1", 9));
    store.resetCursor(KEY);
    assertThat(store.progression(KEY)).isEmpty();
  }

  @Test
  void namespaceIsListedByName() throws Exception {
    for (String export : new String[] {"b", "a", "ä", "C"}) {
      lease = acquire(new ExportKey("listed", export), "owner-1");
      committed(export, chunk(export, 1));
    }
    assertThat(store.progressions("listed"))
        .extracting(progression -> progression.key().export())
        .containsExactly("C", "a", "b", "ä");
    assertThat(store.progressions("empty")).isEmpty();
  }
}
