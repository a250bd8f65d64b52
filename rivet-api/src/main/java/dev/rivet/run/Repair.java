package dev.rivet.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * Exports exactly the damaged slices of a reconcile report again; their former parts are superseded, not deleted (RR5). One
 * thread; not reusable.
 */
public interface Repair {

  /** What would be done; reads and writes nothing (RR2). */
  RepairPlan plan();

  /** Observes the repair. */
  @CanIgnoreReturnValue
  Repair listener(RunListener listener);

  /** Lets another thread stop it. */
  @CanIgnoreReturnValue
  Repair cancellation(Cancellation cancellation);

  /**
   * Repairs.
   *
   * @throws dev.rivet.error.DataIntegrityException with {@code REPAIR_FAILED} if a slice failed; then nothing changed for readers
   */
  @CanIgnoreReturnValue
  RepairReport execute();
}
