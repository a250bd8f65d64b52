package dev.rivet.state;

import static dev.rivet.state.Tables.EXPIRES_AT;
import static dev.rivet.state.Tables.EXPORT;
import static dev.rivet.state.Tables.FENCING;
import static dev.rivet.state.Tables.LEASE;
import static dev.rivet.state.Tables.NAMESPACE;
import static dev.rivet.state.Tables.OWNER;
import static dev.rivet.state.Tables.isOf;

import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateException.Kind;
import dev.rivet.state.Engine.Lock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Who may run an export (SS6). A row is never deleted, so that fencing numbers never repeat. */
final class Leases {
  private Leases() {}

  static Optional<Lease> acquire(Tx tx, ExportKey key, String owner, Duration ttl) {
    tx.db()
        .insertInto(LEASE)
        .set(NAMESPACE, key.namespace())
        .set(EXPORT, key.export())
        .set(FENCING, 0L)
        .onConflictDoNothing()
        .execute();
    Record row = row(tx, key, Lock.EXCLUSIVE);
    if (row == null) {
      throw new IllegalStateException("no lease row for " + key);
    }
    String holder = row.get(OWNER);
    boolean isFree =
        holder == null || holder.equals(owner) || !row.get(EXPIRES_AT).isAfter(tx.now());
    if (!isFree) {
      return Optional.empty();
    }
    Lease lease = new Lease(key, owner, row.get(FENCING) + 1, expiry(tx, ttl));
    store(tx, lease);
    return Optional.of(lease);
  }

  static Lease renew(Tx tx, Lease lease, Duration ttl) throws StateException {
    Lease renewed = new Lease(lease.key(), lease.owner(), lease.fencingNumber(), expiry(tx, ttl));
    if (lease.isShare()) {
      Slices.extend(tx, renewed);
      return renewed;
    }
    check(tx, lease, Lock.EXCLUSIVE);
    store(tx, renewed);
    return renewed;
  }

  static void release(Tx tx, Lease lease) {
    if (lease.isShare()) {
      Slices.extend(tx, Lease.share(lease.key(), lease.owner(), tx.now()));
      return;
    }
    tx.db()
        .update(LEASE)
        .setNull(OWNER)
        .setNull(EXPIRES_AT)
        .where(isOf(lease.key()))
        .and(OWNER.eq(lease.owner()))
        .and(FENCING.eq(lease.fencingNumber()))
        .execute();
  }

  /**
   * Throws unless the lease is the newest one of its export and was not given back; until the transaction ends nobody can take it
   * over. Steps of slices share the row, so that workers do not wait for each other; steps of the run have it alone.
   */
  static void check(Tx tx, Lease lease, Lock lock) throws StateException {
    Record row = row(tx, lease.key(), lock);
    if (row == null
        || row.get(FENCING) != lease.fencingNumber()
        || !lease.owner().equals(row.get(OWNER))) {
      throw new StateException(
          Kind.LEASE_LOST,
          "lease "
              + lease.fencingNumber()
              + " of "
              + lease.key()
              + " is no longer held by "
              + lease.owner()
              + (row == null || row.get(OWNER) == null ? "" : ", but by " + row.get(OWNER)),
          null);
    }
  }

  /** For a step of a slice: a share needs no number, but the run must not change state meanwhile. */
  static void checkForSlice(Tx tx, Lease lease) throws StateException {
    if (lease.isShare()) {
      @Nullable Record unused = row(tx, lease.key(), Lock.SHARED);
    } else {
      check(tx, lease, Lock.SHARED);
    }
  }

  /** Waits for steps of the export's run that are under way, for changes that nobody needs a lease for. */
  static void exclude(Tx tx, ExportKey key) {
    @Nullable Record unused = row(tx, key, Lock.EXCLUSIVE);
  }

  private static @Nullable Record row(Tx tx, ExportKey key, Lock lock) {
    return tx.locked(tx.db().select(OWNER, FENCING, EXPIRES_AT).from(LEASE).where(isOf(key)), lock)
        .fetchOne();
  }

  private static Instant expiry(Tx tx, Duration ttl) {
    return InstantBinding.stored(tx.now().plus(ttl));
  }

  private static void store(Tx tx, Lease lease) {
    tx.db()
        .update(LEASE)
        .set(OWNER, lease.owner())
        .set(FENCING, lease.fencingNumber())
        .set(EXPIRES_AT, lease.expiresAt())
        .where(isOf(lease.key()))
        .execute();
  }
}
