package dev.rivet.internal.campaign;

import dev.rivet.Export;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.InvalidExportException;
import dev.rivet.error.Problem;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Incremental;
import dev.rivet.extract.TimeWindow;
import dev.rivet.inspect.CheckReport;
import dev.rivet.inspect.Verdict;
import dev.rivet.internal.inspect.StateReader;
import dev.rivet.internal.json.CampaignSeal;
import dev.rivet.internal.planning.Checker;
import dev.rivet.internal.planning.Planner;
import dev.rivet.internal.resource.Resources;
import dev.rivet.plan.Campaign;
import dev.rivet.plan.Campaign.Entry;
import dev.rivet.plan.Plan;
import dev.rivet.plan.Recommendation;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Plans several exports and ranks them. Writes nothing (PA13). */
public final class CampaignPlanner {
  private final Resources resources;

  /** For one engine. */
  public CampaignPlanner(Resources resources) {
    this.resources = resources;
  }

  /** Every problem of every export is found before the first is thrown. */
  public Campaign plan(List<Export> exports) {
    checkNames(exports);
    List<Entry> entries = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Export export : exports) {
      try {
        entries.add(entry(export));
      } catch (InvalidExportException e) {
        if (exports.size() == 1) {
          throw e;
        }
        e.problems()
            .forEach(
                p ->
                    problems.add(
                        new Problem(p.code(), export.name() + ": " + p.subject(), p.message())));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidExportException(
          problems.get(0).code(),
          "definitions do not fit the source (" + problems.size() + ")",
          problems,
          Map.of(),
          null);
    }
    List<String> warnings = new ArrayList<>();
    List<Entry> ordered = SourceGroups.ordered(SourceGroups.isolated(entries, warnings));
    byte[] id = new byte[16];
    resources.random().nextBytes(id);
    return CampaignSeal.seal(
        new Campaign(
            Campaign.VERSION,
            Planner.RIVET_VERSION,
            HexFormat.of().formatHex(id),
            resources.clock().instant().truncatedTo(ChronoUnit.MICROS),
            ordered,
            warnings,
            ""));
  }

  private static void checkNames(List<Export> exports) {
    Set<String> names = new HashSet<>();
    for (Export export : exports) {
      if (!names.add(export.name())) {
        throw new InvalidExportException(
            ErrorCode.EXPORT_DUPLICATE,
            "two exports are named '"
                + export.name()
                + "'. The name is the key of all state; give one another with named(…).",
            List.of(),
            Map.of("export", export.name()),
            null);
      }
    }
  }

  private Entry entry(Export export) {
    Plan plan = new Planner(resources).plan(export);
    CheckReport check = new Checker(resources).check(export);
    History history = History.of(new StateReader(resources).metrics(export.name(), History.LIMIT));
    boolean isSparse = check.findings().stream().anyMatch(f -> f.check().equals("sparse range"));
    Extraction extraction = plan.export().extraction();
    boolean isRangeKnown = plan.facts().keyMin() != null || plan.cursor() != null;
    Scorer.Facts facts =
        new Scorer.Facts(
            extraction.strategy(),
            plan.facts().rowEstimate() == null
                ? OptionalLong.empty()
                : OptionalLong.of(plan.facts().rowEstimate()),
            plan.slices().size(),
            Scorer.quality(
                extraction.strategy(),
                extraction instanceof Incremental && extraction.columns().size() > 1,
                check.isKeyIndexed(),
                isRangeKnown),
            check.rating().orElse(Verdict.DEGRADED),
            isSparse,
            plan.warnings().size() + check.findings().size(),
            export.scheduling().isReconcileRequired(),
            extraction instanceof TimeWindow window ? (int) window.days() : 0,
            export.scheduling().sourceGroup(),
            export.scheduling().wave(),
            history);
    Recommendation r = Scorer.recommend(facts);
    return new Entry(plan, export.scheduling().isAlone() ? alone(r) : r);
  }

  private static Recommendation alone(Recommendation r) {
    return new Recommendation(
        r.score(),
        r.priority(),
        r.cost(),
        r.risk(),
        r.cursorQuality(),
        r.verdict(),
        r.wave(),
        r.sourceGroup(),
        r.isIsolated(),
        false,
        r.predictedDuration(),
        r.isPredictionMeasured(),
        r.reasons());
  }
}
