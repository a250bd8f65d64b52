package dev.rivet.engine;

import static java.util.Objects.requireNonNull;

import dev.rivet.run.RunEvent;
import dev.rivet.run.RunListener;
import dev.rivet.unit.DataSize;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line that says how far a run is: rows, slices, source MB/s and the time left, by slices done or by the catalog's row
 * estimate. Redrawn with a carriage return at most ten times a second; one plain line per run is left at the end. One instance
 * may watch several runs, one after the other.
 *
 * <pre>{@code rivet.apply(plan).listener(ProgressBar.to(System.err)).execute();}</pre>
 */
public final class ProgressBar implements RunListener {
  private static final int WIDTH = 24;
  private static final Duration REDRAW = Duration.ofMillis(100);

  private final PrintStream out;
  private String export = "";
  private @Nullable Instant started;
  private @Nullable Instant drawn;
  private long rows;
  private long bytes;
  private int slices;
  private int slicesBefore;
  private int slicesDone;
  private @Nullable Long estimate;
  private int lastLength;

  private ProgressBar(PrintStream out) {
    this.out = out;
  }

  /** Draws to a stream, usually {@code System.err}. */
  public static ProgressBar to(PrintStream out) {
    return new ProgressBar(requireNonNull(out, "out"));
  }

  @Override
  public synchronized void on(RunEvent event) {
    if (event instanceof RunEvent.RunStarted e) {
      begin(e);
    } else if (event instanceof RunEvent.Progress e) {
      rows += e.rows();
      bytes += e.bytes();
    } else if (event instanceof RunEvent.SliceCompleted) {
      slicesDone++;
    } else if (event instanceof RunEvent.RunCompleted e) {
      end(e);
      return;
    }
    if (started != null
        && (drawn == null || Duration.between(drawn, event.at()).compareTo(REDRAW) >= 0)) {
      drawn = event.at();
      draw(line(event.at()), false);
    }
  }

  private void begin(RunEvent.RunStarted e) {
    export = e.export();
    started = e.at();
    drawn = null;
    rows = 0;
    bytes = 0;
    slices = e.slices();
    slicesBefore = e.slicesDone();
    slicesDone = e.slicesDone();
    estimate = e.rowEstimate();
  }

  private void end(RunEvent.RunCompleted e) {
    if (started != null) {
      draw(line(e.at()) + " " + e.status().name().toLowerCase(Locale.ROOT), true);
      started = null;
    }
  }

  private String line(Instant now) {
    double seconds =
        Math.max(0.001, Duration.between(requireNonNull(started), now).toNanos() / 1e9);
    double share = share();
    int filled = (int) Math.round(share * WIDTH);
    String eta = share > 0.01 && share < 1 ? " eta " + duration(seconds * (1 - share) / share) : "";
    return String.format(
        Locale.ROOT,
        "%s [%s%s] %3.0f%%  %,d rows  %d/%d slices  %s/s  %s%s",
        export,
        "#".repeat(filled),
        "-".repeat(WIDTH - filled),
        share * 100,
        rows,
        slicesDone,
        slices,
        DataSize.ofBytes((long) (bytes / seconds)),
        duration(seconds),
        eta);
  }

  /** Slices are exact but coarse; rows are fine but an estimate. The larger one is the better guess. */
  private double share() {
    int todo = slices - slicesBefore;
    double bySlices = todo <= 0 ? 1 : (double) (slicesDone - slicesBefore) / todo;
    double byRows =
        estimate == null || estimate <= 0 || slicesBefore > 0
            ? 0
            : Math.min(0.99, (double) rows / estimate);
    return bySlices >= 1 ? 1 : Math.max(bySlices, byRows);
  }

  private static String duration(double seconds) {
    long s = Math.round(seconds);
    return s < 60
        ? s + "s"
        : s < 3600 ? s / 60 + "m" + s % 60 + "s" : s / 3600 + "h" + s % 3600 / 60 + "m";
  }

  private void draw(String line, boolean isLast) {
    String padding = " ".repeat(Math.max(0, lastLength - line.length()));
    lastLength = line.length();
    out.print("\r" + line + padding + (isLast ? System.lineSeparator() : ""));
    out.flush();
  }
}
