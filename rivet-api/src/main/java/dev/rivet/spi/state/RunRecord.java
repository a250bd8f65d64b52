package dev.rivet.spi.state;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as stored. Immutable.
 *
 * @param key the export
 * @param start how it began
 * @param state where it is
 * @param manifestKey object name of the immutable manifest, from sealing on
 * @param manifestFingerprint fingerprint of its bytes, from sealing on
 * @param manifestJson its exact bytes as text, from sealing on
 * @param sealedCommit what {@link StateStore#seal} was given to be committed, from sealing on; times with microseconds
 * @param updatedAt last change of state
 */
public record RunRecord(
    ExportKey key,
    RunStart start,
    RunState state,
    @Nullable String manifestKey,
    @Nullable String manifestFingerprint,
    @Nullable String manifestJson,
    @Nullable RunCommit sealedCommit,
    Instant updatedAt) {

  /** The run's id. */
  public String runId() {
    return start.runId();
  }

  /** The sealed manifest's bytes as text. */
  public Optional<String> manifest() {
    return Optional.ofNullable(manifestJson);
  }

  /** What whoever finishes the run hands to {@link StateStore#commit} (I11). */
  public Optional<RunCommit> commit() {
    return Optional.ofNullable(sealedCommit);
  }
}
