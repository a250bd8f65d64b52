package dev.rivet.spi.sink;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * What a sink can do. Immutable.
 *
 * @param protocol how objects become visible
 * @param isConditional whether {@link PutMode#CREATE} is atomic between processes
 * @param checksums algorithms the store can check or report; we compute these beside the content fingerprint
 */
public record SinkCapabilities(
    CommitProtocol protocol, boolean isConditional, Set<Checksums.Algorithm> checksums) {

  /** How objects become visible. */
  public enum CommitProtocol {
    /** Temporary object and rename. */
    ATOMIC,
    /** Visible when the upload is completed. */
    FINALIZE_ON_CLOSE
  }

  /** Copies the set. */
  public SinkCapabilities {
    requireNonNull(protocol, "protocol");
    checksums = Set.copyOf(checksums);
  }

  /** A sink without conditional writes and without checksums. */
  public static SinkCapabilities of(CommitProtocol protocol) {
    return new SinkCapabilities(protocol, false, Set.of());
  }

  /** {@link PutMode#CREATE} is atomic between processes. */
  public SinkCapabilities conditional() {
    return new SinkCapabilities(protocol, true, checksums);
  }

  /** Algorithms the store can check or report. */
  public SinkCapabilities withChecksums(Checksums.Algorithm... algorithms) {
    return new SinkCapabilities(protocol, isConditional, Set.of(algorithms));
  }
}
