package dev.rivet.tck.dialect;

/** What a dialect declares it cannot do. The suite then asserts that it refuses loudly, instead of skipping. */
public enum Lack {
  /** Snapshots cannot be shared between connections: {@code exportSnapshot} and {@code joinSnapshot} refuse. */
  SNAPSHOT_SHARING,
  /** The server has no type without mapping, so that none can be refused. */
  UNMAPPED_TYPES
}
