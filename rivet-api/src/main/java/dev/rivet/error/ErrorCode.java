package dev.rivet.error;

/**
 * Stable names of failures. Names are never reused or renamed; the message of an exception may change, its code does not
 * (OC1, OC2).
 */
public enum ErrorCode {
  // Definitions
  /** A builder call was given something unusable; the exception lists every problem. */
  EXPORT_INVALID(Recovery.FIX_INPUT),
  /** Two exports of one call share a name. */
  EXPORT_DUPLICATE(Recovery.FIX_INPUT),
  /** The name cannot be used in file names. */
  EXPORT_NAME_UNSAFE(Recovery.FIX_INPUT),
  /** Table, view or query source does not exist or is not visible. */
  RELATION_NOT_FOUND(Recovery.FIX_INPUT),
  /** The query is not one plain SELECT. */
  QUERY_INVALID(Recovery.FIX_INPUT),
  /** A column named by the definition is not in the result. */
  COLUMN_NOT_FOUND(Recovery.FIX_INPUT),
  /** Two result columns have the same name. */
  COLUMN_DUPLICATE(Recovery.FIX_INPUT),
  /** A result column has no name. */
  COLUMN_UNNAMED(Recovery.FIX_INPUT),
  /** A column's type has no mapping. */
  TYPE_UNSUPPORTED(Recovery.FIX_INPUT),
  /** A column's type cannot be converted to the type asked for. */
  TYPE_OVERRIDE_INCOMPATIBLE(Recovery.FIX_INPUT),
  /** Strict policy met a lossy column. */
  TYPE_LOSSY(Recovery.FIX_INPUT),
  /** The format cannot carry a column's type. */
  FORMAT_TYPE_UNSUPPORTED(Recovery.FIX_INPUT),
  /** The chunk column is not an integer. */
  CHUNK_COLUMN_NOT_INTEGER(Recovery.FIX_INPUT),
  /** No key to chunk by. */
  CHUNK_KEY_NOT_FOUND(Recovery.FIX_INPUT),
  /** The key has far more values than the table has rows. */
  CHUNK_KEY_SPARSE(Recovery.FIX_INPUT),
  /** The key's smallest or largest value is outside 64 bits. */
  CHUNK_KEY_OUT_OF_RANGE(Recovery.FIX_INPUT),
  /** No such key, or not one that keyset windows can follow (KS1, KS3). */
  KEYSET_KEY_UNSUITABLE(Recovery.FIX_INPUT),
  /** The column cannot be a cursor, a day or a dense key: its type cannot be ordered and taken back exactly (MI3). */
  CURSOR_COLUMN_UNSUITABLE(Recovery.FIX_INPUT),
  /** The stored cursor belongs to other columns or another mode (CC8). */
  CURSOR_POLICY_CHANGED(Recovery.FIX_INPUT),
  /** The source cannot tell how far it is safe to read. */
  CURSOR_HORIZON_UNAVAILABLE(Recovery.FIX_INPUT),
  /** Rows may be or were passed over by a cursor: NULLs, ties without a key, times without zone. */
  CURSOR_UNSAFE(Recovery.FIX_INPUT),
  /** No dialect accepts the connection. */
  DIALECT_NOT_FOUND(Recovery.FIX_INPUT),
  /** The dialect cannot list tables. */
  DISCOVERY_UNAVAILABLE(Recovery.FIX_INPUT),
  /** No sink accepts the destination. */
  SINK_NOT_FOUND(Recovery.FIX_INPUT),
  /** The destination is not a usable location. */
  DESTINATION_INVALID(Recovery.FIX_INPUT),
  /** The consistency asked for cannot be had from this source. */
  CONSISTENCY_UNAVAILABLE(Recovery.FIX_INPUT),

  // Plans
  /** The text is not a plan this version can read. */
  PLAN_UNREADABLE(Recovery.FIX_INPUT),
  /** The plan was changed after it was made (PA10). */
  PLAN_EDITED(Recovery.FIX_INPUT),
  /** The plan is older than allowed (PA3). */
  PLAN_STALE(Recovery.FIX_INPUT),
  /** The plan's creation time is in the future. */
  PLAN_FROM_FUTURE(Recovery.FIX_INPUT),
  /** The plan belongs to another source. */
  PLAN_FOREIGN(Recovery.FIX_INPUT),
  /** The stored cursor moved since the plan was made (PA4). */
  PLAN_CURSOR_MOVED(Recovery.FIX_INPUT),
  /** The plan was already applied (PA14). */
  PLAN_ALREADY_APPLIED(Recovery.FIX_INPUT),
  /** The columns of the source differ from those planned. */
  PLAN_COLUMNS_CHANGED(Recovery.FIX_INPUT),

  // Runs
  /** Another run of the same export holds the lease. */
  RUN_IN_PROGRESS(Recovery.RETRY),
  /** An unfinished checkpointed run of another plan exists (CP2). */
  RUN_UNFINISHED(Recovery.FIX_INPUT),
  /** No run to reconcile or repair. */
  RUN_NOT_FOUND(Recovery.FIX_INPUT),
  /** The lease was taken over by another process. */
  LEASE_LOST(Recovery.RETRY),
  /** Cancelled or interrupted. */
  CANCELLED(Recovery.RETRY),
  /** One or more slices failed for good. */
  SLICES_FAILED(Recovery.INVESTIGATE),
  /** A commit may or may not have happened. */
  OUTCOME_UNKNOWN(Recovery.INVESTIGATE),

