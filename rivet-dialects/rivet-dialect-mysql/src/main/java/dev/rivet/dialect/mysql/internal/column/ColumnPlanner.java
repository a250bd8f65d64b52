package dev.rivet.dialect.mysql.internal.column;

import dev.rivet.dialect.mysql.internal.decode.Decoders;
import dev.rivet.dialect.mysql.internal.decode.Wire;
import dev.rivet.spi.dialect.support.ColumnFindings;
import dev.rivet.spi.dialect.support.RuleMatcher;
import dev.rivet.spi.dialect.support.SourceFamily;
import dev.rivet.spi.dialect.support.ValueRules;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.TypeRules;
import dev.rivet.type.ValuePolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides every column once: its type, and what happens to odd values. Collects what is wrong. */
public final class ColumnPlanner {
  private final ColumnFindings findings;
  private final List<ColumnPlan> plans = new ArrayList<>();

  private ColumnPlanner(TypeRules rules) {
    this.findings = new ColumnFindings(rules);
  }

  /**
   * Plans the columns of a result.
   *
   * @param columns what the source has
   * @param rules what the definition says
   */
  public static Resolution plan(List<SourceColumn> columns, TypeRules rules) {
    ColumnPlanner planner = new ColumnPlanner(rules);
    List<String> names = columns.stream().map(SourceColumn::name).toList();
    planner.findings.checkNames(names);
    RuleMatcher matcher =
        new RuleMatcher(
            rules.columns(), names, planner.findings.problems(), planner.findings.warnings());
    for (SourceColumn column : columns) {
      planner.plan(column, matcher.rule(column.name()).orElse(null));
    }
    return new Resolution(planner.plans, planner.findings.problems(), planner.findings.warnings());
  }

  /** How a column arrives; empty if its type is unknown. */
  public static Optional<Wire> wire(SourceColumn column) {
    return Forms.of(column).map(Form::wire);
  }

  private void plan(SourceColumn column, @Nullable ColumnRule rule) {
    Optional<Form> natural = Forms.of(column);
    RivetType wanted = rule == null ? null : rule.type().orElse(null);
    Optional<Form> chosen =
        wanted == null ? natural : override(column, natural, wanted, isRounding(rule));
    if (chosen.isEmpty() && wanted == null) {
      chosen =
          findings.isTextFallback(column.name(), column.nativeType())
              ? Optional.of(serverText())
              : Optional.empty();
    }
    chosen
        .map(form -> withTextPolicy(column, rule, form))
        .filter(
            form ->
                findings.isAccepted(
                    column.name(),
                    column.nativeType(),
                    form.family(),
                    form.type(),
                    form.fidelity()))
        .ifPresent(form -> plans.add(finish(column, rule, form)));
  }

  private static boolean isRounding(@Nullable ColumnRule rule) {
    return rule != null && rule.isRounding();
  }

  /** A type we do not know is sent in the form its server thinks is text. */
  private static Form serverText() {
    return new Form(SourceFamily.OTHER, RivetType.text(), Wire.TEXT, Fidelity.COMPATIBLE);
  }

  private Optional<Form> override(
      SourceColumn column, Optional<Form> natural, RivetType wanted, boolean lossyAllowed) {
    if (natural.isEmpty()) {
      if (wanted instanceof RivetType.Text) {
        return Optional.of(serverText().as(wanted));
      }
      findings.overrideRefused(column.name(), column.nativeType(), wanted, false);
      return Optional.empty();
    }
    Optional<Form> chosen = Forms.convert(column, natural.get(), wanted, lossyAllowed);
    if (chosen.isEmpty()) {
      findings.overrideRefused(
          column.name(),
          column.nativeType(),
          wanted,
          Forms.convert(column, natural.get(), wanted, true).isPresent());
    }
    return chosen;
  }

  /** Policy TEXT turns a whole column into text, so that the server's spelling of every value survives. */
  private Form withTextPolicy(SourceColumn column, @Nullable ColumnRule rule, Form form) {
    boolean text =
        specials(column, form).stream()
            .anyMatch(
                v ->
                    v != SpecialValue.INVALID_TEXT && findings.policy(rule, v) == ValuePolicy.TEXT);
    if (!text || form.type() instanceof RivetType.Text) {
      return form;
    }
    findings.textByPolicy(column.name());
    return form.as(RivetType.text());
  }

  /** The special values that can occur under a form. */
  private static Set<SpecialValue> specials(SourceColumn column, Form form) {
    RivetType type = form.type();
    boolean natural = Forms.of(column).filter(f -> f.type().equals(type)).isPresent();
    if (type instanceof RivetType.Text || type instanceof RivetType.Json) {
      return form.wire() == Wire.TEXT ? Set.of(SpecialValue.INVALID_TEXT) : Set.of();
    }
    return switch (form.wire()) {
      case DATE, DATETIME ->
          type instanceof RivetType.Timestamp t && t.unit() == RivetType.TimeUnit.NANOS
              ? Set.of(SpecialValue.ZERO_DATE, SpecialValue.OVERFLOW)
              : Set.of(SpecialValue.ZERO_DATE);
      case TIME -> type instanceof RivetType.Time ? Set.of(SpecialValue.TIME_OUT_OF_DAY) : Set.of();
      case FLOAT, DOUBLE ->
          type instanceof RivetType.Decimal ? Set.of(SpecialValue.OVERFLOW) : Set.of();
      case BYTES, GEOMETRY, VECTOR -> Set.of();
      case TINY, SHORT, INT, BIGINT, YEAR, DECIMAL, BIT, TEXT ->
          natural && !column.isBool() ? Set.of() : Set.of(SpecialValue.OVERFLOW);
    };
  }

  private ColumnPlan finish(SourceColumn column, @Nullable ColumnRule rule, Form form) {
    Map<SpecialValue, ValuePolicy> policies = findings.policies(rule, specials(column, form));
    boolean demanded = rule != null && rule.isNotNull();
    boolean nullable =
        !demanded && (!column.isNotNull() || policies.containsValue(ValuePolicy.NULL));
    Map<String, String> metadata = new LinkedHashMap<>();
    if (form.wire() == Wire.GEOMETRY && column.srid() >= 0) {
      metadata.put("srid", String.valueOf(column.srid()));
    }
    if (!policies.isEmpty()) {
      metadata.put("policy_applied", ColumnFindings.describe(policies));
    }
    ColumnMapping mapping =
        new ColumnMapping(
            column.name(), column.nativeType(), form.type(), nullable, form.fidelity(), metadata);
    ValueRules rules =
        new ValueRules(column.name(), form.type().toString(), nullable, isRounding(rule), policies);
    int digits = form.wire() == Wire.BIT ? column.precision() : column.scale();
    return new ColumnPlan(
        mapping,
        new Decoders.Arrival(form.wire(), column.isUnsigned(), digits, column.srid()),
        rules);
  }
}
