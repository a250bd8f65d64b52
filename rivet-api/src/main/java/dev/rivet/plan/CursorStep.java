package dev.rivet.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a run moves the cursor of its export, decided before the first row is read. Recorded by the transaction that commits
 * the run and by nothing else (I3). Immutable.
 *
 * @param key what is compared; a change is refused until the cursor is reset (CC8)
 * @param high largest key of the run, for people and progression; empty if there was none yet
 * @param highType canonical type of its first value
 * @param next where the next run begins, or null for the very first key
 * @param tailSlice slice of this run that the next run reads again and replaces, or null
 * @param replaces what this run replaces of an earlier one, or null
 */
public record CursorStep(
    List<KeyTerm> key,
    List<String> high,
    String highType,
    @Nullable KeyBound next,
    @Nullable Integer tailSlice,
    @Nullable Replaced replaces) {

  /**
   * A slice of an earlier run whose rows are read again.
   *
   * @param runId the run
   * @param slice index of the slice
   */
  public record Replaced(String runId, int slice) {}

  /** Copies the lists. */
  public CursorStep {
    key = List.copyOf(key);
    high = List.copyOf(high);
    requireNonNull(highType, "highType");
  }

  /** The slice of an earlier run that this run replaces. */
  public Optional<Replaced> replaced() {
    return Optional.ofNullable(replaces);
  }
}
