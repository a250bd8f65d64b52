package dev.rivet.spi.state;

import java.time.Instant;

/**
 * The right to run an export. Immutable.
 *
 * @param key the export
 * @param owner who holds it
 * @param fencingNumber grows with every acquisition; checked in every transaction
 * @param expiresAt when it may be taken over
 */
public record Lease(ExportKey key, String owner, long fencingNumber, Instant expiresAt) {

  /**
   * The right to work on slices of a run that somebody else leads; recorded nowhere. What protects others from a stale owner is
   * the attempt of each {@link SliceClaim}: a claim that was not extended in time is given to somebody else under the next one.
   *
   * @param owner unique to one call of one process, because its claims are extended together
   * @param expiresAt until when its next claim is its own
   */
  public static Lease share(ExportKey key, String owner, Instant expiresAt) {
    return new Lease(key, owner, 0, expiresAt);
  }

  /** Whether this is only a {@link #share}: enough for slices, not for steps of the run. */
  public boolean isShare() {
    return fencingNumber == 0;
  }
}
