package dev.rivet.internal.run;

import dev.rivet.error.DataIntegrityException;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Consistency;
import dev.rivet.internal.commit.SliceDetails;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.json.RivetJson;
import dev.rivet.internal.resource.SourceAccess;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.SliceStatus;
import dev.rivet.spi.state.StateStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The one run loop: workers claim slices until none is left. The calling thread keeps the lease and watches for interrupts; it
 * does not read, so that it can always react. A failing slice does not stop its siblings (CP7).
 */
public final class RunLoop {
  private final RunContext run;
  private final Map<Integer, RivetException> failures = new TreeMap<>();
  private int working;
  private volatile @Nullable String snapshot;
  private volatile @Nullable Integer epoch;
  private volatile long snapshotTaken;
  private volatile boolean isCut;
  private int finishedUnderSnapshot;
  private @Nullable Watch watch;

  /** For one run. */
  public RunLoop(RunContext run) {
    this.run = run;
  }

  /**
   * Works through the pending slices.
   *
   * @param pending how many there are
   */
  public void execute(int pending) {
    boolean isShared =
        run.plan().export().consistency() == Consistency.SNAPSHOT && run.plan().slices().size() > 1;
    int wanted = Math.min(pending, run.plan().export().extraction().parallel());
    if (wanted == 0) {
      return;
    }
    // The one that watches, and the one that holds the snapshot.
    int workers = run.plan().export().tuning().budget().parallel(wanted, isShared ? 2 : 1);
    try (Watch watching = new Watch(run, workers)) {
      watch = watching;
      if (isShared) {
        withSharedSnapshot(workers);
      } else {
        runWorkers(workers, false);
      }
    }
  }

  /** Takes what others lost or left, with one worker that connects to the source only if there is something. */
  public void lookAgain() {
    try (Watch watching = new Watch(run, 1)) {
      watch = watching;
      runWorkers(1, true);
    }
  }

  /**
   * The exporting session stays open until the last worker is done: a worker that reconnects must join again. Past half the age
   * its budget allows the rest is read under a new snapshot, as is what a resumed run has left.
   */
  private void withSharedSnapshot(int workers) {
    SourceAccess source = run.resources().source();
    int next = lastEpoch() + 1;
    do {
      epoch = next++;
      isCut = false;
      beginEpoch();
      try (SourceSession holder = source.open(run.plan().export().tuning())) {
        snapshot = holder.exportSnapshot();
        snapshotTaken = System.nanoTime();
        watch().snapshotShared();
        runWorkers(workers, false);
      } catch (SQLException e) {
        throw source.failure(e, "sharing a snapshot", run.context());
      }
      if (isCut) {
        run.events()
            .warn(
                "SNAPSHOT_EPOCH",
                "snapshot " + epoch + " reached its age; what is left sees a new one");
      }
    } while (isCut);
  }

  private synchronized void beginEpoch() {
    finishedUnderSnapshot = 0;
  }

  /** Of the slices that are finished already, by this run or by those it repairs. */
  private int lastEpoch() {
    return StateErrors.call(
        "reading the slices",
        run.context(),
        () -> {
          StateStore state = run.resources().state();
          List<String> runs = new ArrayList<>(List.of(run.runId()));
          String parent = run.start().parentRunId();
          if (parent != null) {
            runs.add(parent);
            state.repairsOf(parent).forEach(r -> runs.add(r.runId()));
          }
          int last = 0;
          for (String runId : runs) {
            for (SliceRecord slice : state.slices(runId)) {
              if (slice.completed() != null) {
                Integer known =
                    RivetJson.read(slice.completed().details(), SliceDetails.class).epoch();
                last = known == null ? last : Math.max(last, known);
              }
            }
          }
          return last;
        });
  }

  /** Number of the shared snapshot, or null if slices have their own. */
  @Nullable Integer epoch() {
    return epoch;
  }