  // Source
  /** Connection refused, lost, or host unknown. */
  SOURCE_UNREACHABLE(Recovery.RETRY),
  /** The server refused the credentials. */
  SOURCE_AUTHENTICATION(Recovery.FIX_INPUT),
  /** The account may not read this. */
  SOURCE_PERMISSION(Recovery.FIX_INPUT),
  /** A statement ran longer than its timeout. */
  SOURCE_STATEMENT_TIMEOUT(Recovery.FIX_INPUT),
  /** A lock was not granted in time. */
  SOURCE_LOCK_TIMEOUT(Recovery.RETRY),
  /** Deadlock, serialization failure, or another conflict the server resolved against us. */
  SOURCE_CONFLICT(Recovery.RETRY),
  /** The server is out of connections or other resources. */
  SOURCE_OVERLOADED(Recovery.RETRY),
  /** The statement is wrong for this server. */
  SOURCE_STATEMENT_REJECTED(Recovery.FIX_INPUT),
  /** Any other failure of the source. */
  SOURCE_FAILED(Recovery.INVESTIGATE),
  /** A run took more from the source than its {@link dev.rivet.Budget} allows. */
  BUDGET_EXCEEDED(Recovery.FIX_INPUT),
  /** A value does not fit its target type and the policy is to fail. */
  VALUE_NOT_REPRESENTABLE(Recovery.FIX_INPUT),
  /** A single value is larger than allowed. */
  VALUE_TOO_LARGE(Recovery.FIX_INPUT),
  /** A NULL in a column that must not hold one. */
  VALUE_NULL(Recovery.FIX_INPUT),

  // Destination
  /** The destination refused the write. */
  SINK_PERMISSION(Recovery.FIX_INPUT),
  /** No space left. */
  SINK_FULL(Recovery.FIX_INPUT),
  /** A path or key would leave its prefix. */
  SINK_PATH_UNSAFE(Recovery.FIX_INPUT),
  /** The store reported another checksum than ours (I10). */
  SINK_CHECKSUM_MISMATCH(Recovery.RETRY),
  /** Any other failure of the destination. */
  SINK_FAILED(Recovery.RETRY),

  // State
  /** The state store did not record a step. */
  STATE_FAILED(Recovery.RETRY),
  /** The state store was made by a newer version of the library (SS1). */
  STATE_TOO_NEW(Recovery.FIX_INPUT),
  /** The state store refused an illegal step (I5, I6). */
  STATE_ILLEGAL_TRANSITION(Recovery.INVESTIGATE),

  // Verification
  /** The source's columns differ from the last run and the policy is to fail. */
  SCHEMA_DRIFT(Recovery.INVESTIGATE),
  /** A quality rule was broken. */
  QUALITY_FAILED(Recovery.INVESTIGATE),
  /** Source and output differ. */
  RECONCILE_MISMATCH(Recovery.INVESTIGATE),
  /** The reconciled run was exported from another definition. */
  RECONCILE_DEFINITION_CHANGED(Recovery.FIX_INPUT),
  /** The report belongs to another export or an older run (RR1). */
  REPAIR_REPORT_REFUSED(Recovery.FIX_INPUT),
  /** Some repairs failed. */
  REPAIR_FAILED(Recovery.INVESTIGATE),
  /** Validation found the output inconsistent. */
  VALIDATION_FAILED(Recovery.INVESTIGATE),

  // Validation findings, see VE1
  /** A listed part does not exist. */
  VERIFY_PART_MISSING(Recovery.INVESTIGATE),
  /** A listed part has another size. */
  VERIFY_PART_SIZE_MISMATCH(Recovery.INVESTIGATE),
  /** A listed part has other bytes. */
  VERIFY_PART_CHECKSUM_MISMATCH(Recovery.INVESTIGATE),
  /** A part holds another number of rows than listed. */
  VERIFY_PART_ROWS_MISMATCH(Recovery.INVESTIGATE),
  /** The success marker is not a fingerprint. */
  VERIFY_SUCCESS_MALFORMED(Recovery.INVESTIGATE),
  /** The success marker does not belong to the manifest. */
  VERIFY_SUCCESS_STALE(Recovery.INVESTIGATE),
  /** The success marker is missing. */
  VERIFY_SUCCESS_MISSING(Recovery.INVESTIGATE),
  /** The manifest contradicts itself. */
  VERIFY_MANIFEST_INCONSISTENT(Recovery.INVESTIGATE),
  /** The manifest cannot be read or is truncated. */
  VERIFY_MANIFEST_READ_ERROR(Recovery.INVESTIGATE),
  /** The marker cannot be read. */
  VERIFY_SUCCESS_READ_ERROR(Recovery.RETRY),
  /** The destination cannot be listed. */
  VERIFY_LIST_ERROR(Recovery.RETRY),
  /** Content verification was asked for but a checksum is missing. */
  VERIFY_CONTENT_UNMET(Recovery.INVESTIGATE),
  /** There is no manifest. */
  VERIFY_MANIFEST_REQUIRED(Recovery.INVESTIGATE),
  /** An object that no manifest lists; advisory. */
  VERIFY_UNTRACKED_OBJECT(Recovery.INVESTIGATE),

  /** A defect of this library. */
  INTERNAL(Recovery.INVESTIGATE);

  private final Recovery recovery;

  ErrorCode(Recovery recovery) {
    this.recovery = recovery;
  }

  /** The usual advice for this code. */
  public Recovery recovery() {
    return recovery;
  }
}
