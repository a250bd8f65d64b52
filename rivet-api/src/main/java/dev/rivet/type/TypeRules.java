package dev.rivet.type;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a definition says about types. Immutable.
 *
 * @param policy tolerance towards unsupported and lossy columns
 * @param unboundedNumeric type for {@code numeric} columns without precision; null refuses them
 * @param defaults policies for all columns
 * @param columns rules for single columns, which win over the defaults
 */
public record TypeRules(
    TypePolicy policy,
    @Nullable RivetType unboundedNumeric,
    Map<SpecialValue, ValuePolicy> defaults,
    List<ColumnRule> columns) {

  /** Copies the collections. */
  public TypeRules {
    requireNonNull(policy, "policy");
    defaults = Map.copyOf(defaults);
    columns = List.copyOf(columns);
  }

  /** Standard policy, nothing overridden. */
  public static TypeRules standard() {
    return new TypeRules(TypePolicy.STANDARD, null, Map.of(), List.of());
  }

  /** The rule for a column of the result: exact name first, then a unique case-insensitive match. */
  public Optional<ColumnRule> rule(String column) {
    for (ColumnRule rule : columns) {
      if (rule.name().equals(column)) {
        return Optional.of(rule);
      }
    }
    return columns.stream().filter(r -> r.name().equalsIgnoreCase(column)).findFirst();
  }

  /** The policy in force for a value of a column. */
  public ValuePolicy policy(String column, SpecialValue value) {
    return rule(column)
        .map(r -> r.policies().get(value))
        .orElse(defaults.getOrDefault(value, ValuePolicy.FAIL));
  }
}
