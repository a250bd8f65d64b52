package dev.rivet.internal.verify;

import dev.rivet.Export;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.PlanRejectedException;
import dev.rivet.internal.digest.BatchDigest;
import dev.rivet.internal.digest.ContentDigest;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.SinkErrors;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.finish.RunBoundary;
import dev.rivet.internal.planning.DefinitionFingerprint;
import dev.rivet.internal.planning.Planner;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.run.RunControl;
import dev.rivet.internal.run.SourceReads;
import dev.rivet.internal.run.Watched;
import dev.rivet.internal.slicing.Coverage;
import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import dev.rivet.run.Cancellation;
import dev.rivet.run.Depth;
import dev.rivet.run.Reconcile;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.ReconcileReport.Partition;
import dev.rivet.run.ReconcileReport.Status;
import dev.rivet.run.ValidationDepth;
import dev.rivet.run.ValidationReport;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.SliceOutcome;
import dev.rivet.spi.state.SliceRecord;
import java.io.IOException;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Compares source and output, slice by slice, with the predicates the export used (RC2). */
public final class ReconcileOperation implements Reconcile {
  private final Resources resources;
  private final Export export;
  private final Context context;
  private Depth depth = Depth.COUNTS;
  private @Nullable Cancellation cancellation;

  /** For one export. */
  public ReconcileOperation(Resources resources, Export export) {
    this.resources = resources;
    this.export = export;
    this.context = Context.export(export.name());
  }

  @Override
  public Reconcile depth(Depth newDepth) {
    depth = Objects.requireNonNull(newDepth, "depth");
    return this;
  }

  @Override
  public Reconcile cancellation(Cancellation newCancellation) {
    cancellation = Objects.requireNonNull(newCancellation, "cancellation");
    return this;
  }

  @Override
  public ReconcileReport execute() {
    RunControl control = new RunControl(context, resources.waiting());
    Runnable onCancel = () -> control.cancel("cancelled by the application");
    if (cancellation != null) {
      cancellation.onCancel(onCancel);
    }
    try {
      CommittedRun run = CommittedRun.load(resources, export.name());
      checkDefinition(run);
      ReconcileReport report =
          Watched.call(resources.executor(), control, () -> compare(run, control));
      if (report.isClean()) {
        recordVerified(run);
      }
      return report;
    } finally {
      if (cancellation != null) {
        cancellation.remove(onCancel);
      }
    }
  }

  private void checkDefinition(CommittedRun run) {
    if (!run.root().start().planFingerprint().equals(DefinitionFingerprint.of(export))) {
      throw new PlanRejectedException(
          ErrorCode.RECONCILE_DEFINITION_CHANGED,
          "run '"
              + run.root().runId()
              + "' exported another definition (relation, key, chunk size or column rules differ),"
              + " so its figures cannot be compared. Reconcile with the definition of that run, or"
              + " run the new one first.",
          List.of(),
          context.toMap(),
          null);
    }
  }

  private ReconcileReport compare(CommittedRun run, RunControl control) {
    ValidationReport output =
        new Validator(resources, export.name(), run.prefix(), ValidationDepth.LIGHT).execute();
    List<Partition> partitions = new ArrayList<>();
    PartChecks parts = new PartChecks(run);
    long outside;
    try (SourceSession session = resources.source().open(export.tuning(), context)) {
      control.register(session);
      try {
        checkSource(run, session);
        SourceRelation relation = SourceReads.resolve(session, run.plan(), context);
        for (SliceRecord slice : run.ledger().slices()) {
          control.check();
          partitions.add(partition(slice, relation, parts, control));
        }
        outside = outOfRange(run, relation);
      } finally {
        control.unregister(session);
      }
    } catch (SQLException e) {
      control.check();
      throw resources.source().failure(e, "reconciling", context);
    }
    return new ReconcileReport(
        Planner.RIVET_VERSION,
        export.name(),
        run.root().runId(),
        run.latestRunId(),
        run.root().start().planFingerprint(),
        run.root().start().strategy(),
        depth,
        resources.clock().instant().truncatedTo(ChronoUnit.MICROS),
        partitions,
        outside,
        parts.objects,
        parts.bytes,
        output.failures(),
        parts.notRun);
  }

  private void checkSource(CommittedRun run, SourceSession session) throws SQLException {
    if (!session.identity().fingerprint().equals(run.root().start().sourceFingerprint())) {
      throw new PlanRejectedException(
          ErrorCode.PLAN_FOREIGN,
          "run '"
              + run.root().runId()
              + "' exported another database than this one. Connect to the one it exported.",
          List.of(),
          context.toMap(),
          null);
    }
  }

