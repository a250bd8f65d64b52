package dev.rivet.internal.planning;

import dev.rivet.Export;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.InvalidExportException;
import dev.rivet.error.Problem;
import dev.rivet.extract.Consistency;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.json.PlanSeal;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.run.RunControl;
import dev.rivet.internal.run.Watched;
import dev.rivet.internal.slicing.Slicer;
import dev.rivet.internal.slicing.Slicing;
import dev.rivet.internal.slicing.SlicingInput;
import dev.rivet.plan.Plan;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.support.PoolerWarning;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.Fidelity;
import dev.rivet.type.TypePolicy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Turns a definition and catalog facts into a sealed plan. Reads no rows, writes nothing (PA13). */
public final class Planner {
  /** Version of the library as plans and reports carry it. */
  public static final String RIVET_VERSION = "0.1.0";

  private final Resources resources;

  /** For one engine. */
  public Planner(Resources resources) {
    this.resources = resources;
  }

  /** Plans; every problem is found before the first is thrown. */
  public Plan plan(Export export) {
    Context context = Context.export(export.name());
    RunControl control = new RunControl(context, resources.waiting());
    return Watched.call(
        resources.executor(),
        control,
        () ->
            resources
                .source()
                .with(
                    export.tuning(),
                    "planning",
                    context,
                    session -> {
                      control.register(session);
                      try {
                        return plan(export, session, context);
                      } finally {
                        control.unregister(session);
                      }
                    }));
  }

  private Plan plan(Export export, SourceSession session, Context context) throws SQLException {
    SourceIdentity identity = session.identity();
    SourceRelation relation = session.resolve(export.relation(), export.types());
    List<Problem> problems = new ArrayList<>(relation.problems());
    problems.addAll(resources.sinkProblems(export));
    List<Problem> warnings = new ArrayList<>(relation.warnings());
    problems.addAll(ColumnChecks.problems(export, relation.columns(), problems));
    checkFidelity(export, relation.columns(), problems);
    if (relation.columns().isEmpty() && !problems.isEmpty()) {
      throw invalid(problems, context); // nothing to slice; otherwise the slicer has its say too
    }
    RelationFacts facts = relation.facts();
    String cursor =
        StateErrors.call(
                "reading the stored cursor",
                context,
                () -> resources.state().cursor(resources.key(export.name())))
            .orElse(null);
    Slicing slicing =
        Slicer.of(export.extraction())
            .slice(
                new SlicingInput(
                    export, session, relation, facts, cursor, resources.clock().instant()));
    problems.addAll(slicing.problems());
    warnings.addAll(slicing.warnings());
    checkConsistency(export, slicing, session, problems);
    if (!problems.isEmpty()) {
      throw invalid(problems, context);
    }
    if (warnings.stream().noneMatch(w -> w.subject().equals(PoolerWarning.SUBJECT))) {
      warnings =
          PoolerWarning.added(
              warnings, identity.pooler(), "Settings may be lost between two statements.");
    }
    return seal(export, identity, relation.columns(), facts, slicing, warnings, cursor);
  }

  private Plan seal(
      Export export,
      SourceIdentity identity,
      List<ColumnMapping> columns,
      RelationFacts facts,
      Slicing slicing,
      List<Problem> warnings,
      @Nullable String cursor) {
    byte[] id = new byte[16];
    resources.random().nextBytes(id);
    Plan plan =
        new Plan(
            Plan.VERSION,
            RIVET_VERSION,
            HexFormat.of().formatHex(id),
            resources.clock().instant().truncatedTo(java.time.temporal.ChronoUnit.MICROS),
            export,
            identity,
            columns,
            slicing.slices(),
            new Plan.Facts(
                facts.kind(),
                slicing.key(),
                slicing.keyMin(),
                slicing.keyMax(),
                slicing.keySpan(),
                boxed(facts.rowEstimate()),
                boxed(facts.averageRowBytes())),
            slicing.rationale(),
            warnings,
            DefinitionFingerprint.of(export),
            cursor,
            slicing.cursor(),
            "");
    return PlanSeal.seal(withBudgetWarnings(plan));
  }

  /** A prediction beyond the budget: the run would keep the budget and fail. */
  private static Plan withBudgetWarnings(Plan plan) {
    Duration limit = plan.export().tuning().budget().maxSnapshotAge();
    Duration predicted = plan.predictedHarm().oldestSnapshot();
    if (limit.isZero() || predicted.compareTo(limit) <= 0) {
      return plan;
    }
    List<Problem> warnings = new ArrayList<>(plan.warnings());
    warnings.add(
        new Problem(
            ErrorCode.BUDGET_EXCEEDED,
            "budget",
            "a snapshot would be open for about "
                + predicted
                + ", the budget allows "
                + limit
                + ". Use narrower slices."));
    return plan.withWarnings(warnings);
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  static void checkFidelity(Export export, List<ColumnMapping> columns, List<Problem> problems) {
    if (export.types().policy() != TypePolicy.STRICT) {
      return;
    }
    for (ColumnMapping column : columns) {
      if (column.fidelity() == Fidelity.LOSSY) {
        problems.add(
            new Problem(
                ErrorCode.TYPE_LOSSY,
                column.name(),
                column.nativeType()
                    + " loses information as "
                    + column.type()
                    + ", and the type policy is strict. Give the column another type, or use the"
                    + " standard policy."));
      }
    }
  }

  private static void checkConsistency(
      Export export, Slicing slicing, SourceSession session, List<Problem> problems)
      throws SQLException {
    if (export.consistency() == Consistency.SNAPSHOT
        && slicing.slices().size() > 1
        && !session.canShareSnapshot()) {
      problems.add(
          new Problem(
              ErrorCode.CONSISTENCY_UNAVAILABLE,
              "consistency",
              "this source cannot share one snapshot between connections (a pooler in transaction"
                  + " mode, a standby, or the engine itself). Use Consistency.PER_SLICE, or Full,"
                  + " which is one snapshot anyway."));
    }
  }

  private static InvalidExportException invalid(List<Problem> problems, Context context) {
    String what =
        String.format(Locale.ROOT, "the definition does not fit the source (%d)", problems.size());
    return new InvalidExportException(
        problems.get(0).code(), what, problems, context.toMap(), null);
  }
}
