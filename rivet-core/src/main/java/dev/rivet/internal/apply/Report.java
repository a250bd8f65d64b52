package dev.rivet.internal.apply;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.internal.redact.Redactor;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.run.Events;
import dev.rivet.internal.run.Tally;
import dev.rivet.internal.verify.Validator;
import dev.rivet.manifest.Manifest;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Guard;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunStatus;
import dev.rivet.run.ValidationDepth;
import dev.rivet.run.ValidationReport;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunMetric;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.StateException;
import dev.rivet.unit.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what becomes the result of one call, and records metric and journal once the verdict is known (I4, TF3). */
final class Report {
  private static final Logger log = LoggerFactory.getLogger(Report.class);

  private final Resources resources;
  private final Plan plan;
  private final Events events;
  private final long startedNanos = System.nanoTime();
  private @Nullable RunStart start;
  private Set<Guard> bypassed = Set.of();
  private Tally tally = new Tally();
  private List<String> drift = List.of();
  private int resumed;
  private boolean isObserver;

  Report(Resources resources, Plan plan, Events events) {
    this.resources = resources;
    this.plan = plan;
    this.events = events;
  }

  void begin(RunStart run, Set<Guard> forced, Tally figures, List<String> changes) {
    start = run;
    bypassed = forced;
    tally = figures;
    drift = changes;
  }

  /** Another process led the run and records it. */
  void observing() {
    isObserver = true;
  }

  void resumed(int slices) {
    resumed = slices;
  }

  int resumed() {
    return resumed;
  }

  Set<Guard> bypassed() {
    return bypassed;
  }

  List<String> drift() {
    return drift;
  }

  ApplyResult success(
      RunStart run,
      Set<Guard> forced,
      Tally figures,
      List<String> changes,
      int slicesResumed,
      Manifest manifest) {
    begin(run, forced, figures, changes);
    resumed = slicesResumed;
    long bytes = manifest.committedParts().mapToLong(Manifest.Part::sizeBytes).sum();
    ApplyResult result =
        result(
            RunStatus.SUCCESS, manifest.rowCount(), manifest.partCount(), bytes, false, null, null);
    end(result);
    return result;
  }

  ApplyResult skipped(String reason) {
    events.warn("SKIPPED", reason);
    ApplyResult result = result(RunStatus.SKIPPED, 0, 0, 0, false, null, null);
    end(result);
    return result;
  }

  void failed(RivetException failure, RunStatus status) {
    boolean isResumable = start != null && start.isCheckpointed();
    end(
        result(
            status,
            0,
            0,
            0,
            isResumable && failure.code() != ErrorCode.QUALITY_FAILED,
            failure.code().name(),
            Redactor.secrets(String.valueOf(failure.getMessage()))));
  }

  /** The result with the verdict on the output; throws if the output is not what the manifest says. */
  ApplyResult validated(ApplyResult result) {
    if (result.status() != RunStatus.SUCCESS) {
      return result;
    }
    Location prefix = Location.parse(result.destination());
    ValidationReport verdict =
        new Validator(resources, plan.exportName(), prefix, ValidationDepth.FULL).execute();
    List<String> failures = verdict.failures().stream().map(Object::toString).toList();
    events.tell(new RunEvent.Validated(events.now(), verdict.isPassed(), failures));
    var passed = verdict.orThrow();
    return with(result, passed.isPassed(), failures);
  }

  private void end(ApplyResult result) {
    events.tell(
        new RunEvent.RunCompleted(
            events.now(),
            result.runId(),
            result.status(),
            result.rows(),
            result.bytes(),
            result.errorMessage()));
    if (isObserver) {
      return;
    }
    ExportKey key = resources.key(plan.exportName());
    try { // I7: a run does not fail for its own statistics
      resources.state().recordMetric(metric(key, result));
      resources.state().recordJournal(key, result.runId(), events.journal());
    } catch (StateException e) {
      log.warn("metric and journal of run {} were not recorded", result.runId(), e);
    }
  }

  /** SS7, after the lease is given back; a run does not fail for housekeeping (I7). */
  void prune() {
    Duration retention = resources.retention();
    if (retention == null) {
      return;
    }
    try {
      resources
          .state()
          .prune(resources.key(plan.exportName()), resources.clock().instant().minus(retention));
    } catch (StateException e) {
      log.warn("old ledgers of {} were not pruned", plan.exportName(), e);
    }
  }

  private static RunMetric metric(ExportKey key, ApplyResult r) {
    return new RunMetric(
        key,
        r.runId(),
        r.startedAt(),
        r.duration(),
        r.status().name().toLowerCase(Locale.ROOT),
        r.rows(),
        r.parts(),
        r.bytes(),
        r.retries(),
        r.errorCode(),
        r.errorMessage(),
        r.toJson());
  }

  private ApplyResult result(
      RunStatus status,
      long rows,
      int parts,
      long bytes,
      boolean isResumable,
      @Nullable String errorCode,
      @Nullable String errorMessage) {
    Instant now = resources.clock().instant();
    RunStart run = start;
    return new ApplyResult(
        run == null ? "" : run.runId(),
        plan.exportName(),
        status,
        run == null ? now : run.startedAt(),
        now,
        Duration.ofNanos(System.nanoTime() - startedNanos),
        plan.source().dialect(),
        plan.source().version(),
        plan.source().pooler(),
        run == null ? plan.export().destination().toString() : run.prefix(),
        plan.export().format().name(),
        plan.export().format().compression().codec().name().toLowerCase(Locale.ROOT),
        plan.export().tuning().profile().name().toLowerCase(Locale.ROOT),
        rows,
        parts,
        bytes,
        plan.slices().size(),
        resumed,
        tally.retries(),
        tally.statements(),
        tally.longestStatement(),
        tally.sourceBytes(),
        resources.memory().getPeakMemoryAllocation(),
        tally.harm(),
        tally.policyChanges(),
        drift,
        events.warnings(),
        null,
        List.of(),
        plan.planId(),
        bypassed,
        isResumable,
        errorCode,
        errorMessage);
  }

  private static ApplyResult with(ApplyResult r, boolean isPassed, List<String> failures) {
    return new ApplyResult(
        r.runId(),
        r.exportName(),
        r.status(),
        r.startedAt(),
        r.finishedAt(),
        r.duration(),
        r.sourceEngine(),
        r.sourceVersion(),
        r.pooler(),
        r.destination(),
        r.format(),
        r.compression(),
        r.tuningProfile(),
        r.rows(),
        r.parts(),
        r.bytes(),
        r.slices(),
        r.slicesResumed(),
        r.retries(),
        r.statements(),
        r.longestStatement(),
        r.sourceBytes(),
        r.peakBatchMemory(),
        r.harm(),
        r.policyChanges(),
        r.schemaChanges(),
        r.warnings(),
        isPassed,
        failures,
        r.planId(),
        r.forceBypassed(),
        r.isResumable(),
        r.errorCode(),
        r.errorMessage());
  }
}
