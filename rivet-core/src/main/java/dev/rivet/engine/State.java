package dev.rivet.engine;

import static java.util.Objects.requireNonNull;

import dev.rivet.inspect.JournalEntry;
import dev.rivet.inspect.Listing;
import dev.rivet.inspect.StoredCursor;
import dev.rivet.inspect.UnfinishedRun;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.inspect.StateReader;
import dev.rivet.internal.resource.Resources;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.Progression;
import dev.rivet.spi.state.RunMetric;
import dev.rivet.spi.state.SliceRecord;
import java.time.Duration;
import java.util.List;

/**
 * The ledger of this engine's namespace: what ran, how far each export came, and the ways to forget it. Every listing prints as a
 * plain-text table and as JSON. Reading changes nothing. A reset wins over a run at work: that run fails at its next step with
 * {@code STATE_ILLEGAL_TRANSITION}, and nothing of it becomes visible (SS4). Thread-safe.
 *
 * <pre>{@code System.out.println(rivet.state().progression());}</pre>
 *
 * <p>Every method throws {@link dev.rivet.error.StateStoreException} if the store cannot be reached.
 */
public final class State {
  private static final int RUNS = 100;

  private final Resources resources;
  private final StateReader reader;

  State(Resources resources) {
    this.resources = resources;
    this.reader = new StateReader(resources);
  }

  /** Names of all exports with state, in order. */
  public List<String> exports() {
    return reader.exports();
  }

  /** Committed and verified boundary of every export (PG1–PG8). */
  public Listing<Progression> progression() {
    return reader.progression();
  }

  /** Stored cursors of exports that follow one. */
  public Listing<StoredCursor> cursors() {
    return reader.cursors();
  }

  /** Runs that are at work or stuck, oldest first (SS4). */
  public Listing<UnfinishedRun> unfinished() {
    return reader.unfinished();
  }

  /** The last run of every export, however it ended. */
  public Listing<RunMetric> lastRuns() {
    return reader.lastRuns();
  }

  /** Terminal figures of the last 100 runs of an export, newest first. */
  public Listing<RunMetric> runs(String export) {
    return reader.runs(requireNonNull(export, "export"), RUNS);
  }

  /** Figures of the last 100 campaigns, newest first (CA5). */
  public Listing<RunMetric> campaigns() {
    return reader.runs(StateReader.CAMPAIGNS, RUNS);
  }

  /** Slices of the run that is at work or stuck, else of the last committed one; empty if there is neither. */
  public Listing<SliceRecord> slices(String export) {
    return reader.slices(requireNonNull(export, "export"));
  }

  /** Slices of one run. */
  public Listing<SliceRecord> slicesOfRun(String runId) {
    return reader.slicesOfRun(requireNonNull(runId, "runId"));
  }

  /** The file log of one run: parts of its completed slices. */
  public Listing<PartRecord> parts(String runId) {
    return reader.parts(requireNonNull(runId, "runId"));
  }

  /** What happened in one run, in order; empty if it was not recorded or was pruned. */
  public Listing<JournalEntry> journal(String runId) {
    return reader.journal(requireNonNull(runId, "runId"));
  }

  /** Removes the cursor and the progression of an export: the next incremental run starts from the beginning (SS4). */
  public void resetCursor(String export) {
    StateErrors.run(
        "resetting the cursor",
        Context.export(export),
        () -> resources.state().resetCursor(resources.key(export)));
  }

  /** Abandons unfinished runs of an export and forgets its slices and progression (SS4). */
  public void resetChunks(String export) {
    StateErrors.run(
        "resetting the chunks",
        Context.export(export),
        () -> resources.state().resetChunks(resources.key(export)));
  }

  /**
   * Removes metrics, journals, slices and parts of finished runs older than this, of every export; what the current boundaries
   * stand on stays (SS7).
   *
   * @param age for example 90 days
   * @throws IllegalArgumentException if the age is negative
   */
  public void prune(Duration age) {
    if (age.isNegative()) {
      throw new IllegalArgumentException("age must not be negative: " + age);
    }
    reader.exports().forEach(export -> prune(export, age));
  }

  /**
   * The same for one export.
   *
   * @throws IllegalArgumentException if the age is negative
   */
  public void prune(String export, Duration age) {
    if (age.isNegative()) {
      throw new IllegalArgumentException("age must not be negative: " + age);
    }
    StateErrors.run(
        "pruning",
        Context.export(export),
        () ->
            resources.state().prune(resources.key(export), resources.clock().instant().minus(age)));
  }
}
