package dev.rivet.state;

import static dev.rivet.state.Tables.ABANDON_REASON;
import static dev.rivet.state.Tables.CHECKPOINTED;
import static dev.rivet.state.Tables.COLUMN;
import static dev.rivet.state.Tables.COMMIT;
import static dev.rivet.state.Tables.COMMIT_NO;
import static dev.rivet.state.Tables.COMMIT_SCHEMA;
import static dev.rivet.state.Tables.CURSOR_HIGH;
import static dev.rivet.state.Tables.CURSOR_LOW;
import static dev.rivet.state.Tables.EXPORT;
import static dev.rivet.state.Tables.FENCING;
import static dev.rivet.state.Tables.KIND;
import static dev.rivet.state.Tables.LONGEST;
import static dev.rivet.state.Tables.MANIFEST_FINGERPRINT;
import static dev.rivet.state.Tables.MANIFEST_JSON;
import static dev.rivet.state.Tables.MANIFEST_KEY;
import static dev.rivet.state.Tables.NAMESPACE;
import static dev.rivet.state.Tables.PARENT;
import static dev.rivet.state.Tables.PLAN_FINGERPRINT;
import static dev.rivet.state.Tables.PLAN_ID;
import static dev.rivet.state.Tables.PLAN_JSON;
import static dev.rivet.state.Tables.PREFIX;
import static dev.rivet.state.Tables.RUN;
import static dev.rivet.state.Tables.RUN_ID;
import static dev.rivet.state.Tables.RUN_NO;
import static dev.rivet.state.Tables.RUN_SHAPE;
import static dev.rivet.state.Tables.SOURCE_FINGERPRINT;
import static dev.rivet.state.Tables.STARTED_AT;
import static dev.rivet.state.Tables.STATE;
import static dev.rivet.state.Tables.STRATEGY;
import static dev.rivet.state.Tables.UPDATED_AT;
import static dev.rivet.state.Tables.isOf;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;

import dev.rivet.plan.Slice;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.Seal;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateException.Kind;
import dev.rivet.state.Engine.Lock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Runs and their states. */
final class Runs {
  private static final List<RunState> UNFINISHED = List.of(RunState.WRITING, RunState.SEALING);

  private static final List<Field<?>> COLUMNS =
      Stream.concat(
              COMMIT.all().stream(),
              Stream.of(
                  RUN_ID,
                  NAMESPACE,
                  EXPORT,
                  KIND,
                  PARENT,
                  PLAN_ID,
                  PLAN_JSON,
                  PLAN_FINGERPRINT,
                  SOURCE_FINGERPRINT,
                  STRATEGY,
                  PREFIX,
                  CHECKPOINTED,
                  STATE,
                  MANIFEST_KEY,
                  MANIFEST_FINGERPRINT,
                  MANIFEST_JSON,
                  CURSOR_HIGH,
                  COMMIT_SCHEMA,
                  STARTED_AT,
                  UPDATED_AT))
          .<Field<?>>map(field -> field)
          .toList();

  private Runs() {}

  static void start(Tx tx, Lease lease, RunStart run, List<Slice> slices) throws StateException {
    Leases.check(tx, lease, Lock.EXCLUSIVE);
    if (tx.db().fetchExists(RUN, RUN_ID.eq(run.runId()))) {
      throw illegal("start run " + run.runId(), "there is one of this id");
    }
    if (run.isCheckpointed() && run.kind().equals(RunStart.EXPORT)) {
      refuseSecond(tx, lease.key(), run); // CP2
    }
    tx.db()
        .insertInto(RUN)
        .set(RUN_ID, run.runId())
        .set(NAMESPACE, lease.key().namespace())
        .set(EXPORT, lease.key().export())
        .set(RUN_NO, next(tx, lease.key(), RUN_NO))
        .set(KIND, run.kind())
        .set(PARENT, run.parentRunId())
        .set(PLAN_ID, run.planId())
        .set(PLAN_JSON, run.planJson())
        .set(PLAN_FINGERPRINT, run.planFingerprint())
        .set(SOURCE_FINGERPRINT, run.sourceFingerprint())
        .set(STRATEGY, run.strategy())
        .set(PREFIX, run.prefix())
        .set(CHECKPOINTED, run.isCheckpointed())
        .set(STATE, RunState.WRITING)
        .set(FENCING, lease.fencingNumber())
        .set(CURSOR_LOW, Boundaries.cursor(tx, lease.key()).orElse(null))
        .set(STARTED_AT, run.startedAt())
        .set(UPDATED_AT, tx.now())
        .execute();
    Slices.insert(tx, run.runId(), slices);
  }

