package dev.rivet.error;

/** What a caller should do about a failure. */
public enum Recovery {
  /** Transient: the same call may succeed later. */
  RETRY,
  /** The definition, the configuration or the call must change first. */
  FIX_INPUT,
  /** A person must look before anything is tried again. */
  INVESTIGATE
}
