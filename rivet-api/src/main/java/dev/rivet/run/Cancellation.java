package dev.rivet.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A switch that stops runs from outside. Within five seconds the run has stopped its statements, thrown away unfinished parts
 * and thrown {@link dev.rivet.error.ExportCancelledException}; finished slices are kept. Interrupting the calling thread does
 * the same. Thread-safe.
 */
public final class Cancellation {
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final List<Runnable> actions = new ArrayList<>();

  /** A switch that is not thrown yet. */
  public static Cancellation create() {
    return new Cancellation();
  }

  private Cancellation() {}

  /** Throws the switch; further calls do nothing. */
  public void cancel() {
    if (!cancelled.compareAndSet(false, true)) {
      return;
    }
    List<Runnable> now;
    synchronized (actions) {
      now = List.copyOf(actions);
      actions.clear();
    }
    now.forEach(Runnable::run);
  }

  /** Whether the switch was thrown. */
  public boolean isCancelled() {
    return cancelled.get();
  }

  /** Runs an action once when the switch is thrown, at once if it already was. The action must be quick and not throw. */
  public void onCancel(Runnable action) {
    synchronized (actions) {
      if (!cancelled.get()) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  /** Forgets an action given to {@link #onCancel}. */
  public void remove(Runnable action) {
    synchronized (actions) {
      actions.remove(action);
    }
  }
}
