package dev.rivet.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * Compares the source as it is now with what the last committed run exported, slice by slice. Reads only; writes nothing but
 * the verified boundary, and that only if everything matches (RC9, PG5). One thread; not reusable.
 */
public interface Reconcile {

  /** How deep to look. Default {@link Depth#COUNTS}. */
  @CanIgnoreReturnValue
  Reconcile depth(Depth depth);

  /** Lets another thread stop it. */
  @CanIgnoreReturnValue
  Reconcile cancellation(Cancellation cancellation);

  /**
   * Compares.
   *
   * @return the report, clean or not; {@link ReconcileReport#orThrow()} turns a mismatch into an exception (RC7)
   * @throws dev.rivet.error.RivetException if there is no run, the definition changed, or source or sink failed
   */
  ReconcileReport execute();
}
