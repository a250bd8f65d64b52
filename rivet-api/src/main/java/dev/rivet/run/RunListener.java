package dev.rivet.run;

/**
 * Observes a run. Called from the run's threads, one call at a time; slow listeners slow the run, exceptions are logged and
 * otherwise ignored (TF4).
 */
@FunctionalInterface
public interface RunListener {
  /** Something happened. */
  void on(RunEvent event);

  /** Both, in this order. */
  default RunListener andThen(RunListener next) {
    return event -> {
      on(event);
      next.on(event);
    };
  }
}
