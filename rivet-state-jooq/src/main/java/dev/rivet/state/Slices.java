package dev.rivet.state;

import static dev.rivet.state.Tables.ATTEMPTS;
import static dev.rivet.state.Tables.BOUNDS_COLUMN;
import static dev.rivet.state.Tables.BOUNDS_FROM;
import static dev.rivet.state.Tables.BOUNDS_KIND;
import static dev.rivet.state.Tables.BOUNDS_TO;
import static dev.rivet.state.Tables.CLAIM_FENCING;
import static dev.rivet.state.Tables.CLAIM_OWNER;
import static dev.rivet.state.Tables.CLAIM_UNTIL;
import static dev.rivet.state.Tables.CONTENT_DIGEST;
import static dev.rivet.state.Tables.DETAILS;
import static dev.rivet.state.Tables.FINGERPRINT;
import static dev.rivet.state.Tables.LAST_ERROR;
import static dev.rivet.state.Tables.MD5;
import static dev.rivet.state.Tables.PART;
import static dev.rivet.state.Tables.PART_NAME;
import static dev.rivet.state.Tables.PART_NO;
import static dev.rivet.state.Tables.PINNED;
import static dev.rivet.state.Tables.ROUND_ATTEMPTS;
import static dev.rivet.state.Tables.ROWS;
import static dev.rivet.state.Tables.RUN;
import static dev.rivet.state.Tables.RUN_ID;
import static dev.rivet.state.Tables.SIZE;
import static dev.rivet.state.Tables.SLICE;
import static dev.rivet.state.Tables.SLICE_INDEX;
import static dev.rivet.state.Tables.STATE;
import static dev.rivet.state.Tables.STATUS;
import static dev.rivet.state.Tables.UPDATED_AT;
import static dev.rivet.state.Tables.WORKER;
import static dev.rivet.state.Tables.isOf;
import static org.jooq.impl.DSL.select;

import dev.rivet.plan.Slice;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceOutcome;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.SliceStatus;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateException.Kind;
import dev.rivet.state.Engine.Lock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.BatchBindStep;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Slices of runs, their states, and the file log. */
final class Slices {
  /** Rows sent in one go. */
  private static final int BATCH = 1000;

  private Slices() {}

  static void insert(Tx tx, String runId, List<Slice> slices) {
    for (int from = 0; from < slices.size(); from += BATCH) {
      BatchBindStep batch =
          tx.db()
              .batch(
                  tx.db()
                      .insertInto(SLICE)
                      .columns(
                          RUN_ID,
                          SLICE_INDEX,
                          BOUNDS_KIND,
                          BOUNDS_COLUMN,
                          BOUNDS_FROM,
                          BOUNDS_TO,
                          STATUS,
                          ATTEMPTS,
                          ROUND_ATTEMPTS,
                          PINNED,
                          UPDATED_AT)
                      .values(
                          (String) null,
                          null,
                          null,
                          null,
                          null,
                          null,
                          null,
                          null,
                          null,
                          null,
                          null));
      for (Slice slice : slices.subList(from, Math.min(from + BATCH, slices.size()))) {
        SliceColumns bounds = SliceColumns.of(slice.bounds());
        batch =
            batch.bind(
                runId,
                slice.index(),
                bounds.kind(),
                bounds.column(),
                bounds.from(),
                bounds.to(),
                SliceStatus.PENDING,
                0,
                0,
                false,
                tx.now());
      }
      int[] unused = batch.execute();
    }
  }

  /** Throws unless every slice is completed (I6). */
  static void requireCompleted(Tx tx, String runId) throws StateException {
    int open = tx.db().fetchCount(SLICE, RUN_ID.eq(runId).and(STATUS.ne(SliceStatus.COMPLETED)));
    if (open > 0) {
      throw Runs.illegal("seal run " + runId, open + " of its slices are not completed");
    }
  }

  // ---- steps

