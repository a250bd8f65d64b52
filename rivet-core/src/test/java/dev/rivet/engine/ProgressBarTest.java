package dev.rivet.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ProgressBar bar = ProgressBar.to(new PrintStream(bytes, true, UTF_8));

  private static Instant at(double seconds) {
    return START.plusMillis(Math.round(seconds * 1000));
  }

  private List<String> lines() {
    return List.of(bytes.toString(UTF_8).split("[\r\n]+"));
  }

  @Test
  void showsRowsSlicesRateAndTimeLeft() {
    bar.on(new RunEvent.RunStarted(at(0), "r", "orders", "chunked", 4, 0, 1000L, false));
    bar.on(new RunEvent.Progress(at(1), 250, 3 << 20));
    bar.on(
        new RunEvent.SliceCompleted(
            at(2), new Slice(0, new SliceBounds.Whole()), 250, Duration.ofSeconds(2)));
    bar.on(new RunEvent.RunCompleted(at(8), "r", RunStatus.SUCCESS, 1000, 9, null));
    assertThat(lines())
        .contains(
            "orders [######------------------]  25%  250 rows  1/4 slices  1.5 MiB/s  2s eta 6s");
    assertThat(lines().get(lines().size() - 1)).endsWith("success").contains("8s");
  }

  @Test
  void drawsAtMostTenTimesASecond() {
    bar.on(new RunEvent.RunStarted(at(0), "r", "orders", "full", 1, 0, null, false));
    for (int i = 1; i <= 1000; i++) {
      bar.on(new RunEvent.Progress(at(i / 1000.0), 1, 1));
    }
    assertThat(lines().size()).isLessThanOrEqualTo(12);
  }

  @Test
  void aResumedRunStartsWhereItWas() {
    bar.on(new RunEvent.RunStarted(at(0), "r", "orders", "chunked", 4, 2, 1000L, true));
    assertThat(lines()).anyMatch(l -> l.contains("2/4 slices"));
    bar.on(
        new RunEvent.SliceCompleted(
            at(2), new Slice(2, new SliceBounds.Whole()), 250, Duration.ofSeconds(2)));
    assertThat(lines()).anyMatch(l -> l.contains(" 50%") && l.contains("3/4 slices"));
  }
}
