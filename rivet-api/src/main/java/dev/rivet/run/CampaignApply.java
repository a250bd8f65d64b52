package dev.rivet.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * Applies a campaign: options, then one terminal call. By default wave by wave, one export at a time. A failed export stops
 * neither its wave nor later ones (CA3). Applying the same campaign again skips what it has committed and continues what it left
 * unfinished (CA4). One thread; not reusable.
 */
public interface CampaignApply {

  /**
   * Wave by wave, with a barrier between waves; in a wave the heavy exports first, one at a time, then the cheap ones side by side
   * (CA1, CA2).
   *
   * @param exports most exports at a time, at least 1
   */
  @CanIgnoreReturnValue
  CampaignApply parallel(int exports);

  /**
   * No waves: the export that should take longest starts first, and whoever ends makes room for the next one. Exports that may not
   * run beside others do not overlap each other (CA7).
   *
   * @param exports most exports at a time, at least 1
   */
  @CanIgnoreReturnValue
  CampaignApply pooled(int exports);

  /** As {@link Apply#force()}, for every export. */
  @CanIgnoreReturnValue
  CampaignApply force();

  /** As {@link Apply#validate()}, for every export (CA6). */
  @CanIgnoreReturnValue
  CampaignApply validate();

  /** Reconciles every export by counts once it is committed; a difference is a failure of that export (CA6). */
  @CanIgnoreReturnValue
  CampaignApply reconcile();

  /** Observes every run; called from several threads, one call at a time per run. */
  @CanIgnoreReturnValue
  CampaignApply listener(RunListener listener);

  /** Lets another thread stop the campaign; what has not begun does not begin. */
  @CanIgnoreReturnValue
  CampaignApply cancellation(Cancellation cancellation);

  /**
   * Runs to the end.
   *
   * @return what became of every export; {@link CampaignResult#orThrow()} turns the worst failure into an exception
   */
  CampaignResult execute();
}
