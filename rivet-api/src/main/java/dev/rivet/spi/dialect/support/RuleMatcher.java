package dev.rivet.spi.dialect.support;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.type.ColumnRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the column each rule speaks of: exact name first, then a unique match without regard to case. */
public final class RuleMatcher {
  private final Map<String, ColumnRule> byColumn = new HashMap<>();

  /**
   * Matches rules.
   *
   * @param rules of the definition
   * @param columns of the source
   * @param problems gets what refuses the definition
   * @param warnings gets what people should know
   */
  public RuleMatcher(
      List<ColumnRule> rules,
      List<String> columns,
      List<Problem> problems,
      List<Problem> warnings) {
    for (ColumnRule rule : rules) {
      match(rule, columns, problems, warnings);
    }
  }

  private void match(
      ColumnRule rule, List<String> columns, List<Problem> problems, List<Problem> warnings) {
    List<String> similar = columns.stream().filter(c -> c.equalsIgnoreCase(rule.name())).toList();
    String column =
        columns.contains(rule.name()) ? rule.name() : similar.size() == 1 ? similar.get(0) : null;
    if (column == null) {
      problems.add(
          new Problem(
              ErrorCode.COLUMN_NOT_FOUND,
              rule.name(),
              similar.isEmpty()
                  ? "there is a rule for this column, but the source has no such column. It has: "
                      + String.join(", ", columns)
                      + "."
                  : "there is a rule for this column, but more than one differs from it only in"
                      + " case: "
                      + String.join(", ", similar)
                      + ". Spell the rule as one of them."));
      return;
    }
    if (!column.equals(rule.name())) {
      warnings.add(
          new Problem(
              ErrorCode.COLUMN_NOT_FOUND,
              rule.name(),
              "the rule was applied to \""
                  + column
                  + "\", which differs in case. Spell the rule the same way."));
    }
    byColumn.put(column, rule);
  }

  /** The rule for a column of the source. */
  public Optional<ColumnRule> rule(String column) {
    return Optional.ofNullable(byColumn.get(column));
  }
}