  private static void refuseSecond(Tx tx, ExportKey key, RunStart run) throws StateException {
    String other =
        tx.db()
            .select(RUN_ID)
            .from(RUN)
            .where(isOf(key))
            .and(KIND.eq(RunStart.EXPORT))
            .and(CHECKPOINTED.isTrue())
            .and(STATE.in(UNFINISHED))
            .fetchAny(RUN_ID);
    if (other != null) {
      throw illegal("start run " + run.runId(), "run " + other + " of " + key + " is unfinished");
    }
  }

  /** Grows by one with every run or commit of an export; the lease keeps others from taking the same. */
  private static long next(Tx tx, ExportKey key, Field<Long> number) {
    Long last =
        tx.db()
            .select(coalesce(max(number), inline(0L)))
            .from(RUN)
            .where(isOf(key))
            .fetchSingle()
            .value1();
    return last + 1;
  }

  // ---- steps

  static void seal(Tx tx, Lease lease, String runId, Seal seal) throws StateException {
    Leases.check(tx, lease, Lock.EXCLUSIVE);
    Slices.requireCompleted(tx, runId); // I6
    RunCommit commit = seal.commit();
    Map<Field<?>, @Nullable Object> values = COMMIT.values(commit.committed());
    values.put(MANIFEST_KEY, seal.manifestKey());
    values.put(MANIFEST_FINGERPRINT, seal.manifestFingerprint());
    values.put(MANIFEST_JSON, seal.manifestJson());
    values.put(CURSOR_HIGH, commit.cursor());
    values.put(COMMIT_SCHEMA, commit.schemaJson());
    take(tx, RunStep.SEAL, lease, runId, values);
    for (Map.Entry<String, Long> longest : commit.shape().entrySet()) {
      tx.db()
          .insertInto(RUN_SHAPE)
          .set(RUN_ID, runId)
          .set(COLUMN, longest.getKey())
          .set(LONGEST, longest.getValue())
          .execute();
    }
  }

  static void commit(Tx tx, Lease lease, String runId, RunCommit commit) throws StateException {
    Leases.check(tx, lease, Lock.EXCLUSIVE);
    Map<Field<?>, @Nullable Object> values = new HashMap<>();
    values.put(COMMIT_NO, next(tx, lease.key(), COMMIT_NO));
    take(tx, RunStep.COMMIT, lease, runId, values);
    Boundaries.commit(tx, lease.key(), runId, commit);
  }

  static void abandon(Tx tx, Lease lease, String runId, String reason) throws StateException {
    Leases.check(tx, lease, Lock.EXCLUSIVE);
    Map<Field<?>, @Nullable Object> values = new HashMap<>();
    values.put(ABANDON_REASON, reason);
    take(tx, RunStep.ABANDON, lease, runId, values);
  }

  private static void take(
      Tx tx, RunStep step, Lease lease, String runId, Map<Field<?>, @Nullable Object> values)
      throws StateException {
    values.put(STATE, step.to());
    values.put(FENCING, lease.fencingNumber());
    values.put(UPDATED_AT, tx.now());
    int changed =
        tx.db()
            .update(RUN)
            .set(values)
            .where(RUN_ID.eq(runId))
            .and(isOf(lease.key()))
            .and(STATE.in(step.from()))
            .execute();
    if (changed == 0) {
      throw illegal(
          "take run " + runId + " to " + step.to(), "it is " + found(tx, lease.key(), runId));
    }
  }

