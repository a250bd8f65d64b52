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
public record Lease(ExportKey key, String owner, long fencingNumber, Instant expiresAt) {}
