package dev.rivet.internal.run;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.ExportCancelledException;
import dev.rivet.error.Recovery;
import dev.rivet.error.RivetException;
import dev.rivet.error.StateStoreException;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.SinkErrors;
import dev.rivet.internal.fault.SourceErrors;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.retry.Backoff;
import dev.rivet.run.RunEvent;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceStatus;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One thread of the run loop, with one connection: claims slices until none is left. */
final class Worker {
  private final RunContext run;
  private final RunLoop loop;
  private final String name;
  private final SliceExporter exporter;
  private final Backoff backoff;
  private boolean isClaimingFirst;
  private @Nullable SourceSession session;
  private @Nullable SourceRelation relation;

  /**
   * One of several.
   *
   * @param isClaimingFirst whether to connect to the source only for a slice that was claimed: when there may be none left
   */
  Worker(RunContext run, RunLoop loop, int number, boolean isClaimingFirst) {
    this.run = run;
    this.loop = loop;
    this.name = run.resources().owner() + "/" + number;
    this.isClaimingFirst = isClaimingFirst;
    this.exporter = new SliceExporter(run, loop.watch(), loop.epoch());
    this.backoff =
        new Backoff(run.plan().export().tuning().retryBackoff(), run.resources().random());
  }

  /**
   * Works until no slice is left or the run stops.
   *
   * @return false if it left early for want of a connection
   */
  boolean work() {
    try {
      while (!run.control().isStopped() && !loop.isSnapshotTooOld()) {
        if (!isClaimingFirst && !connect()) {
          return false;
        }
        if (claimAndAttempt()) {
          continue;
        }
        if (loop.leaveIfOthersWork()) {
          return false;
        }
        if (run.lease().isShare() || !areOthersAtWork()) {
          return true;
        }
        disconnect();
        isClaimingFirst = true;
        run.control().sleep(run.lease().patience());
      }
      return true;
    } finally {
      disconnect();
    }
  }

  /**
   * Works on a slice.
   *
   * @return false if there was none
   */
  private boolean claimAndAttempt() {
    loop.watch().enter();
    try {
      Optional<SliceClaim> claim = claim();
      claim.ifPresent(this::attempt);
      return claim.isPresent();
    } finally {
      loop.watch().leave();
    }
  }

  private Optional<SliceClaim> claim() {
    return StateErrors.call(
        "claiming a slice",
        run.context(),
        () ->
            run.resources()
                .state()
                .claimSlice(run.lease().lease(), run.runId(), name, run.maxAttempts()));
  }

  /** Whether other processes have claims on slices, which they may yet lose. */
  private boolean areOthersAtWork() {
    return StateErrors.call(
            "reading the slices", run.context(), () -> run.resources().state().slices(run.runId()))
        .stream()
        .anyMatch(s -> s.status() == SliceStatus.RUNNING);
  }

  private void attempt(SliceClaim claim) {
    try {
      tryOnce(claim);
    } catch (StateStoreException e) {
      if (!run.lease().isShare() || e.code() != ErrorCode.LEASE_LOST) {
        throw e;
      }
      run.events()
          .warn(
              "SLICE_TAKEN_OVER",
              claim.slice() + " took too long here; another process has it: " + e.getMessage());
    }
  }

  private void tryOnce(SliceClaim claim) {
    run.events()
        .tell(new RunEvent.SliceStarted(run.events().now(), claim.slice(), claim.attempt()));
    long started = System.nanoTime();
    Context context = run.context().slice(claim.slice().index());
    try {
      SourceRelation source = relation;
      if (source == null) {
        source = SourceReads.resolve(open(), run.plan(), context);
        relation = source;
      }
      complete(claim, exporter.export(claim, source), started);
    } catch (StateStoreException e) {
      throw e; // nothing can be recorded any more, not even the failure
    } catch (SQLException e) {
      run.control().check();
      failed(claim, e, context);
    } catch (IOException e) {
      failed(
          claim,
          SinkErrors.wrap(run.sink(), e, "writing " + claim.slice(), context),
          Duration.ZERO,
          true);
    } catch (ExportCancelledException e) {
      throw e;
    } catch (RivetException e) {
      failed(claim, e, Duration.ZERO, true);
    }
  }

