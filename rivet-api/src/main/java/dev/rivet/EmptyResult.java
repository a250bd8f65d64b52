package dev.rivet;

/** What an empty source leaves behind. */
public enum EmptyResult {
  /** A manifest without parts. The default. */
  NO_FILE,
  /** One part with schema or header and no rows. */
  EMPTY_FILE,
  /** Nothing at all: the run is skipped and an earlier manifest stays as it is (MF2, MF3). */
  SKIP
}
