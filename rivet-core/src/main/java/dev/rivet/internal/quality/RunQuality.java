package dev.rivet.internal.quality;

import dev.rivet.Quality;
import dev.rivet.plan.Plan;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The quality rules of one run. Counts come from the ledger, so they cover slices that an earlier process finished; the values of
 * unique columns live in memory only, which is why a run with such a rule is never resumed. Thread-safe.
 */
public final class RunQuality {
  private final Quality rules;
  private final Map<String, DistinctHashes> distinct = new HashMap<>();

  private RunQuality(Quality rules) {
    this.rules = rules;
  }

  /** Of an export. */
  public static RunQuality of(Plan plan) {
    RunQuality quality = new RunQuality(plan.export().quality());
    for (String column : quality.rules.unique()) {
      quality.distinct.put(column, new DistinctHashes(quality.rules.uniqueLimit()));
    }
    return quality;
  }

  /** Of a repair, which sees only some of the rows: uniqueness is then reported as not checked (TF2). */
  public static RunQuality ofRepair(Plan plan) {
    return new RunQuality(plan.export().quality());
  }

  /** A collector for one attempt at a slice. */
  public StatisticsCollector newCollector(Schema schema) {
    return new StatisticsCollector(schema, rules);
  }

  /** The attempt is recorded as completed: its values count. */
  public synchronized void completed(StatisticsCollector slice) {
    slice
        .distinct()
        .forEach(
            (column, values) -> distinct.computeIfPresent(column, (c, all) -> merged(all, values)));
  }

  private static DistinctHashes merged(DistinctHashes all, DistinctHashes more) {
    all.addAll(more);
    return all;
  }

  /** The verdict over all slices, before anything becomes visible (QG5). */
  public synchronized QualityGate.Verdict evaluate(BatchStatistics statistics) {
    return QualityGate.evaluate(rules, statistics, distinct);
  }
}
