package dev.rivet.spi.sink;

/** Whether an existing object may be replaced. */
public enum PutMode {
  /** Fails if the key exists; of several writers exactly one wins where {@link SinkCapabilities#isConditional()}. */
  CREATE,
  /** Replaces atomically: a reader sees the old or the new object. */
  REPLACE
}
