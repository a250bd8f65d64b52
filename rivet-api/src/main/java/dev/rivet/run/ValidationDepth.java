package dev.rivet.run;

/** How deep a validation looks; each includes the ones before (VD2). */
public enum ValidationDepth {
  /** Manifest and marker. */
  LIGHT,
  /** Also existence and size of every part. */
  SAMPLE,
  /** Also every byte against its fingerprint, and row counts against footers. */
  FULL
}
