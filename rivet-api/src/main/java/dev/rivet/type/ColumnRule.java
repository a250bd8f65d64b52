package dev.rivet.type;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
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
 * ColumnRule.of("created").as(RivetType.timestampUtc()).zone(ZoneId.of("Europe/Vilnius"))
 * }</pre>
 */
public final class ColumnRule {
  private final String name;
  private final @Nullable RivetType type;
  private final Map<SpecialValue, ValuePolicy> policies;
  private final boolean rounding;
  private final boolean notNull;
  private final @Nullable ZoneId zone;

  private ColumnRule(
      String name,
      @Nullable RivetType type,
      Map<SpecialValue, ValuePolicy> policies,
      boolean rounding,
      boolean notNull,
      @Nullable ZoneId zone) {
    this.name = requireNonNull(name, "name");
    this.type = type;
    this.policies = Map.copyOf(policies);
    this.rounding = rounding;
    this.notNull = notNull;
    this.zone = zone;
  }

  /** A rule that changes nothing yet. Names match exactly first, then case-insensitively if that is unique. */
  public static ColumnRule of(String column) {
    return new ColumnRule(column, null, Map.of(), false, false, null);
  }

  /** The type to write; checked against the source type at plan time. */
  public ColumnRule as(RivetType newType) {
    requireNonNull(newType, "type");
    if (type != null && !type.equals(newType)) {
      throw new IllegalStateException(
          "column '" + name + "' was already set to " + type + ", now " + newType);
    }
    return new ColumnRule(name, newType, policies, rounding, notNull, zone);
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
    return new ColumnRule(name, type, all, rounding, notNull, zone);
  }

  /** Rounds half up where the target scale has fewer digits, instead of failing. Rounded values are counted. */
  public ColumnRule rounding() {
    return new ColumnRule(name, type, policies, true, notNull, zone);
  }

  /** Declares that the column holds no NULL; a NULL then fails the run instead of being written. */
  public ColumnRule notNull() {
    return new ColumnRule(name, type, policies, rounding, true, zone);
  }

  /**
   * The zone that wall-clock values are in. Needed where {@code timestamp} is written as {@link RivetType#timestampUtc()}; without
   * meaning elsewhere. Times that a zone skips or repeats become what the server makes of them.
   */
  public ColumnRule zone(ZoneId newZone) {
    requireNonNull(newZone, "zone");
    if (zone != null && !zone.equals(newZone)) {
      throw new IllegalStateException(
          "column '" + name + "' was already in zone " + zone + ", now " + newZone);
    }
    return new ColumnRule(name, type, policies, rounding, notNull, newZone);
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

  /** The zone of wall-clock values, if stated. */
  public Optional<ZoneId> zone() {
    return Optional.ofNullable(zone);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ColumnRule r
        && name.equals(r.name)
        && java.util.Objects.equals(type, r.type)
        && policies.equals(r.policies)
        && rounding == r.rounding
        && notNull == r.notNull
        && java.util.Objects.equals(zone, r.zone);
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hash(name, type, policies, rounding, notNull, zone);
  }

  @Override
  public String toString() {
    return name
        + (type == null ? "" : " as " + type)
        + (zone == null ? "" : " in " + zone)
        + (policies.isEmpty() ? "" : " " + policies);
  }
}
