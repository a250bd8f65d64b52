package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** I4. */
abstract class MetricsCases extends Cases {
  MetricsCases(StateStoreContract contract) {
    super(contract);
  }

  static RunMetric metric(String runId, Instant startedAt, String status) {
    return new RunMetric(
        KEY,
        runId,
        startedAt,
        Duration.ofNanos(1_234_567_891),
        status,
        5_000_000_000L,
        3,
        1L << 40,
        2,
        status.equals("failed") ? "SOURCE_FAILED" : null,
        status.equals("failed") ? "value \0 is\nbroken" : null,
        "{\"a\":\"ü\"}");
  }

  @Test
  void oneTerminalRowPerRunMatchingOutcome() throws Exception {
    RunMetric first = metric("r1", STARTED, "success");
    store.recordMetric(first);
    store.recordMetric(metric("r1", STARTED.plusSeconds(1), "failed"));
    assertThat(another().metrics(KEY, 10)).containsExactly(first);
  }

  @Test
  void aResumedRunHasTheOutcomeItHadInTheEnd() throws Exception {
    for (String before : List.of("failed", "cancelled")) {
      RunMetric last = metric(before + "1", STARTED, "success");
      store.recordMetric(metric(before + "1", STARTED, before));
      store.recordMetric(last);
      assertThat(another().metrics(KEY, 10))
          .contains(last)
          .hasSize(before.equals("failed") ? 1 : 2);
    }
  }

  @Test
  void oneTerminalRowPerRunWhoeverIsFirst() throws Exception {
    var other = another();
    var unused =
        Threads.run(
            4,
            i -> {
              (i % 2 == 0 ? store : other).recordMetric(metric("r1", STARTED, "success"));
              return i;
            });
    assertThat(store.metrics(KEY, 10)).hasSize(1);
  }

  @Test
  void newestFirst() throws Exception {
    RunMetric middle = metric("a", STARTED.plusNanos(1000), "success");
    RunMetric oldest = metric("c", STARTED, "skipped");
    RunMetric newest = metric("b", STARTED.plusSeconds(60), "failed");
    store.recordMetric(middle);
    store.recordMetric(oldest);
    store.recordMetric(newest);
    assertThat(store.metrics(KEY, 10)).containsExactly(newest, middle, oldest);
    assertThat(store.metrics(KEY, 2)).containsExactly(newest, middle);
    assertThat(store.metrics(new ExportKey("other", "orders"), 10)).isEmpty();
  }

  @Test
  void journalIsKeptAsItIs() throws Exception {
    String journal = "{\"event\":\"PlanResolved\",\"sql\":\"ü \\u0000\"}\r\n{\"event\":\"x\"}\n";
    store.recordJournal(KEY, "r1", journal);
    assertThat(another().journal("r1")).contains(journal);
    assertThat(store.journal("r2")).isEmpty();
  }

  @Test
  void journalOfAResumedRunReplacesTheFirst() throws Exception {
    store.recordJournal(KEY, "r1", "{}\n");
    store.recordJournal(KEY, "r1", "{}\n{}\n");
    assertThat(store.journal("r1")).contains("{}\n{}\n");
  }
}
