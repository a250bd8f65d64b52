package dev.rivet.state;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.SliceStatus;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.EnumConverter;
import org.jooq.impl.SQLDataType;

/** Names of tables and columns; what they are is said by the migrations. */
final class Tables {
  private static final DataType<String> TEXT = SQLDataType.VARCHAR;
  private static final DataType<String> EXACT = TEXT.asConvertedDataType(new ExactText());
  private static final DataType<Integer> INT = SQLDataType.INTEGER;
  private static final DataType<Long> LONG = SQLDataType.BIGINT;
  private static final DataType<Boolean> BOOL = SQLDataType.BOOLEAN;
  private static final DataType<Instant> TIME =
      SQLDataType.OTHER.asConvertedDataType(new InstantBinding());

  static final Table<Record> VERSION = table(name("rivet_version"));
  static final Field<Integer> VERSION_NUMBER = column("version", INT);

  static final Table<Record> LEASE = table(name("rivet_lease"));
  static final Table<Record> RUN = table(name("rivet_run"));
  static final Table<Record> RUN_SHAPE = table(name("rivet_run_shape"));
  static final Table<Record> SLICE = table(name("rivet_slice"));
  static final Table<Record> PART = table(name("rivet_part"));
  static final Table<Record> EXPORT_STATE = table(name("rivet_export_state"));
  static final Table<Record> SCHEMA = table(name("rivet_schema"));
  static final Table<Record> SHAPE = table(name("rivet_shape"));
  static final Table<Record> PROGRESSION = table(name("rivet_progression"));
  static final Table<Record> METRIC = table(name("rivet_metric"));
  static final Table<Record> JOURNAL = table(name("rivet_journal"));

  // Columns that mean the same wherever they are.
  static final Field<String> NAMESPACE = column("namespace", TEXT);
  static final Field<String> EXPORT = column("export_name", TEXT);
  static final Field<String> RUN_ID = column("run_id", TEXT);
  static final Field<Integer> SLICE_INDEX = column("slice_index", INT);
  static final Field<Long> FENCING = column("fencing_no", LONG);
  static final Field<Instant> STARTED_AT = column("started_at", TIME);
  static final Field<Instant> UPDATED_AT = column("updated_at", TIME);
  static final Field<Long> ROWS = column("row_count", LONG);
  static final Field<Long> SIZE = column("size", LONG);
  static final Field<String> COLUMN = column("column_name", TEXT);
  static final Field<Long> LONGEST = column("longest", LONG);

  // lease
  static final Field<String> OWNER = column("owner", TEXT);
  static final Field<Instant> EXPIRES_AT = column("expires_at", TIME);

  // run
  static final Field<Long> RUN_NO = column("run_no", LONG);
  static final Field<String> KIND = column("kind", TEXT);
  static final Field<String> PARENT = column("parent_run_id", TEXT);
  static final Field<String> PLAN_ID = column("plan_id", TEXT);
  static final Field<String> PLAN_JSON = column("plan_json", TEXT);
  static final Field<String> PLAN_FINGERPRINT = column("plan_fingerprint", TEXT);
  static final Field<String> SOURCE_FINGERPRINT = column("source_fingerprint", TEXT);
  static final Field<String> STRATEGY = column("strategy", TEXT);
  static final Field<String> PREFIX = column("prefix", TEXT);
  static final Field<Boolean> CHECKPOINTED = column("is_checkpointed", BOOL);
  static final Field<RunState> STATE =
      column("state", TEXT.asConvertedDataType(new EnumConverter<>(String.class, RunState.class)));
  static final Field<Long> COMMIT_NO = column("commit_no", LONG);
  static final Field<String> ABANDON_REASON = column("abandon_reason", EXACT);
  static final Field<String> MANIFEST_KEY = column("manifest_key", TEXT);
  static final Field<String> MANIFEST_FINGERPRINT = column("manifest_fingerprint", TEXT);
  static final Field<String> MANIFEST_JSON = column("manifest_json", TEXT);
  static final Field<String> CURSOR_LOW = column("cursor_low", EXACT);
  static final Field<String> CURSOR_HIGH = column("cursor_high", EXACT);
  static final BoundaryColumns COMMIT = boundary("commit");
  static final Field<String> COMMIT_SCHEMA = column("commit_schema_json", TEXT);

  // slice
  static final Field<String> BOUNDS_KIND = column("bounds_kind", TEXT);
  static final Field<String> BOUNDS_COLUMN = column("bounds_column", EXACT);
  static final Field<Long> BOUNDS_FROM = column("bounds_from", LONG);
  static final Field<Long> BOUNDS_TO = column("bounds_to", LONG);
  static final Field<SliceStatus> STATUS =
      column(
          "status", TEXT.asConvertedDataType(new EnumConverter<>(String.class, SliceStatus.class)));
  static final Field<Integer> ATTEMPTS = column("attempts", INT);
  static final Field<Integer> ROUND_ATTEMPTS = column("round_attempts", INT);
  static final Field<Boolean> PINNED = column("is_pinned", BOOL);
  static final Field<String> WORKER = column("worker", TEXT);
  static final Field<String> CLAIM_OWNER = column("claim_owner", TEXT);
  static final Field<Long> CLAIM_FENCING = column("claim_fencing_no", LONG);
  static final Field<Instant> CLAIM_UNTIL = column("claim_until", TIME);
  static final Field<String> LAST_ERROR = column("last_error", EXACT);
  static final Field<String> CONTENT_DIGEST = column("content_digest", TEXT);
  static final Field<String> DETAILS = column("details", TEXT);

  // part
  static final Field<Integer> PART_NO = column("part_no", INT);
  static final Field<String> PART_NAME = column("name", TEXT);
  static final Field<String> FINGERPRINT = column("fingerprint", TEXT);
  static final Field<String> MD5 = column("md5", TEXT);

  // boundaries and baselines
  static final Field<String> CURSOR = column("cursor_value", EXACT);
  static final Field<String> COLUMNS_JSON = column("columns_json", TEXT);
  static final BoundaryColumns COMMITTED = boundary("committed");
  static final BoundaryColumns VERIFIED = boundary("verified");

  // observability
  static final Field<Instant> FINISHED_AT = column("finished_at", TIME);
  static final Field<Long> DURATION_NANOS = column("duration_nanos", LONG);
  static final Field<String> METRIC_STATUS = column("status", TEXT);
  static final Field<Integer> PART_COUNT = column("part_count", INT);
  static final Field<Integer> RETRIES = column("retries", INT);
  static final Field<String> ERROR_CODE = column("error_code", TEXT);
  static final Field<String> ERROR_MESSAGE = column("error_message", EXACT);
  static final Field<String> DETAILS_JSON = column("details_json", TEXT);
  static final Field<String> JOURNAL_TEXT = column("journal", EXACT);
  static final Field<Instant> RECORDED_AT = column("recorded_at", TIME);

  private Tables() {}

  /** Rows of one export (SS5). */
  static Condition isOf(ExportKey key) {
    return NAMESPACE.eq(key.namespace()).and(EXPORT.eq(key.export()));
  }

  private static <T> Field<T> column(String name, DataType<T> type) {
    return field(name(name), type);
  }

  private static BoundaryColumns boundary(String prefix) {
    return new BoundaryColumns(
        column(prefix + "_strategy", TEXT),
        column(prefix + "_slice_index", INT),
        column(prefix + "_cursor", EXACT),
        column(prefix + "_cursor_type", TEXT),
        column(prefix + "_run_id", TEXT),
        column(prefix + "_at", TIME));
  }
}