  /** Whether no slice may begin any more under the shared snapshot; half of what its budget allows is left for those at work. */
  boolean isSnapshotTooOld() {
    Duration most = run.plan().export().tuning().budget().maxSnapshotAge();
    if (snapshot == null || most.isZero()) {
      return false;
    }
    boolean isTooOld = System.nanoTime() - snapshotTaken > most.toNanos() / 2 && hasBegun();
    isCut |= isTooOld;
    return isTooOld;
  }

  /** An age shorter than it takes to begin must not keep the run from going on. */
  private synchronized boolean hasBegun() {
    return finishedUnderSnapshot > 0;
  }

  private void runWorkers(int workers, boolean isClaimingFirst) {
    watch().start();
    CountDownLatch done = new CountDownLatch(workers);
    working = workers;
    for (int i = 0; i < workers; i++) {
      Worker worker = new Worker(run, this, i, isClaimingFirst);
      run.resources()
          .executor()
          .execute(
              () -> {
                try {
                  if (!worker.work()) {
                    return; // has left already
                  }
                  left();
                } catch (RuntimeException e) {
                  left();
                  run.control().stop(e);
                } catch (Error e) {
                  left();
                  run.control().stop(new IllegalStateException("a worker died", e));
                } finally {
                  done.countDown();
                }
              });
    }
    Watched.await(done, run.control(), run.lease().interval(), this::renew);
    run.control().check();
  }

  private void renew() {
    try {
      run.lease().renew();
    } catch (RivetException e) {
      run.control().stop(e);
    }
  }

  /** Keeps the run within its budget. */
  Watch watch() {
    return java.util.Objects.requireNonNull(watch, "the loop is not at work");
  }

  /** The shared snapshot, if slices are to see one. */
  @Nullable String snapshot() {
    return snapshot;
  }

  /** Lets a worker without connection go, unless it is the last one. */
  synchronized boolean leaveIfOthersWork() {
    if (working > 1) {
      working--;
      return true;
    }
    return false;
  }

  private synchronized void left() {
    working--;
  }

  synchronized void failed(int slice, RivetException failure) {
    failures.put(slice, failure);
  }

  synchronized void succeeded(int slice) {
    finishedUnderSnapshot++;
    failures.remove(slice);
  }

  /** What to throw for slices that are not completed: the cause itself if they share one, else the list (CP6). */
  public synchronized RivetException failure(List<SliceRecord> unfinished) {
    List<Integer> open = unfinished.stream().map(s -> s.slice().index()).toList();
    failures.keySet().retainAll(open); // another process may have done better
    List<RivetException> all = List.copyOf(failures.values());
    List<Problem> elsewhere = elsewhere(unfinished);
    if (elsewhere.isEmpty()
        && !all.isEmpty()
        && all.stream().allMatch(f -> f.code() == all.get(0).code())) {
      RivetException first = all.get(0);
      all.stream().skip(1).limit(10).forEach(first::addSuppressed);
      return first;
    }
    List<Problem> problems = new ArrayList<>();
    failures.forEach(
        (slice, f) ->
            problems.add(new Problem(f.code(), "slice " + slice, String.valueOf(f.getMessage()))));
    problems.addAll(elsewhere);
    return new DataIntegrityException(
        ErrorCode.SLICES_FAILED,
        unfinished.size()
            + " slices are not finished. Applying the same plan again tries them again; finished"
            + " ones are kept.",
        problems,
        run.context().toMap(),
        null);
  }

  /** Failures that were recorded, but not by this process. */
  private List<Problem> elsewhere(List<SliceRecord> unfinished) {
    return unfinished.stream()
        .filter(s -> s.status() == SliceStatus.FAILED && !failures.containsKey(s.slice().index()))
        .map(
            s ->
                new Problem(
                    ErrorCode.SLICES_FAILED,
                    "slice " + s.slice().index() + ", in another process",
                    String.valueOf(s.lastError())))
        .toList();
  }
}
