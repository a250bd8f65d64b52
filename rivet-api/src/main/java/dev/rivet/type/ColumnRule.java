package dev.rivet.type;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a definition says about one column: its type, and what happens to values the type cannot hold. Immutable.
 *
 * <pre>{@code
 * ColumnRule.of("valid_until").on(SpecialValue.INFINITY, ValuePolicy.NULL)
 * ColumnRule.of("price").as(RivetType.decimal(10, 2)).rounding()
 * }</pre>
 */
public final class ColumnRule {
  private final String name;
  private final @Nullable RivetType type;
  private final Map<SpecialValue, ValuePolicy> policies;
  private final boolean rounding;
  private final boolean notNull;

  private ColumnRule(
      String name,
      @Nullable RivetType type,
      Map<SpecialValue, ValuePolicy> policies,
      boolean rounding,
      boolean notNull) {
    this.name = requireNonNull(name, "name");
    this.type = type;
    this.policies = Map.copyOf(policies);
    this.rounding = rounding;
    this.notNull = notNull;
  }

  /** A rule that changes nothing yet. Names match exactly first, then case-insensitively if that is unique. */
  public static ColumnRule of(String column) {
    return new ColumnRule(column, null, Map.of(), false, false);
  }

  /** The type to write; checked against the source type at plan time. */
  public ColumnRule as(RivetType newType) {
    requireNonNull(newType, "type");
    if (type != null && !type.equals(newType)) {
      throw new IllegalStateException(
          "column '" + name + "' was already set to " + type + ", now " + newType);
    }
    return new ColumnRule(name, newType, policies, rounding, notNull);
  }

  /** Sets the policy for a kind of special value. */
  public ColumnRule on(SpecialValue value, ValuePolicy policy) {
    ValuePolicy before = policies.get(value);
    if (before != null && before != policy) {
      throw new IllegalStateException(
          "column '" + name + "': " + value + " was already " + before + ", now " + policy);
    }
    Map<SpecialValue, ValuePolicy> all = new EnumMap<>(SpecialValue.class);
    all.putAll(policies);
    all.put(requireNonNull(value, "value"), requireNonNull(policy, "policy"));
    return new ColumnRule(name, type, all, rounding, notNull);
  }

  /** Rounds half up where the target scale has fewer digits, instead of failing. Rounded values are counted. */
  public ColumnRule rounding() {
    return new ColumnRule(name, type, policies, true, notNull);
  }

  /** Declares that the column holds no NULL; a NULL then fails the run instead of being written. */
  public ColumnRule notNull() {
    return new ColumnRule(name, type, policies, rounding, true);
  }

  /** The column's name. */
  public String name() {
    return name;
  }

  /** The type asked for, if any. */
  public Optional<RivetType> type() {
    return Optional.ofNullable(type);
  }

  /** Policies that differ from {@link ValuePolicy#FAIL}. */
  public Map<SpecialValue, ValuePolicy> policies() {
    return policies;
  }

  /** Whether {@link #rounding()} was asked for. */
  public boolean isRounding() {
    return rounding;
  }

  /** Whether {@link #notNull()} was asked for. */
  public boolean isNotNull() {
    return notNull;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ColumnRule r
        && name.equals(r.name)
        && java.util.Objects.equals(type, r.type)
        && policies.equals(r.policies)
        && rounding == r.rounding
        && notNull == r.notNull;
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hash(name, type, policies, rounding, notNull);
  }

  @Override
  public String toString() {
    return name + (type == null ? "" : " as " + type) + (policies.isEmpty() ? "" : " " + policies);
  }
}