  static Optional<SliceClaim> claim(
      Tx tx, Lease lease, String runId, String worker, int maxAttempts) throws StateException {
    Leases.checkForSlice(tx, lease);
    if (lease.isShare() && Runs.state(tx, lease.key(), runId) != RunState.WRITING) {
      return Optional.empty();
    }
    Runs.requireWriting(tx, lease.key(), runId);
    Condition isClaimable =
        STATUS
            .eq(SliceStatus.PENDING)
            .or(
                STATUS
                    .eq(SliceStatus.FAILED)
                    .and(PINNED.isFalse())
                    .and(ROUND_ATTEMPTS.lt(maxAttempts)))
            .or(STATUS.eq(SliceStatus.RUNNING).and(isLost(tx, lease)));
    Record row =
        tx.locked(
                tx.db()
                    .select(
                        SLICE_INDEX,
                        BOUNDS_KIND,
                        BOUNDS_COLUMN,
                        BOUNDS_FROM,
                        BOUNDS_TO,
                        STATUS,
                        ATTEMPTS,
                        ROUND_ATTEMPTS)
                    .from(SLICE)
                    .where(RUN_ID.eq(runId))
                    .and(isClaimable)
                    .orderBy(SLICE_INDEX)
                    .limit(1),
                Lock.SKIPPING)
            .fetchOne();
    if (row == null) {
      return Optional.empty();
    }
    SliceClaim claim = new SliceClaim(runId, SliceColumns.slice(row), row.get(ATTEMPTS) + 1);
    Map<Field<?>, @Nullable Object> values = new HashMap<>();
    values.put(ATTEMPTS, claim.attempt());
    boolean isLost = row.get(STATUS) == SliceStatus.RUNNING;
    if (!isLost) {
      values.put(ROUND_ATTEMPTS, row.get(ROUND_ATTEMPTS) + 1);
    }
    values.put(WORKER, worker);
    values.put(CLAIM_OWNER, lease.owner());
    values.put(CLAIM_FENCING, lease.isShare() ? null : lease.fencingNumber());
    values.put(CLAIM_UNTIL, lease.isShare() ? InstantBinding.stored(lease.expiresAt()) : null);
    int changed =
        take(
            tx,
            isLost ? SliceStep.STEAL : SliceStep.CLAIM,
            slice(runId, claim.slice().index()),
            values);
    if (changed != 1) {
      throw new IllegalStateException("claimed slice changed under its lock: " + claim);
    }
    return Optional.of(claim);
  }

  /** Whether nobody works on a running slice any more, as far as this lease can know. */
  private static Condition isLost(Tx tx, Lease lease) {
    Condition expired = CLAIM_UNTIL.le(tx.now());
    return lease.isShare()
        ? expired
        : expired.or(
            CLAIM_UNTIL
                .isNull()
                .and(CLAIM_FENCING.isNull().or(CLAIM_FENCING.lt(lease.fencingNumber()))));
  }

  /** Moves the end of all claims of a share. */
  static void extend(Tx tx, Lease share) {
    tx.db()
        .update(SLICE)
        .set(CLAIM_UNTIL, InstantBinding.stored(share.expiresAt()))
        .where(CLAIM_OWNER.eq(share.owner()))
        .and(CLAIM_UNTIL.isNotNull())
        .and(STATUS.eq(SliceStatus.RUNNING))
        .and(
            RUN_ID.in(
                select(RUN_ID).from(RUN).where(isOf(share.key())).and(STATE.eq(RunState.WRITING))))
        .execute();
  }

  static void complete(
      Tx tx, Lease lease, SliceClaim claim, SliceOutcome outcome, List<PartRecord> parts)
      throws StateException {
    Map<Field<?>, @Nullable Object> values = new HashMap<>();
    values.put(ROWS, outcome.rows());
    values.put(CONTENT_DIGEST, outcome.contentDigest());
    values.put(DETAILS, outcome.details());
    end(tx, lease, claim, SliceStep.COMPLETE, values);
    for (PartRecord part : parts) {
      tx.db()
          .insertInto(PART)
          .set(RUN_ID, part.runId())
          .set(SLICE_INDEX, part.sliceIndex())
          .set(PART_NO, part.sequence())
          .set(PART_NAME, part.name())
          .set(ROWS, part.rows())
          .set(SIZE, part.size())
          .set(FINGERPRINT, part.fingerprint())
          .set(MD5, part.md5())
          .execute();
    }
  }

  static void fail(Tx tx, Lease lease, SliceClaim claim, String error, boolean isPinned)
      throws StateException {
    Map<Field<?>, @Nullable Object> values = new HashMap<>();
    values.put(LAST_ERROR, error);
    values.put(PINNED, isPinned);
    end(tx, lease, claim, SliceStep.FAIL, values);
  }

