package dev.rivet.internal.run;

import dev.rivet.Export;
import dev.rivet.Profile;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.PlanRejectedException;
import dev.rivet.internal.fault.Context;
import dev.rivet.plan.Plan;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import java.sql.SQLException;
import java.util.List;

/** What exporting, repairing and re-reading share on the source's side: the same relation, the same options (RR3). */
public final class SourceReads {
  private SourceReads() {}

  /** Resolves the plan's relation and refuses if its columns are not the planned ones any more. */
  public static SourceRelation resolve(SourceSession session, Plan plan, Context context)
      throws SQLException {
    SourceRelation relation = session.resolve(plan.export().relation(), plan.export().types());
    if (!relation.problems().isEmpty() || !relation.columns().equals(plan.columns())) {
      throw new PlanRejectedException(
          ErrorCode.PLAN_COLUMNS_CHANGED,
          "the columns of "
              + plan.export().relation()
              + " are not the planned ones any more. Planned "
              + names(plan)
              + ". Make a new plan.",
          relation.problems(),
          context.toMap(),
          null);
    }
    return relation;
  }

  private static List<String> names(Plan plan) {
    return plan.columns().stream().map(c -> c.name() + " " + c.nativeType()).toList();
  }

  /** Batch and statement limits of an export. */
  public static ReadOptions options(Export export) {
    return new ReadOptions(
        export.tuning().batchRows(),
        export.tuning().batchBytes(),
        export.tuning().maxValue(),
        export.tuning().budget().statementTarget(export.tuning().statementTarget()),
        export.tuning().profile() == Profile.GENTLE
            || !export.tuning().budget().maxStatement().isZero());
  }
}
