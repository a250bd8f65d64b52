package dev.rivet.run;

import dev.rivet.plan.Slice;
import dev.rivet.spi.json.JsonCodec;
import java.util.List;

/**
 * What a repair did. Immutable.
 *
 * @param plan what was planned
 * @param repairRunId id of the repair's run, empty if there was nothing to do
 * @param results one per action
 * @param rows rows written
 * @param supersededParts parts that no longer count
 */
public record RepairReport(
    RepairPlan plan,
    String repairRunId,
    List<Result> results,
    long rows,
    List<String> supersededParts) {

  /**
   * One slice.
   *
   * @param slice the slice
   * @param rows rows written
   */
  public record Result(Slice slice, long rows) {}

  /** Copies the lists. */
  public RepairReport {
    results = List.copyOf(results);
    supersededParts = List.copyOf(supersededParts);
  }

  /** The report as JSON. */
  public String toJson() {
    return JsonCodec.instance().write(this);
  }

  @Override
  public String toString() {
    return plan.exportName()
        + ": "
        + results.size()
        + " slices repaired, "
        + rows
        + " rows written, "
        + supersededParts.size()
        + " parts superseded";
  }
}
