package dev.rivet.internal.cursor;

import dev.rivet.plan.CursorStep;
import dev.rivet.plan.KeyBound;
import dev.rivet.plan.KeyTerm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cursor as the state store keeps it, which takes it for opaque text (CC8).
 *
 * @param strategy mode that left it
 * @param key what is compared
 * @param high largest key so far
 * @param next where the next run begins, or null for the very first key
 * @param tail the slice the next run replaces, or null
 */
public record StoredCursor(
    String strategy,
    List<KeyTerm> key,
    List<String> high,
    @Nullable KeyBound next,
    CursorStep.@Nullable Replaced tail) {

  /** Copies the lists. */
  public StoredCursor {
    key = List.copyOf(key);
    high = List.copyOf(high);
  }

  /** What a run leaves. */
  public static StoredCursor after(String strategy, CursorStep step, String runId) {
    return new StoredCursor(
        strategy,
        step.key(),
        step.high(),
        step.next(),
        step.tailSlice() == null ? null : new CursorStep.Replaced(runId, step.tailSlice()));
  }
}
