package dev.rivet.spi.state;

/**
 * What is recorded before the immutable manifest is put. Immutable.
 *
 * @param manifestKey object name
 * @param manifestFingerprint fingerprint of its bytes
 * @param manifestJson its exact bytes as text, so that whoever finishes the run puts the same bytes
 * @param commit what {@link StateStore#commit} will record; kept so that a roll-forward records the same
 */
public record Seal(
    String manifestKey, String manifestFingerprint, String manifestJson, RunCommit commit) {}
