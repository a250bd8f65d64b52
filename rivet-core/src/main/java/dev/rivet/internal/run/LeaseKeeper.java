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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the lease of an export, or a share of it, for as long as an operation works on it (SS6). Thread-safe. */
public final class LeaseKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(1);

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
    return tryAcquire(resources, key, context)
        .orElseThrow(() -> inProgress(resources.leaseTtl(), context));
  }

  /** Takes the lease unless another operation has it. */
  public static Optional<LeaseKeeper> tryAcquire(
      Resources resources, ExportKey key, Context context) {
    String owner = owner(resources);
    return StateErrors.call(
            "taking the lease",
            context,
            () -> resources.state().acquireLease(key, owner, resources.leaseTtl()))
        .map(lease -> new LeaseKeeper(resources, context, lease));
  }

  /** A share of a lease that somebody else holds. */
  public static LeaseKeeper share(Resources resources, ExportKey key, Context context) {
    return new LeaseKeeper(
        resources,
        context,
        Lease.share(key, owner(resources), resources.clock().instant().plus(resources.leaseTtl())));
  }

  /** Two operations of one process must not take each other's lease. */
  private static String owner(Resources resources) {
    return resources.owner() + "-" + Long.toHexString(resources.random().nextLong());
  }

  /** The refusal of those who do not wait. */
  public static PlanRejectedException inProgress(Duration ttl, Context context) {
    return new PlanRejectedException(
        ErrorCode.RUN_IN_PROGRESS,
        "another run, reconcile or repair of this export is at work, in this"
            + " process or another one. Wait for it; if its process died, the lease"
            + " ends by itself after at most "
            + ttl,
        List.of(),
        context.toMap(),
        null);
  }

  /** The lease, for the state store's fencing check. What is claimed with a share is claimed for its full time from now on. */
  public Lease lease() {
    Lease current = lease;
    return current.isShare()
        ? Lease.share(
            current.key(), current.owner(), resources.clock().instant().plus(resources.leaseTtl()))
        : current;
  }

  /** Whether this is a share only: slices yes, steps of the run no. */
  public boolean isShare() {
    return lease.isShare();
  }

  /** How often {@link #renew()} should be called. */
  public Duration interval() {
    return resources.leaseTtl().dividedBy(4);
  }

  /** How often to look what others do, while there is nothing else to do. */
  public Duration patience() {
    return patience(resources.leaseTtl());
  }

  /** The same, without a lease. */
  public static Duration patience(Duration ttl) {
    Duration share = ttl.dividedBy(20);
    return share.compareTo(LONGEST_PATIENCE) < 0 ? share : LONGEST_PATIENCE;
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
