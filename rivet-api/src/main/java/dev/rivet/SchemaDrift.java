package dev.rivet;

/** What to do when the source's columns differ from the last committed run (SD1). Checked before the first row is read. */
public enum SchemaDrift {
  /** Warn and take the new columns as baseline. The default. */
  WARN,
  /** Take the new columns as baseline silently. */
  CONTINUE,
  /** Fail with {@code SCHEMA_DRIFT}, write nothing, keep the old baseline. */
  FAIL
}