  /** Throws unless slices of the run may change. */
  static void requireWriting(Tx tx, ExportKey key, String runId) throws StateException {
    RunState state = state(tx, key, runId);
    if (state != RunState.WRITING) {
      throw illegal("change slices of run " + runId, "it is " + found(tx, key, runId));
    }
  }

  private static String found(Tx tx, ExportKey key, String runId) {
    RunState state = state(tx, key, runId);
    return state == null ? "no run of " + key : state.name();
  }

  static @Nullable RunState state(Tx tx, ExportKey key, String runId) {
    return tx.db().select(STATE).from(RUN).where(RUN_ID.eq(runId)).and(isOf(key)).fetchOne(STATE);
  }

  static StateException illegal(String step, String why) {
    return new StateException(Kind.ILLEGAL_TRANSITION, "cannot " + step + ": " + why, null);
  }

  /** Abandons what is unfinished, without a lease: somebody asked for it (SS4). */
  static void abandonUnfinished(Tx tx, ExportKey key, String reason) {
    tx.db()
        .update(RUN)
        .set(STATE, RunStep.ABANDON.to())
        .set(ABANDON_REASON, reason)
        .set(UPDATED_AT, tx.now())
        .where(isOf(key))
        .and(STATE.in(RunStep.ABANDON.from()))
        .execute();
  }

  // ---- questions

  static Optional<RunRecord> one(Tx tx, String runId) {
    return list(tx, RUN_ID.eq(runId), RUN_NO, 1).stream().findFirst();
  }

  static List<RunRecord> unfinished(Tx tx, ExportKey key) {
    return list(tx, isOf(key).and(STATE.in(UNFINISHED)), RUN_NO.asc(), Integer.MAX_VALUE);
  }

  static List<RunRecord> committed(Tx tx, ExportKey key, int limit) {
    return list(tx, isOf(key).and(STATE.eq(RunState.COMMITTED)), COMMIT_NO.desc(), limit);
  }

  static Optional<RunRecord> committedOfPlan(Tx tx, ExportKey key, String planId) {
    Condition plan = isOf(key).and(PLAN_ID.eq(planId)).and(STATE.eq(RunState.COMMITTED));
    return list(tx, plan, COMMIT_NO.desc(), 1).stream().findFirst();
  }

  static List<RunRecord> repairs(Tx tx, String runId) {
    Condition repair =
        PARENT.eq(runId).and(KIND.eq(RunStart.REPAIR)).and(STATE.eq(RunState.COMMITTED));
    return list(tx, repair, COMMIT_NO.asc(), Integer.MAX_VALUE);
  }

  private static List<RunRecord> list(Tx tx, Condition condition, OrderField<?> order, int limit) {
    return tx.db()
        .select(COLUMNS)
        .from(RUN)
        .where(condition)
        .orderBy(order)
        .limit(limit)
        .fetch(row -> record(tx, row));
  }

  private static RunRecord record(Tx tx, Record row) {
    RunStart start =
        new RunStart(
            row.get(RUN_ID),
            row.get(KIND),
            row.get(PARENT),
            row.get(PLAN_ID),
            row.get(PLAN_JSON),
            row.get(PLAN_FINGERPRINT),
            row.get(SOURCE_FINGERPRINT),
            row.get(STRATEGY),
            row.get(PREFIX),
            row.get(CHECKPOINTED),
            row.get(STARTED_AT));
    return new RunRecord(
        new ExportKey(row.get(NAMESPACE), row.get(EXPORT)),
        start,
        row.get(STATE),
        row.get(MANIFEST_KEY),
        row.get(MANIFEST_FINGERPRINT),
        row.get(MANIFEST_JSON),
        row.get(MANIFEST_KEY) == null ? null : sealed(tx, row),
        row.get(UPDATED_AT));
  }

  private static RunCommit sealed(Tx tx, Record row) {
    Map<String, Long> shape =
        tx.db()
            .select(COLUMN, LONGEST)
            .from(RUN_SHAPE)
            .where(RUN_ID.eq(row.get(RUN_ID)))
            .fetchMap(COLUMN, LONGEST);
    return new RunCommit(COMMIT.read(row), row.get(CURSOR_HIGH), row.get(COMMIT_SCHEMA), shape);
  }
}
