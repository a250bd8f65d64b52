package dev.rivet.run;

import dev.rivet.plan.Slice;
import dev.rivet.spi.json.JsonCodec;
import java.util.List;

/**
 * What a repair would do. Immutable.
 *
 * @param exportName the export
 * @param reconciledRunId run being repaired
 * @param strategy mode
 * @param actions slices to export again
 */
public record RepairPlan(
    String exportName, String reconciledRunId, String strategy, List<Action> actions) {

  /**
   * One slice.
   *
   * @param slice the slice, with its bounds as values (RR6)
   * @param reason why
   */
  public record Action(Slice slice, String reason) {}

  /** Copies the list. */
  public RepairPlan {
    actions = List.copyOf(actions);
  }

  /** The plan as JSON. */
  public String toJson() {
    return JsonCodec.instance().write(this);
  }

  /** For people: one line per slice. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("repair of ")
        .append(exportName)
        .append(" run ")
        .append(reconciledRunId)
        .append(": ");
    text.append(actions.isEmpty() ? "nothing to do" : actions.size() + " slices to export again");
    for (Action action : actions) {
      text.append("\n  ").append(action.slice()).append("  ").append(action.reason());
    }
    return text.toString();
  }
}
