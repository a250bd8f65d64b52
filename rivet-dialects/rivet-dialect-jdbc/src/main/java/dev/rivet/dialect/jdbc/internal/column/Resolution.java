package dev.rivet.dialect.jdbc.internal.column;

import dev.rivet.error.Problem;
import java.util.List;

/**
 * What planning the columns came to. Immutable.
 *
 * @param columns those that can be read, in order
 * @param problems what refuses the definition
 * @param warnings what people should know
 */
public record Resolution(List<ColumnPlan> columns, List<Problem> problems, List<Problem> warnings) {
  /** Copies the lists. */
  public Resolution {
    columns = List.copyOf(columns);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
