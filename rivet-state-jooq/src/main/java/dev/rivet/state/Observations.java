package dev.rivet.state;

import static dev.rivet.state.Tables.DETAILS_JSON;
import static dev.rivet.state.Tables.DURATION_NANOS;
import static dev.rivet.state.Tables.ERROR_CODE;
import static dev.rivet.state.Tables.ERROR_MESSAGE;
import static dev.rivet.state.Tables.EXPORT;
import static dev.rivet.state.Tables.EXPORT_STATE;
import static dev.rivet.state.Tables.FINISHED_AT;
import static dev.rivet.state.Tables.JOURNAL;
import static dev.rivet.state.Tables.JOURNAL_TEXT;
import static dev.rivet.state.Tables.METRIC;
import static dev.rivet.state.Tables.METRIC_STATUS;
import static dev.rivet.state.Tables.NAMESPACE;
import static dev.rivet.state.Tables.PART_COUNT;
import static dev.rivet.state.Tables.PROGRESSION;
import static dev.rivet.state.Tables.RECORDED_AT;
import static dev.rivet.state.Tables.RETRIES;
import static dev.rivet.state.Tables.ROWS;
import static dev.rivet.state.Tables.RUN;
import static dev.rivet.state.Tables.RUN_ID;
import static dev.rivet.state.Tables.SIZE;
import static dev.rivet.state.Tables.STARTED_AT;
import static dev.rivet.state.Tables.isOf;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;

import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunMetric;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** What runs leave behind for people. */
final class Observations {
  private Observations() {}

  /** One row per run (I4): a failure gives way to what a resumed run came to, anything else stays. */
  static void metric(Tx tx, RunMetric metric) {
    tx.db()
        .insertInto(METRIC)
        .set(RUN_ID, metric.runId())
        .set(NAMESPACE, metric.key().namespace())
        .set(EXPORT, metric.key().export())
        .set(STARTED_AT, metric.startedAt())
        .set(FINISHED_AT, metric.startedAt().plus(metric.duration()))
        .set(DURATION_NANOS, metric.duration().toNanos())
        .set(METRIC_STATUS, metric.status())
        .set(ROWS, metric.rows())
        .set(PART_COUNT, metric.parts())
        .set(SIZE, metric.bytes())
        .set(RETRIES, metric.retries())
        .set(ERROR_CODE, metric.errorCode())
        .set(ERROR_MESSAGE, metric.errorMessage())
        .set(DETAILS_JSON, metric.detailsJson())
        .onConflict(RUN_ID)
        .doUpdate()
        .set(FINISHED_AT, excluded(FINISHED_AT))
        .set(DURATION_NANOS, excluded(DURATION_NANOS))
        .set(METRIC_STATUS, excluded(METRIC_STATUS))
        .set(ROWS, excluded(ROWS))
        .set(PART_COUNT, excluded(PART_COUNT))
        .set(SIZE, excluded(SIZE))
        .set(RETRIES, excluded(RETRIES))
        .set(ERROR_CODE, excluded(ERROR_CODE))
        .set(ERROR_MESSAGE, excluded(ERROR_MESSAGE))
        .set(DETAILS_JSON, excluded(DETAILS_JSON))
        .where(recordedStatus().in("failed", "cancelled"))
        .execute();
  }

  /** The status in the table, as opposed to the one that is to be written. */
  private static Field<String> recordedStatus() {
    return field(
        METRIC.getQualifiedName().append(METRIC_STATUS.getUnqualifiedName()), String.class);
  }

  static List<RunMetric> metrics(Tx tx, ExportKey key, int limit) {
    return tx.db()
        .select(
            RUN_ID,
            STARTED_AT,
            DURATION_NANOS,
            METRIC_STATUS,
            ROWS,
            PART_COUNT,
            SIZE,
            RETRIES,
            ERROR_CODE,
            ERROR_MESSAGE,
            DETAILS_JSON)
        .from(METRIC)
        .where(isOf(key))
        .orderBy(STARTED_AT.desc(), FINISHED_AT.desc(), RUN_ID.desc())
        .limit(limit)
        .fetch(
            row ->
                new RunMetric(
                    key,
                    row.get(RUN_ID),
                    row.get(STARTED_AT),
                    Duration.ofNanos(row.get(DURATION_NANOS)),
                    row.get(METRIC_STATUS),
                    row.get(ROWS),
                    row.get(PART_COUNT),
                    row.get(SIZE),
                    row.get(RETRIES),
                    row.get(ERROR_CODE),
                    row.get(ERROR_MESSAGE),
                    row.get(DETAILS_JSON)));
  }

  /** The last journal of a run stays: a resumed run writes a longer one. */
  static void journal(Tx tx, ExportKey key, String runId, String journal) {
    tx.db()
        .insertInto(JOURNAL)
        .set(RUN_ID, runId)
        .set(NAMESPACE, key.namespace())
        .set(EXPORT, key.export())
        .set(JOURNAL_TEXT, journal)
        .set(RECORDED_AT, tx.now())
        .onConflict(RUN_ID)
        .doUpdate()
        .set(JOURNAL_TEXT, excluded(JOURNAL_TEXT))
        .set(RECORDED_AT, excluded(RECORDED_AT))
        .execute();
  }

  static Optional<String> journal(Tx tx, String runId) {
    return tx.db()
        .select(JOURNAL_TEXT)
        .from(JOURNAL)
        .where(RUN_ID.eq(runId))
        .fetchOptional(JOURNAL_TEXT);
  }

  /** Names with state of any kind; those that start with a colon are the library's own. */
  static List<String> exports(Tx tx, String namespace) {
    Set<String> names = new TreeSet<>();
    for (Table<Record> table : List.of(RUN, METRIC, PROGRESSION, EXPORT_STATE)) {
      names.addAll(
          tx.db().selectDistinct(EXPORT).from(table).where(NAMESPACE.eq(namespace)).fetch(EXPORT));
    }
    names.removeIf(name -> name.startsWith(":"));
    return List.copyOf(names);
  }
}
