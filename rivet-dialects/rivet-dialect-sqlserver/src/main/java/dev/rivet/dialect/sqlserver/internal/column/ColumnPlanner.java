package dev.rivet.dialect.sqlserver.internal.column;

import dev.rivet.spi.dialect.support.ColumnFindings;
import dev.rivet.spi.dialect.support.RuleMatcher;
import dev.rivet.spi.dialect.support.SourceFamily;
import dev.rivet.spi.dialect.support.ValueDecoders;
import dev.rivet.spi.dialect.support.ValueForm;
import dev.rivet.spi.dialect.support.ValueRules;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.TypeRules;
import dev.rivet.type.ValuePolicy;
import java.util.ArrayList;
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

  /** How the values of a column are asked for; empty if its type has no form. */
  public static Optional<Getter> getter(SourceColumn column) {
    return Forms.of(column).map(Form::getter);
  }

  private void plan(SourceColumn column, @Nullable ColumnRule rule) {
    Optional<Form> natural = Forms.of(column);
    RivetType wanted = rule == null ? null : rule.type().orElse(null);
    Optional<Form> chosen = wanted == null ? natural : override(column, natural, wanted, rule);
    if (chosen.isEmpty()
        && wanted == null
        && findings.isTextFallback(column.name(), column.nativeType())) {
      chosen = Optional.of(Forms.serverText(column));
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

  private Optional<Form> override(
      SourceColumn column, Optional<Form> natural, RivetType wanted, @Nullable ColumnRule rule) {
    if (natural.isEmpty() && wanted instanceof RivetType.Text) {
      return Optional.of(Forms.serverText(column).as(wanted));
    }
    Optional<Form> chosen =
        natural.flatMap(n -> Forms.convert(column, n, wanted, isRounding(rule)));
    if (chosen.isEmpty()) {
      findings.overrideRefused(
          column.name(),
          column.nativeType(),
          wanted,
          natural.flatMap(n -> Forms.convert(column, n, wanted, true)).isPresent());
    }
    return chosen;
  }

  /** Policy TEXT turns a whole column into text, so that the server's spelling of every value survives. */
  private Form withTextPolicy(SourceColumn column, @Nullable ColumnRule rule, Form form) {
    boolean text =
        specials(form).stream()
            .anyMatch(
                v ->
                    v != SpecialValue.INVALID_TEXT && findings.policy(rule, v) == ValuePolicy.TEXT);
    if (!text || form.type() instanceof RivetType.Text) {
      return form;
    }
    findings.textByPolicy(column.name());
    return Forms.of(column)
        .flatMap(n -> Forms.convert(column, n, RivetType.text(), true))
        .orElse(form);
  }

  /** The special values that can occur under a form; text may hold half a surrogate pair. */
  private static Set<SpecialValue> specials(Form form) {
    RivetType type = form.type();
    if (type instanceof RivetType.Text || type instanceof RivetType.Json) {
      return form.getter().form() == ValueForm.TEXT ? Set.of(SpecialValue.INVALID_TEXT) : Set.of();
    }
    return type instanceof RivetType.Binary || type instanceof RivetType.Uuid
        ? Set.of()
        : Set.of(SpecialValue.OVERFLOW);
  }

  private ColumnPlan finish(SourceColumn column, @Nullable ColumnRule rule, Form form) {
    Map<SpecialValue, ValuePolicy> policies = findings.policies(rule, specials(form));
    boolean demanded = rule != null && rule.isNotNull();
    boolean nullable =
        !demanded && (!column.isNotNull() || policies.containsValue(ValuePolicy.NULL));
    ColumnMapping mapping =
        new ColumnMapping(
            column.name(),
            column.nativeType(),
            form.type(),
            nullable,
            form.fidelity(),
            policies.isEmpty()
                ? Map.of()
                : Map.of("policy_applied", ColumnFindings.describe(policies)));
    ValueRules rules =
        new ValueRules(column.name(), form.type().toString(), nullable, isRounding(rule), policies);
    return new ColumnPlan(
        mapping,
        form.getter(),
        form.expression(Identifiers.column(column.name())),
        new ValueDecoders.Arrival(
            form.getter().form(),
            form.family() == SourceFamily.TIMESTAMP_TZ,
            form.fidelity() == Fidelity.LOSSY),
        rules);
  }
}
