package dev.rivet.dialect.jdbc.internal.column;

import dev.rivet.dialect.jdbc.internal.driver.Getter;
import dev.rivet.dialect.jdbc.internal.driver.Product;
import dev.rivet.error.ErrorCode;
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
import dev.rivet.type.TypePolicy;
import dev.rivet.type.TypeRules;
import dev.rivet.type.ValuePolicy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides every column once: its type, and what happens to odd values. Collects what is wrong. */
public final class ColumnPlanner {
  private final Product product;
  private final TypeRules rules;
  private final ColumnFindings findings;
  private final List<ColumnPlan> plans = new ArrayList<>();

  private ColumnPlanner(Product product, TypeRules rules) {
    this.product = product;
    this.rules = rules;
    this.findings = new ColumnFindings(rules);
  }

  /**
   * Plans the columns of a result.
   *
   * @param columns what the source has
   * @param rules what the definition says
   */
  public static Resolution plan(Product product, List<SourceColumn> columns, TypeRules rules) {
    ColumnPlanner planner = new ColumnPlanner(product, rules);
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

  /** Whether a column's values are integers of at most 64 bits with sign. */
  public static boolean isInteger(Product product, SourceColumn column) {
    return Forms.of(product, column)
        .filter(f -> f.type() instanceof RivetType.Int i && i.signed())
        .isPresent();
  }

  /** Whether a column is a number that declares neither precision nor scale. */
  public static boolean isUnbounded(Product product, SourceColumn column) {
    return Forms.of(product, column).isEmpty() && Forms.isUnboundedNumber(column);
  }

  private void plan(SourceColumn column, @Nullable ColumnRule rule) {
    Optional<Form> natural = Forms.of(product, column);
    if (natural.isEmpty() && Forms.isUnboundedNumber(column)) {
      planUnbounded(column, rule);
      return;
    }
    RivetType wanted = rule == null ? null : rule.type().orElse(null);
    Optional<Form> chosen = wanted == null ? natural : override(column, natural, wanted, rule);
    if (chosen.isEmpty()
        && wanted == null
        && findings.isTextFallback(column.name(), column.nativeType())) {
      chosen = Optional.of(Forms.driverText(product));
    }
    chosen.ifPresent(form -> accept(column, rule, form));
  }

  /** A number that may have any digits: its type has to come from the definition. */
  private void planUnbounded(SourceColumn column, @Nullable ColumnRule rule) {
    RivetType wanted = rule == null ? null : rule.type().orElse(null);
    if (wanted == null) {
      wanted = rules.unboundedNumeric();
    }
    if (wanted == null && rules.policy() == TypePolicy.PERMISSIVE) {
      boolean ignored = findings.isTextFallback(column.name(), column.nativeType());
      wanted = ignored ? RivetType.text() : null;
    }
    if (wanted == null) {
      findings.problem(
          ErrorCode.TYPE_UNSUPPORTED,
          column.name(),
          "column of type "
              + column.nativeType()
              + " declares neither precision nor scale. Give it a type, for example"
              + " RivetType.decimal(38, 18) or RivetType.text(), or one for all such columns with"
              + " unboundedNumeric.");
      return;
    }
    Optional<Form> chosen;
    if (product == Product.SQLITE && !(wanted instanceof RivetType.Decimal)) {
      // No declared type at all: the value's own text can become anything text can.
      Form text = Form.exact(SourceFamily.TEXT, RivetType.text(), Getter.LITE_TEXT);
      chosen = override(column, Optional.of(text), wanted, rule);
    } else {
      chosen = override(column, Optional.of(Forms.anyNumber(product)), wanted, rule);
    }
    chosen.ifPresent(form -> accept(column, rule, form));
  }

  private void accept(SourceColumn column, @Nullable ColumnRule rule, Form chosen) {
    Form form = withTextPolicy(column, rule, chosen);
    if (findings.isAccepted(
        column.name(), column.nativeType(), form.family(), form.type(), form.fidelity())) {
      plans.add(finish(column, rule, form));
    }
  }

  private static boolean isRounding(@Nullable ColumnRule rule) {
    return rule != null && rule.isRounding();
  }

  private Optional<Form> override(
      SourceColumn column, Optional<Form> natural, RivetType wanted, @Nullable ColumnRule rule) {
    if (natural.isEmpty()) {
      if (wanted instanceof RivetType.Text) {
        return Optional.of(Forms.driverText(product).as(wanted));
      }
      findings.overrideRefused(column.name(), column.nativeType(), wanted, false);
      return Optional.empty();
    }
    Optional<Form> chosen = Forms.convert(natural.get(), wanted, isRounding(rule));
    if (chosen.isEmpty()) {
      findings.overrideRefused(
          column.name(),
          column.nativeType(),
          wanted,
          Forms.convert(natural.get(), wanted, true).isPresent());
    }
    return chosen;
  }

  /** Policy TEXT turns a whole column into text. */
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
    return Forms.convert(form, RivetType.text(), true).orElse(form);
  }

  /** The special values that can occur under a form. */
  private Set<SpecialValue> specials(Form form) {
    RivetType type = form.type();
    ValueForm arrives = form.getter().form();
    if (type instanceof RivetType.Text || type instanceof RivetType.Json) {
      return arrives == ValueForm.TEXT ? Set.of(SpecialValue.INVALID_TEXT) : Set.of();
    }
    if (type instanceof RivetType.Binary || type instanceof RivetType.Uuid) {
      return Set.of();
    }
    Set<SpecialValue> specials = EnumSet.of(SpecialValue.OVERFLOW);
    if (type instanceof RivetType.Decimal
        && (arrives == ValueForm.FLOAT || arrives == ValueForm.DOUBLE)) {
      specials.add(SpecialValue.NOT_A_NUMBER);
    }
    if (product == Product.DUCKDB
        && (arrives == ValueForm.DATE || arrives == ValueForm.TIMESTAMP)) {
      specials.add(SpecialValue.INFINITY);
    }
    return specials;
  }

  private ColumnPlan finish(SourceColumn column, @Nullable ColumnRule rule, Form form) {
    Map<SpecialValue, ValuePolicy> policies = findings.policies(rule, specials(form));
    boolean demanded = rule != null && rule.isNotNull();
    boolean nullable =
        !demanded && (!column.isNotNull() || policies.containsValue(ValuePolicy.NULL));
    Map<String, String> metadata = new LinkedHashMap<>();
    if (!policies.isEmpty()) {
      metadata.put("policy_applied", ColumnFindings.describe(policies));
    }
    ColumnMapping mapping =
        new ColumnMapping(
            column.name(), column.nativeType(), form.type(), nullable, form.fidelity(), metadata);
    ValueRules valueRules =
        new ValueRules(column.name(), form.type().toString(), nullable, isRounding(rule), policies);
    boolean isUtc = form.family() == SourceFamily.TIMESTAMP_TZ;
    return new ColumnPlan(
        mapping,
        form.getter(),
        new ValueDecoders.Arrival(form.getter().form(), isUtc, form.fidelity() == Fidelity.LOSSY),
        valueRules,
        isPlain(form, nullable, Forms.of(product, column)));
  }

  /** The adapter's consumers ask for exactly the type they write, and do not look for a NULL where there must be none. */
  private static boolean isPlain(Form form, boolean nullable, Optional<Form> natural) {
    boolean byAdapter =
        switch (form.getter()) {
          case LONG, BOOLEAN, FLOAT, DOUBLE -> true;
          default -> false;
        };
    return byAdapter && nullable && natural.filter(n -> n.type().equals(form.type())).isPresent();
  }
}