  private void complete(SliceClaim claim, SliceExporter.Exported exported, long started) {
    StateErrors.run(
        "recording " + claim.slice(),
        run.context().slice(claim.slice().index()),
        () ->
            run.resources()
                .state()
                .completeSlice(run.lease().lease(), claim, exported.outcome(), exported.parts()));
    run.quality().completed(exported.statistics());
    run.tally().addPolicyChanges(exported.details().policyChanges());
    loop.succeeded(claim.slice().index());
    run.events()
        .tell(
            new RunEvent.SliceCompleted(
                run.events().now(),
                claim.slice(),
                exported.outcome().rows(),
                Duration.ofNanos(System.nanoTime() - started)));
  }

  private void failed(SliceClaim claim, SQLException e, Context context) {
    SourceFailure verdict = run.resources().source().dialect().classify(e);
    RivetException failure =
        e instanceof ValueRefusedException
            ? SourceErrors.wrap(
                run.resources().source().dialect(), e, "reading " + claim.slice(), context)
            : SourceErrors.wrap(verdict, e, "reading " + claim.slice(), context);
    failed(claim, failure, verdict.extraDelay(), verdict.reconnect() || !verdict.isTransient());
  }

  private void failed(
      SliceClaim claim, RivetException failure, Duration extraDelay, boolean isReconnecting) {
    boolean isPermanent = failure.recovery() != Recovery.RETRY;
    boolean willRetry = !isPermanent && claim.attempt() < run.maxAttempts();
    StateErrors.run(
        "recording the failure of " + claim.slice(),
        run.context().slice(claim.slice().index()),
        () ->
            run.resources()
                .state()
                .failSlice(
                    run.lease().lease(), claim, String.valueOf(failure.getMessage()), isPermanent));
    loop.failed(claim.slice().index(), failure);
    run.events()
        .tell(
            new RunEvent.SliceFailed(
                run.events().now(),
                claim.slice(),
                claim.attempt(),
                String.valueOf(failure.getMessage()),
                willRetry));
    if (isReconnecting) {
      disconnect();
    }
    if (willRetry) {
      pause(claim, failure, extraDelay);
    }
  }

  private void pause(SliceClaim claim, RivetException failure, Duration extraDelay) {
    Duration delay = backoff.delay(claim.attempt(), extraDelay);
    run.tally().retried();
    run.events()
        .tell(
            new RunEvent.RetryAttempted(
                run.events().now(),
                claim.slice().index(),
                claim.attempt(),
                failure.code().name(),
                delay));
    run.control().sleep(delay);
  }

  /** Opens the connection before a slice is claimed; a pool smaller than {@code parallel} just means fewer workers. */
  private boolean connect() {
    for (int attempt = 1; session == null; attempt++) {
      try {
        var opened = open();
        assert opened != null;
      } catch (SQLException e) {
        run.control().check();
        SourceFailure verdict = run.resources().source().dialect().classify(e);
        RivetException failure =
            SourceErrors.wrap(verdict, e, "connecting to the source", run.context());
        if (loop.leaveIfOthersWork()) {
          run.events()
              .warn(
                  ErrorCode.SOURCE_OVERLOADED.name(),
                  "no connection for worker "
                      + name
                      + ", going on with fewer: "
                      + failure.getMessage());
          return false;
        }
        if (!verdict.isTransient() || attempt > run.plan().export().tuning().maxRetries()) {
          throw failure;
        }
        run.tally().retried();
        run.control().sleep(backoff.delay(attempt, verdict.extraDelay()));
      }
    }
    return true;
  }

  private SourceSession open() throws SQLException {
    SourceSession open = session;
    if (open == null) {
      open = run.resources().source().open(run.plan().export().tuning());
      session = open;
      run.control().register(open);
      if (loop.snapshot() != null) {
        open.joinSnapshot(loop.snapshot());
      }
    }
    return open;
  }

  private void disconnect() {
    SourceSession open = session;
    session = null;
    relation = null;
    if (open != null) {
      run.control().unregister(open);
      try {
        open.close();
      } catch (SQLException e) {
        run.events()
            .warn(
                ErrorCode.SOURCE_FAILED.name(),
                "a source session did not close cleanly: " + e.getSQLState());
      }
    }
  }
}
