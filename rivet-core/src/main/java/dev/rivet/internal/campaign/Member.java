package dev.rivet.internal.campaign;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.ExportCancelledException;
import dev.rivet.error.RivetException;
import dev.rivet.internal.apply.ApplyOperation;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.verify.ReconcileOperation;
import dev.rivet.plan.Campaign.Entry;
import dev.rivet.plan.Plan;
import dev.rivet.run.Apply;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.CampaignResult.ExportResult;
import dev.rivet.run.Cancellation;
import dev.rivet.run.Outcome;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.RunListener;
import dev.rivet.run.RunStatus;
import dev.rivet.spi.state.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One export of a campaign; whatever happens to it, it happens to it alone (CA3). */
final class Member {
  /** What the campaign was asked to do for every export. */
  static final class Options {
    boolean isForced;
    boolean isValidating;
    boolean isReconciling;
    final List<RunListener> listeners = new ArrayList<>();
  }

  private final Resources resources;
  private final Entry entry;
  private final Options options;
  private final Cancellation cancellation;
  private final CampaignRecord record;
  private final Instant startedAt;

  Member(
      Resources resources,
      Entry entry,
      Options options,
      Cancellation cancellation,
      CampaignRecord record) {
    this.resources = resources;
    this.entry = entry;
    this.options = options;
    this.cancellation = cancellation;
    this.record = record;
    this.startedAt = resources.clock().instant();
  }

  void run() {
    try {
      attempt();
    } catch (RivetException e) {
      failed(e);
    } catch (RuntimeException e) {
      failed(
          new dev.rivet.error.DataIntegrityException(
              ErrorCode.INTERNAL,
              "a defect of this library stopped the export: " + e.getClass().getSimpleName(),
              List.of(),
              Context.export(entry.exportName()).toMap(),
              e));
    }
  }

  private void attempt() {
    Plan plan = entry.plan();
    if (cancellation.isCancelled()) {
      throw new ExportCancelledException(
          ErrorCode.CANCELLED,
          "the campaign was cancelled before this export began. Applying it again continues.",
          List.of(),
          Context.export(plan.exportName()).toMap(),
          null);
    }
    Optional<RunRecord> committed =
        StateErrors.call(
            "looking for the campaign's earlier run",
            Context.export(plan.exportName()),
            () ->
                resources
                    .state()
                    .committedRunOfPlan(resources.key(plan.exportName()), plan.planId()));
    if (committed.isPresent()) { // CA4: this campaign's own ledger, not a marker of whoever
      String message = "committed by an earlier call";
      record.add(result(RunStatus.SKIPPED, committed.get().runId(), null, null, message));
      return;
    }
    Apply apply = new ApplyOperation(resources, plan).cancellation(cancellation);
    options.listeners.forEach(apply::listener);
    if (options.isForced) {
      apply.force();
    }
    if (options.isValidating) {
      apply.validate();
    }
    ApplyResult applied = apply.execute();
    Boolean isReconciled = options.isReconciling ? reconciled(plan, applied) : null;
    String message = applied.status() == RunStatus.SKIPPED ? "no rows" : null;
    record.add(result(applied.status(), applied.runId(), applied, isReconciled, message));
  }

  private @Nullable Boolean reconciled(Plan plan, ApplyResult applied) {
    if (applied.status() != RunStatus.SUCCESS) {
      return null;
    }
    ReconcileReport report =
        new ReconcileOperation(resources, plan.export()).cancellation(cancellation).execute();
    return report.orThrow().isClean();
  }

  private ExportResult result(
      RunStatus status,
      String runId,
      @Nullable ApplyResult applied,
      @Nullable Boolean isReconciled,
      @Nullable String message) {
    return new ExportResult(
        entry.exportName(),
        runId,
        entry.recommendation().wave(),
        status,
        Outcome.OK,
        startedAt,
        resources.clock().instant(),
        applied == null ? 0 : applied.rows(),
        applied == null ? 0 : applied.parts(),
        applied == null ? 0 : applied.bytes(),
        isReconciled,
        null,
        message);
  }

  private void failed(RivetException e) {
    record.add(
        new ExportResult(
            entry.exportName(),
            e.context().getOrDefault("run", ""),
            entry.recommendation().wave(),
            e instanceof ExportCancelledException ? RunStatus.CANCELLED : RunStatus.FAILED,
            Outcome.of(e),
            startedAt,
            resources.clock().instant(),
            0,
            0,
            0,
            null,
            e.code(),
            e.getMessage()),
        e);
  }
}
