package dev.rivet.state;

import static dev.rivet.state.Tables.EXPORT_STATE;
import static dev.rivet.state.Tables.FINISHED_AT;
import static dev.rivet.state.Tables.JOURNAL;
import static dev.rivet.state.Tables.METRIC;
import static dev.rivet.state.Tables.PARENT;
import static dev.rivet.state.Tables.PART;
import static dev.rivet.state.Tables.PROGRESSION;
import static dev.rivet.state.Tables.RECORDED_AT;
import static dev.rivet.state.Tables.RUN;
import static dev.rivet.state.Tables.RUN_ID;
import static dev.rivet.state.Tables.SLICE;
import static dev.rivet.state.Tables.STATE;
import static dev.rivet.state.Tables.UPDATED_AT;
import static dev.rivet.state.Tables.isOf;
import static org.jooq.impl.DSL.select;

import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Progression;
import dev.rivet.spi.state.RunState;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.Select;

/** What is removed, on request only. */
final class Housekeeping {
  private Housekeeping() {}

  static void resetCursor(Tx tx, ExportKey key) {
    Leases.exclude(tx, key);
    tx.db().deleteFrom(EXPORT_STATE).where(isOf(key)).execute();
    tx.db().deleteFrom(PROGRESSION).where(isOf(key)).execute();
  }

  static void resetChunks(Tx tx, ExportKey key) {
    Leases.exclude(tx, key);
    Runs.abandonUnfinished(tx, key, "chunks were reset");
    deleteSlices(tx, select(RUN_ID).from(RUN).where(isOf(key)));
    tx.db().deleteFrom(PROGRESSION).where(isOf(key)).execute();
  }

  /** SS7. Run rows stay: whether a plan was applied is asked for as long as the plan exists (PA14). */
  static void prune(Tx tx, ExportKey key, Instant before) {
    Leases.exclude(tx, key);
    Select<Record1<String>> old =
        select(RUN_ID)
            .from(RUN)
            .where(isOf(key))
            .and(STATE.in(RunState.COMMITTED, RunState.ABANDONED))
            .and(UPDATED_AT.lt(before))
            .and(RUN_ID.notIn(needed(tx, key)));
    // A run that failed before it was recorded has no row.
    Condition hasNoRun = RUN_ID.notIn(select(RUN_ID).from(RUN));
    tx.db()
        .deleteFrom(METRIC)
        .where(isOf(key))
        .and(RUN_ID.in(old).or(hasNoRun.and(FINISHED_AT.lt(before))))
        .execute();
    tx.db()
        .deleteFrom(JOURNAL)
        .where(isOf(key))
        .and(RUN_ID.in(old).or(hasNoRun.and(RECORDED_AT.lt(before))))
        .execute();
    deleteSlices(tx, old);
  }

  /** Runs whose slices and parts the current boundaries stand on, and what repaired them. */
  private static Set<String> needed(Tx tx, ExportKey key) {
    Optional<Progression> progression = Boundaries.progression(tx, key);
    Set<String> needed = new HashSet<>();
    progression.flatMap(Progression::committed).map(Boundary::runId).ifPresent(needed::add);
    progression.flatMap(Progression::verified).map(Boundary::runId).ifPresent(needed::add);
    Optional.ofNullable(Boundaries.newestExport(tx, key)).ifPresent(needed::add);
    needed.addAll(
        tx.db().select(RUN_ID).from(RUN).where(isOf(key)).and(PARENT.in(needed)).fetch(RUN_ID));
    return needed;
  }

  private static void deleteSlices(Tx tx, Select<Record1<String>> runs) {
    tx.db().deleteFrom(PART).where(RUN_ID.in(runs)).execute();
    tx.db().deleteFrom(SLICE).where(RUN_ID.in(runs)).execute();
  }
}
