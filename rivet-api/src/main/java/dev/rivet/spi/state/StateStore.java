package dev.rivet.spi.state;

import dev.rivet.plan.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ledger of runs. Every method is one transaction: it happened whole or not at all, and is durable when it returns.
 * Thread-safe. All state is keyed by {@link ExportKey} (SS5).
 *
 * <p>Methods that take a {@link Lease} check in the same transaction that its fencing number is still the newest one and throw
 * {@link StateException} with {@code LEASE_LOST} otherwise, so that a stale owner can never commit (SS6). The state machines
 * (run: writing → sealing → committed, writing|sealing → abandoned; slice: see {@link SliceStatus}) are enforced by guarded
 * updates; an illegal step throws {@code ILLEGAL_TRANSITION} (I5, I6).
 */
public interface StateStore extends AutoCloseable {

  // ---- lease

  /**
   * Takes the lease if it is free or expired; a new fencing number each time. Empty if another owner holds it. An owner that takes
   * its own lease again gets a new one and loses the old one.
   */
  Optional<Lease> acquireLease(ExportKey key, String owner, Duration ttl) throws StateException;

  /**
   * Extends a lease; throws {@code LEASE_LOST} if it was taken over. Of a {@linkplain Lease#share share} it extends the claims of
   * its owner.
   */
  Lease renewLease(Lease lease, Duration ttl) throws StateException;

  /**
   * Gives the lease back, after which it no longer holds; does nothing if it was taken over. Of a share: its owner's claims may be
   * taken at once.
   */
  void releaseLease(Lease lease) throws StateException;

  // ---- runs

  /** Records a new run in state {@code WRITING} with all its slices {@code PENDING} (CP1). */
  void startRun(Lease lease, RunStart run, List<Slice> slices) throws StateException;

  /** One run. */
  Optional<RunRecord> run(String runId) throws StateException;

  /** Runs in state {@code WRITING} or {@code SEALING}, oldest first. */
  List<RunRecord> unfinishedRuns(ExportKey key) throws StateException;

  /** Committed runs, newest commit first, exports and repairs. */
  List<RunRecord> committedRuns(ExportKey key, int limit) throws StateException;

  /** The committed run of a plan, if it was applied (PA14). */
  Optional<RunRecord> committedRunOfPlan(ExportKey key, String planId) throws StateException;

  /** Committed repairs of a run, oldest first. */
  List<RunRecord> repairsOf(String runId) throws StateException;

  /**
   * {@code WRITING → SEALING}, with the exact bytes the immutable manifest will have (I11). Refused with {@code
   * ILLEGAL_TRANSITION} unless every slice is completed (I6).
   */
  void seal(Lease lease, String runId, Seal seal) throws StateException;

  /** {@code SEALING → COMMITTED} together with progression, baselines and cursor, in one transaction. */
  void commit(Lease lease, String runId, RunCommit commit) throws StateException;

  /** {@code WRITING|SEALING → ABANDONED}; its parts never enter a manifest. */
  void abandon(Lease lease, String runId, String reason) throws StateException;

  // ---- slices

  /**
   * Claims the next slice by index: pending, or failed and not pinned with attempts below the cap (CP4), or running but lost: its
   * claim was that of a share and has expired, or of a lease that was taken over by this one. A lost claim does not count towards
   * the cap. Two claimers never get the same slice, whatever process they run in.
   *
   * @param lease the lease, or a share; with a share it is empty, not refused, once the run is no longer {@code WRITING}
   */
  Optional<SliceClaim> claimSlice(Lease lease, String runId, String worker, int maxAttempts)
      throws StateException;

  /**
   * {@code RUNNING → COMPLETED} with its parts, in one transaction (CP8). Refused unless the attempt is the claimed one; to a share
   * with {@code LEASE_LOST}, because somebody else took the slice.
   */
  void completeSlice(Lease lease, SliceClaim claim, SliceOutcome outcome, List<PartRecord> parts)
      throws StateException;

  /**
   * {@code RUNNING → FAILED}; refused as {@link #completeSlice} is.
   *
   * @param isPinned a permanent failure: not claimed again in this run (CP5)
   */
  void failSlice(Lease lease, SliceClaim claim, String error, boolean isPinned)
      throws StateException;

  /**
   * For a resume: running → pending unless a share has a claim on it that holds, failed → pending with attempts kept for naming
   * but the cap counted anew (CP5).
   *
   * @param damaged completed slices whose parts are lost or altered (M8): their parts leave the file log and they become pending
   *     too; only while the run is {@code WRITING}
   */
  void reopenSlices(Lease lease, String runId, Set<Integer> damaged) throws StateException;

  /** All slices of a run by index. */
  List<SliceRecord> slices(String runId) throws StateException;

  /** Parts of completed slices of a run, by slice index and sequence. */
  List<PartRecord> parts(String runId) throws StateException;

  // ---- boundaries and baselines

  /** Committed and verified boundary. */
  Optional<Progression> progression(ExportKey key) throws StateException;

  /** Progression of every export of a namespace, by name. */
  List<Progression> progressions(String namespace) throws StateException;

  /**
   * Records a verified boundary. Refused with {@code ILLEGAL_TRANSITION} unless its run is committed.
   *
   * @return false, changing nothing, if a newer run, repairs aside, committed meanwhile (PG6) or the progression was reset
   */
  boolean recordVerified(ExportKey key, Boundary verified) throws StateException;

  /**
   * Names of the exports of a namespace that have state of any kind, in order. Names that start with a colon are the library's
   * own and left out. Default: those with a progression.
   */
  default List<String> exports(String namespace) throws StateException {
    return progressions(namespace).stream().map(p -> p.key().export()).toList();
  }

  /** Stored cursor of a mode that has one, as opaque text. */
  Optional<String> cursor(ExportKey key) throws StateException;

  /** Columns of the last committed run: canonical JSON made by the core, opaque here (SD1). */
  Optional<String> schema(ExportKey key) throws StateException;

  /** Longest value seen per text or binary column (SD5). */
  Map<String, Long> shape(ExportKey key) throws StateException;

  // ---- observability; failures here never fail a run (I7)

  /**
   * One terminal row per run (I4). A second one for the same run replaces {@code failed} or {@code cancelled}, because such a run may
   * be resumed; anything else stays, and the second one is ignored.
   */
  void recordMetric(RunMetric metric) throws StateException;

  /** Newest first. */
  List<RunMetric> metrics(ExportKey key, int limit) throws StateException;

  /** The events of a run as JSON lines, in place of those recorded before: a resumed run gives all of them. */
  void recordJournal(ExportKey key, String runId, String journal) throws StateException;

  /** The events of a run. */
  Optional<String> journal(String runId) throws StateException;

  // ---- housekeeping

  /** Removes the cursor and the progression (SS4). */
  void resetCursor(ExportKey key) throws StateException;

  /** Abandons unfinished runs, removes slices and parts of this export's runs and the progression (SS4). */
  void resetChunks(ExportKey key) throws StateException;

  /** Removes metrics, journals, slices and parts of finished runs older than this; never those the current boundary needs (SS7). */
  void prune(ExportKey key, Instant before) throws StateException;

  @Override
  void close() throws StateException;
}