  private static void end(
      Tx tx, Lease lease, SliceClaim claim, SliceStep step, Map<Field<?>, @Nullable Object> values)
      throws StateException {
    Leases.checkForSlice(tx, lease);
    values.put(CLAIM_OWNER, null);
    values.put(CLAIM_FENCING, null);
    values.put(CLAIM_UNTIL, null);
    Condition claimed =
        slice(claim.runId(), claim.slice().index()).and(ATTEMPTS.eq(claim.attempt()));
    if (lease.isShare()) {
      if (Runs.state(tx, lease.key(), claim.runId()) != RunState.WRITING
          || take(tx, step, claimed, values) == 0) {
        throw new StateException(
            Kind.LEASE_LOST,
            claim.slice() + " of run " + claim.runId() + " was taken from " + lease.owner(),
            null);
      }
      return;
    }
    Runs.requireWriting(tx, lease.key(), claim.runId());
    if (take(tx, step, claimed, values) == 0) {
      throw Runs.illegal(
          "take " + claim.slice() + " of run " + claim.runId() + " to " + step.to(),
          "attempt " + claim.attempt() + " of it is not running");
    }
  }

  static void reopen(Tx tx, Lease lease, String runId, Set<Integer> damaged) throws StateException {
    Leases.check(tx, lease, Lock.EXCLUSIVE);
    Runs.requireWriting(tx, lease.key(), runId);
    Map<Field<?>, @Nullable Object> reopened = new HashMap<>();
    reopened.put(ROUND_ATTEMPTS, 0);
    reopened.put(PINNED, false);
    reopened.put(WORKER, null);
    reopened.put(CLAIM_OWNER, null);
    reopened.put(CLAIM_FENCING, null);
    reopened.put(CLAIM_UNTIL, null);
    Condition hasNoClaim = CLAIM_UNTIL.isNull().or(CLAIM_UNTIL.le(tx.now()));
    int unused = take(tx, SliceStep.REOPEN, RUN_ID.eq(runId).and(hasNoClaim), reopened);
    for (int index : damaged) {
      tx.db().deleteFrom(PART).where(slice(runId, index)).execute();
      Map<Field<?>, @Nullable Object> redone = new HashMap<>(reopened);
      redone.put(ROWS, null);
      redone.put(CONTENT_DIGEST, null);
      redone.put(DETAILS, null);
      int ignored = take(tx, SliceStep.REDO, slice(runId, index), redone);
    }
  }

  private static int take(
      Tx tx, SliceStep step, Condition which, Map<Field<?>, @Nullable Object> values) {
    values.put(STATUS, step.to());
    values.put(UPDATED_AT, tx.now());
    return tx.db().update(SLICE).set(values).where(which).and(STATUS.in(step.from())).execute();
  }

  private static Condition slice(String runId, int index) {
    return RUN_ID.eq(runId).and(SLICE_INDEX.eq(index));
  }

  // ---- questions

  static List<SliceRecord> list(Tx tx, String runId) {
    return tx.db()
        .select(
            SLICE_INDEX,
            BOUNDS_KIND,
            BOUNDS_COLUMN,
            BOUNDS_FROM,
            BOUNDS_TO,
            STATUS,
            ATTEMPTS,
            PINNED,
            LAST_ERROR,
            ROWS,
            CONTENT_DIGEST,
            DETAILS,
            UPDATED_AT)
        .from(SLICE)
        .where(RUN_ID.eq(runId))
        .orderBy(SLICE_INDEX)
        .fetch(
            row ->
                new SliceRecord(
                    runId,
                    SliceColumns.slice(row),
                    row.get(STATUS),
                    row.get(ATTEMPTS),
                    row.get(PINNED),
                    row.get(LAST_ERROR),
                    outcome(row),
                    row.get(UPDATED_AT)));
  }

  private static @Nullable SliceOutcome outcome(Record row) {
    Long rows = row.get(ROWS);
    return rows == null ? null : new SliceOutcome(rows, row.get(CONTENT_DIGEST), row.get(DETAILS));
  }

  static List<PartRecord> parts(Tx tx, String runId) {
    return tx.db()
        .select(SLICE_INDEX, PART_NO, PART_NAME, ROWS, SIZE, FINGERPRINT, MD5)
        .from(PART)
        .where(RUN_ID.eq(runId))
        .orderBy(SLICE_INDEX, PART_NO)
        .fetch(
            row ->
                new PartRecord(
                    runId,
                    row.get(SLICE_INDEX),
                    row.get(PART_NO),
                    row.get(PART_NAME),
                    row.get(ROWS),
                    row.get(SIZE),
                    row.get(FINGERPRINT),
                    row.get(MD5)));
  }
}
