package dev.rivet.internal.run;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.PlanRejectedException;
import dev.rivet.error.RivetException;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.resource.Resources;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the lease of an export for as long as an operation works on it (SS6). Thread-safe. */
public final class LeaseKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

  private final Resources resources;
  private final Context context;
  private volatile Lease lease;

  private LeaseKeeper(Resources resources, Context context, Lease lease) {
    this.resources = resources;
    this.context = context;
    this.lease = lease;
  }

  /** Takes the lease or refuses: one operation per export at a time, across processes. */
  public static LeaseKeeper acquire(Resources resources, ExportKey key, Context context) {
    Lease lease =
        StateErrors.call(
                "taking the lease",
                context,
                () -> resources.state().acquireLease(key, resources.owner(), resources.leaseTtl()))
            .orElseThrow(
                () ->
                    new PlanRejectedException(
                        ErrorCode.RUN_IN_PROGRESS,
                        "another run, reconcile or repair of this export is at work, in this"
                            + " process or another one. Wait for it; if its process died, the lease"
                            + " ends by itself after at most "
                            + resources.leaseTtl(),
                        List.of(),
                        context.toMap(),
                        null));
    return new LeaseKeeper(resources, context, lease);
  }

  /** The lease, for the state store's fencing check. */
  public Lease lease() {
    return lease;
  }

  /** How often {@link #renew()} should be called. */
  public Duration interval() {
    return resources.leaseTtl().dividedBy(4);
  }

  /** Extends the lease; throws {@code LEASE_LOST} if another process took it over. */
  public void renew() {
    lease =
        StateErrors.call(
            "renewing the lease",
            context,
            () -> resources.state().renewLease(lease, resources.leaseTtl()));
  }

  /** Gives it back. A failure only delays the next run until the lease expires. */
  @Override
  public void close() {
    try {
      StateErrors.run("releasing the lease", context, () -> resources.state().releaseLease(lease));
    } catch (RivetException e) {
      log.warn("the lease of {} was not released and ends by itself", lease.key(), e);
    }
  }
}
