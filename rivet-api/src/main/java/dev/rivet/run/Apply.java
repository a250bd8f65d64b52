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
