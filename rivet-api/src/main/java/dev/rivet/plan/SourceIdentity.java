package dev.rivet.plan;

import static java.util.Objects.requireNonNull;

/**
 * Which database a plan was made for; holds nothing secret. Immutable.
 *
 * @param dialect name of the dialect, for example {@code postgres}
 * @param product product name of the server
 * @param version the server's version text
 * @param database database or catalog name
 * @param fingerprint stable id of the database, equal for every connection to it, different for another one; for example
 *     derived from the cluster's system identifier and the database's id
 * @param pooler {@code direct} or the label of the pooler found in between
 */
public record SourceIdentity(
    String dialect,
    String product,
    String version,
    String database,
    String fingerprint,
    String pooler) {
  /** Checks for null. */
  public SourceIdentity {
    requireNonNull(dialect, "dialect");
    requireNonNull(product, "product");
    requireNonNull(version, "version");
    requireNonNull(database, "database");
    requireNonNull(fingerprint, "fingerprint");
    requireNonNull(pooler, "pooler");
  }
}
