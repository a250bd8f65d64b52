package dev.rivet.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * Applies a plan: options, then one terminal call. Applying the same plan again after a failure continues what is unfinished.
 * One thread; not reusable.
 */
public interface Apply {

  /** Overrides every {@link Guard} that would refuse; each bypass is recorded in the report. */
  @CanIgnoreReturnValue
  Apply force();

  /** Checks the output after the commit, without touching the source (TF1); a failure is {@code VALIDATION_FAILED}. */
  @CanIgnoreReturnValue
  Apply validate();

  /**
   * Shares the work with every process that applies this plan in the same way against the same state store (SS6): slices are
   * claimed by whoever is free, those of a process that died are taken over, and exactly one process finishes the run. Each call
   * returns once the plan is committed, by whomever. Without it a second process gets {@code RUN_IN_PROGRESS}. A plan that cannot
   * be resumed ({@code Full}, one shared snapshot, unique rules) is worked on by one process while the others wait.
   */
  @CanIgnoreReturnValue
  Apply together();

  /** Observes the run; several listeners are called in turn. */
  @CanIgnoreReturnValue
  Apply listener(RunListener listener);

  /** Lets another thread stop the run. */
  @CanIgnoreReturnValue
  Apply cancellation(Cancellation cancellation);

  /**
   * Runs to the end.
   *
   * @throws dev.rivet.error.RivetException see its subtypes; nothing is visible of a run that threw, unless it is {@link
   *     dev.rivet.error.OutcomeUnknownException} or validation failed
   */
  @CanIgnoreReturnValue
  ApplyResult execute();
}
