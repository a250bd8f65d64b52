package dev.rivet.tck.dialect;

/** What a dialect declares it cannot do. The suite then asserts that it refuses loudly, instead of skipping. */
public enum Lack {
  /** Snapshots cannot be shared between connections: {@code exportSnapshot} and {@code joinSnapshot} refuse. */
  SNAPSHOT_SHARING,
  /** The server has no type without mapping, so that none can be refused. */
  UNMAPPED_TYPES,
  /** A slice is one statement, whatever the target says; the statistics own up to it. */
  PAGING,
  /** Nobody can tell whether a connection has an open transaction: every one without auto-commit is refused, and left as it is. */
  TRANSACTION_STATE,
  /** Sessions cannot be made read-only: what a query writes to a table is rolled back, so that nothing of it stays. */
  READ_ONLY,
  /** Nothing but one SELECT can be wrapped: a query that begins with WITH is refused by name. */
  WITH_QUERIES,
  /** There is no server: no password to refuse, no session an administrator could end. */
  SERVER,
  /** Failures come without SQLState and vendor code: they are {@code SOURCE_FAILED}, and never tried again. */
  ERROR_CODES
}