  private Partition partition(
      SliceRecord record, SourceRelation relation, PartChecks parts, RunControl control)
      throws SQLException {
    Slice slice = record.slice();
    SliceOutcome outcome = record.completed();
    if (outcome == null) {
      return new Partition(slice, null, null, null, null, null, Status.UNKNOWN, "never exported");
    }
    ContentDigest recorded = ContentDigest.parse(outcome.contentDigest());
    List<String> notes = new ArrayList<>();
    Long reread = depth == Depth.COUNTS ? null : parts.check(slice.index(), notes);
    ContentDigest source = null;
    long sourceRows;
    if (depth == Depth.CONTENT) {
      source = digest(slice, relation, control);
      sourceRows = source.rows();
    } else {
      sourceRows = relation.count(slice.bounds());
    }
    if (sourceRows != outcome.rows()) {
      notes.add("source has " + sourceRows + " rows, exported were " + outcome.rows());
    } else if (source != null && !source.equals(recorded)) {
      notes.add("same number of rows, other content");
    }
    return new Partition(
        slice,
        sourceRows,
        outcome.rows(),
        reread,
        source == null ? null : source.rowSum(),
        recorded.rowSum(),
        notes.isEmpty() ? Status.MATCH : Status.MISMATCH,
        String.join("; ", notes));
  }

  private ContentDigest digest(Slice slice, SourceRelation relation, RunControl control)
      throws SQLException {
    try (BufferAllocator memory =
            resources.memory().newChildAllocator("reconcile-" + slice.index(), 0, Long.MAX_VALUE);
        BatchReader reader = relation.read(slice.bounds(), SourceReads.options(export), memory)) {
      BatchDigest digest = new BatchDigest(reader.root().getSchema());
      while (reader.next()) {
        control.check();
        digest.add(reader.root(), 0, reader.root().getRowCount());
      }
      return digest.result();
    }
  }

  /** Rows no slice covers: newer keys, and NULL keys that did not exist at plan time. */
  private static long outOfRange(CommittedRun run, SourceRelation relation) throws SQLException {
    long rows = 0;
    for (SliceBounds outside : Coverage.outside(run.plan())) {
      rows += relation.count(outside);
    }
    return rows;
  }

  private void recordVerified(CommittedRun run) {
    Boundary verified = RunBoundary.of(run.plan(), run.root().runId(), resources.clock().instant());
    boolean isNewest =
        StateErrors.call(
            "recording the verified boundary",
            context,
            () -> resources.state().recordVerified(resources.key(export.name()), verified));
    if (!isNewest) {
      org.slf4j.LoggerFactory.getLogger(ReconcileOperation.class)
          .warn(
              "a newer run of '{}' committed while reconciling; nothing was marked as verified",
              export.name());
    }
  }

  /** Re-reads parts, for the depths that ask for it. */
  private final class PartChecks {
    private final CommittedRun run;
    private final List<String> notRun = new ArrayList<>();
    private final @Nullable PartVerifier verifier;
    private int objects;
    private long bytes;

    PartChecks(CommittedRun run) {
      this.run = run;
      Sink sink = resources.sink(run.prefix(), export.name());
      if (depth == Depth.COUNTS) {
        verifier = null;
      } else if (sink instanceof ReadableSink readable) {
        verifier = new PartVerifier(readable, run.plan().export().format(), ValidationDepth.FULL);
      } else {
        verifier = null;
        notRun.add("parts were not re-read: the sink '" + sink.scheme() + "' cannot read back");
      }
    }

    @Nullable Long check(int slice, List<String> notes) {
      if (verifier == null) {
        return null;
      }
      long rows = 0;
      for (PartRecord part : run.ledger().parts(slice)) {
        ObjectKey key = new ObjectKey(run.prefix(), part.name());
        try {
          PartVerifier.Finding finding =
              verifier.verify(
                  new PartVerifier.Expected(
                      key, part.size(), part.fingerprint(), part.md5(), part.rows()));
          objects++;
          bytes += finding.bytesRead();
          rows += finding.rows() == null ? 0 : finding.rows();
          if (finding.problem() != null) {
            notes.add("part " + finding.problem().subject() + " " + finding.problem().message());
          }
        } catch (IOException e) {
          throw SinkErrors.wrap(
              resources.sink(run.prefix(), export.name()), e, "reading '" + key + "'", context);
        }
      }
      return rows;
    }
  }
}
