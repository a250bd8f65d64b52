package dev.rivet.dialect.postgres.internal.column;

import dev.rivet.dialect.postgres.internal.decode.ValueRules;
import dev.rivet.dialect.postgres.internal.decode.Wire;
import dev.rivet.dialect.postgres.internal.decode.Wire.Kind;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.TypePolicy;
import dev.rivet.type.TypeRules;
import dev.rivet.type.ValuePolicy;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides every column once: its type, how it is selected, what happens to odd values. Collects what is wrong. */
public final class ColumnPlanner {
  private final TypeCatalog types;
  private final TypeRules rules;
  private final int moneyScale;
  private final List<ColumnPlan> plans = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  private ColumnPlanner(TypeCatalog types, TypeRules rules, int moneyScale) {
    this.types = types;
    this.rules = rules;
    this.moneyScale = moneyScale;
  }

  /**
   * Plans the columns of a result.
   *
   * @param columns what the source has
   * @param types all types they are made of
   * @param rules what the definition says
   * @param moneyScale fraction digits of money on this server
   */
  public static Resolution plan(
      List<SourceColumn> columns, TypeCatalog types, TypeRules rules, int moneyScale) {
    ColumnPlanner planner = new ColumnPlanner(types, rules, moneyScale);
    planner.checkNames(columns);
    List<String> names = columns.stream().map(SourceColumn::name).toList();
    RuleMatcher matcher =
        new RuleMatcher(rules.columns(), names, planner.problems, planner.warnings);
    for (SourceColumn column : columns) {
      planner.plan(column, matcher.rule(column.name()).orElse(null));
    }
    return new Resolution(planner.plans, planner.problems, planner.warnings);
  }

  private void checkNames(List<SourceColumn> columns) {
    Set<String> seen = new HashSet<>();
    Set<String> seenLower = new HashSet<>();
    Set<String> duplicates = new TreeSet<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      if (name.isEmpty() || "?column?".equals(name)) {
        problems.add(
            new Problem(
                ErrorCode.COLUMN_UNNAMED,
                "column " + (i + 1),
                "the query gives this column no name. Add one with AS."));
      } else if (!seen.add(name)) {
        duplicates.add(name);
      } else if (!seenLower.add(name.toLowerCase(Locale.ROOT))) {
        warn(
            ErrorCode.COLUMN_DUPLICATE,
            name,
            "another column differs from it only in case, which many readers do not tell apart.");
      }
      if (name.indexOf('.') >= 0) {
        warn(
            ErrorCode.FORMAT_TYPE_UNSUPPORTED,
            name,
            "the name contains a dot, which some readers take for a path.");
      }
    }
    for (String name : duplicates) {
      problems.add(
          new Problem(
              ErrorCode.COLUMN_DUPLICATE,
              name,
              "the query returns more than one column of this name. Name them apart with AS."));
    }
  }

  private void warn(ErrorCode code, String subject, String message) {
    warnings.add(new Problem(code, subject, message));
  }

  private static boolean isRounding(@Nullable ColumnRule rule) {
    return rule != null && rule.isRounding();
  }

  private void plan(SourceColumn column, @Nullable ColumnRule rule) {
    Declared declared = declared(column);
    Optional<Chosen> natural = natural(declared);
    RivetType wanted = rule == null ? null : rule.type().orElse(null);
    Optional<Chosen> chosen =
        wanted == null ? natural : override(column, declared, natural, wanted, rule);
    if (chosen.isEmpty() && wanted == null) {
      chosen = fallback(column, declared);
    }
    chosen
        .map(c -> withPolicies(c, column.name(), rule))
        .filter(c -> isAccepted(column, c))
        .ifPresent(c -> plans.add(finish(column, declared, rule, c)));
  }

  /** The column's type without its domains. */
  private record Declared(PgType type, int typmod, String domain) {}

  private Declared declared(SourceColumn column) {
    PgType type = types.get(column.typeOid());
    int typmod = column.typmod();
    String domain = "";
    while (type.kind() == 'd') {
      if (domain.isEmpty()) {
        domain = type.schema() + "." + type.name();
      }
      typmod = typmod == -1 ? type.baseTypmod() : typmod;
      type = types.get(type.base());
    }
    return new Declared(type, typmod, domain);
  }

  /** A form, whether it is that of the elements of an array, and whether the source type itself keeps to its bounds. */
  private record Chosen(Form form, boolean isList, boolean isBounded) {
    Chosen(Form form, boolean isList) {
      this(form, isList, false);
    }

    RivetType type() {
      return isList ? RivetType.list(form.type()) : form.type();
    }
  }

  private Optional<Chosen> natural(Declared declared) {
    if (!declared.type().isArray()) {
      boolean isBounded = isBounded(declared.type(), declared.typmod());
      return scalar(declared.type(), declared.typmod()).map(f -> new Chosen(f, false, isBounded));
    }
    PgType element = types.get(declared.type().element());
    int typmod = declared.typmod();
    while (element.kind() == 'd') {
      typmod = typmod == -1 ? element.baseTypmod() : typmod;
      element = types.get(element.base());
    }
    if (element.isArray()) {
      return Optional.of(
          new Chosen(Form.serverText("array"), false)); // an array of a domain over an array
    }
    boolean isBounded = isBounded(element, typmod);
    return scalar(element, typmod).map(f -> listOf(f, isBounded));
  }

  private static boolean isBounded(PgType type, int typmod) {
    return !isNumeric(type) || typmod >= 4;
  }

  /** Elements that have no place in a list make the whole array one value. */
  private static Chosen listOf(Form element, boolean isBounded) {
    return switch (element.kind()) {
      case HSTORE, VECTOR -> new Chosen(Form.serverText("array"), false);
      case JSONB ->
          element.cast().isEmpty() ? new Chosen(element, true) : new Chosen(element, false);
      default -> new Chosen(element, true, isBounded);
    };
  }

  private Optional<Form> scalar(PgType type, int typmod) {
    Optional<Form> form = Forms.of(type, typmod, moneyScale);
    RivetType unbounded = rules.unboundedNumeric();
    if (form.isPresent() || !isNumeric(type) || typmod >= 4 || unbounded == null) {
      return form;
    }
    return Overrides.convert(anyNumeric(), unbounded, false);
  }

  private static boolean isNumeric(PgType type) {
    return type.isBuiltIn() && "numeric".equals(type.name());
  }

  private static Form anyNumeric() {
    return Form.exact(Form.Family.DECIMAL, RivetType.decimal(76, 38), Kind.NUMERIC);
  }

  private Optional<Chosen> override(
      SourceColumn column,
      Declared declared,
      Optional<Chosen> natural,
      RivetType wanted,
      @Nullable ColumnRule rule) {
    if (natural.isPresent() && natural.get().type().equals(wanted)) {
      return natural;
    }
    Optional<Chosen> chosen = convert(declared, natural, wanted, isRounding(rule));
    String help = "";
    if (chosen.isEmpty()) {
      help =
          convert(declared, natural, wanted, true).isPresent()
              ? "It would lose information; if that is wanted, add rounding() to the column's rule."
              : "Choose another type, or cast in a query.";
    } else if (isWallClockAsInstant(chosen.get())) {
      chosen = zoned(chosen.get(), rule);
      help =
          "Say which zone its wall-clock values are in, with zone(ZoneOffset.UTC) or another one"
              + " on the column's rule; lists can only be in UTC.";
    }
    if (chosen.isEmpty()) {
      problems.add(
          new Problem(
              ErrorCode.TYPE_OVERRIDE_INCOMPATIBLE,
              column.name(),
              "column of type "
                  + column.nativeType()
                  + " cannot be written as "
                  + wanted
                  + ". "
                  + help));
    }
    return chosen;
  }

  private static boolean isWallClockAsInstant(Chosen chosen) {
    return chosen.form().family() == Form.Family.TIMESTAMP
        && chosen.form().type() instanceof RivetType.Timestamp t
        && t.utc();
  }

  /** Wall-clock values as instants of the rule's zone; empty without one. */
  private static Optional<Chosen> zoned(Chosen chosen, @Nullable ColumnRule rule) {
    Optional<ZoneId> zone = rule == null ? Optional.empty() : rule.zone();
    if (zone.isEmpty()) {
      return Optional.empty();
    }
    ZoneId normal = zone.get().normalized();
    if (normal.equals(ZoneOffset.UTC)) {
      return Optional.of(chosen);
    }
    if (chosen.isList()) {
      return Optional.empty();
    }
    // The server reads the sign of an offset in text the other way round, but not that of an
    // interval.
    String sql =
        normal instanceof ZoneOffset offset
            ? "'" + offset.getTotalSeconds() + " seconds'::pg_catalog.interval"
            : Identifiers.literal(normal.getId()) + "::pg_catalog.text";
    Form form = chosen.form();
    return Optional.of(new Chosen(form.as(form.type(), form.kind(), Form.ZONE + sql), false));
  }

  private Optional<Chosen> convert(
      Declared declared, Optional<Chosen> natural, RivetType wanted, boolean lossyAllowed) {
    PgType type = declared.type();
    if (natural.isEmpty()) {
      if (isNumeric(type)) {
        return Overrides.convert(anyNumeric(), wanted, lossyAllowed).map(f -> new Chosen(f, false));
      }
      if (type.isArray()
          && isNumeric(types.get(type.element()))
          && wanted instanceof RivetType.ListOf list) {
        return Overrides.convert(anyNumeric(), list.element(), lossyAllowed)
            .map(f -> new Chosen(f, true));
      }
      return Overrides.convert(Form.serverText(""), wanted, lossyAllowed)
          .map(f -> new Chosen(f, false));
    }
    Chosen from = natural.get();
    if (type.isArray()) {
      return convertArray(from, wanted, lossyAllowed);
    }
    if (wanted instanceof RivetType.Json
        && from.form().family() == Form.Family.OTHER
        && from.form().kind() == Kind.JSONB) {
      return Optional.of(new Chosen(from.form().as(wanted), false));
    }
    return Overrides.convert(from.form(), wanted, lossyAllowed).map(f -> new Chosen(f, false));
  }

  private static Optional<Chosen> convertArray(
      Chosen from, RivetType wanted, boolean lossyAllowed) {
    if (wanted instanceof RivetType.ListOf list) {
      return from.isList()
          ? Overrides.convert(from.form(), list.element(), lossyAllowed)
              .map(f -> new Chosen(f, true))
          : Optional.empty();
    }
    if (wanted instanceof RivetType.Text) {
      return Optional.of(new Chosen(Form.serverText("").as(wanted), false));
    }
    if (wanted instanceof RivetType.Json) {
      Form json =
          new Form(Form.Family.OTHER, wanted, Kind.JSONB, Form.JSONB, Fidelity.LOGICAL_STRING);
      return Optional.of(new Chosen(json, false));
    }
    return Optional.empty();
  }

  /** No mapping: the server's text if the definition is permissive, else a problem. */
  private Optional<Chosen> fallback(SourceColumn column, Declared declared) {
    if (declared.type().kind() != 'p' && rules.policy() == TypePolicy.PERMISSIVE) {
      warn(
          ErrorCode.TYPE_UNSUPPORTED,
          column.name(),
          "type " + column.nativeType() + " has no mapping and is written as the server's text.");
      return Optional.of(new Chosen(Form.serverText(""), false));
    }
    PgType type =
        declared.type().isArray() ? types.get(declared.type().element()) : declared.type();
    String message;
    if (isNumeric(type)) {
      message =
          declared.typmod() >= 4
              ? "column of type "
                  + column.nativeType()
                  + " may hold more than 76 digits, which no file type carries."
                  + " Write it as RivetType.text(), or as a decimal that all of its values fit."
              : "column of type "
                  + column.nativeType()
                  + " declares neither precision nor scale. Give it a type, for example"
                  + " decimal(38,18) or text(), or one for all such columns with unboundedNumeric.";
    } else {
      message =
          "column of type "
              + column.nativeType()
              + " has no mapping."
              + " Write it as RivetType.text(), cast it in a query, or use TypePolicy.PERMISSIVE.";
    }
    problems.add(new Problem(ErrorCode.TYPE_UNSUPPORTED, column.name(), message));
    return Optional.empty();
  }

  /** Policy TEXT turns a whole column into text: the server's spelling of every value survives. */
  private Chosen withPolicies(Chosen chosen, String column, @Nullable ColumnRule rule) {
    if (chosen.isList() && policy(rule, SpecialValue.ARRAY_SHAPE) == ValuePolicy.TEXT) {
      return new Chosen(Form.serverText("array"), false);
    }
    boolean text =
        specials(chosen, rule).stream()
            .anyMatch(v -> v != SpecialValue.INVALID_TEXT && policy(rule, v) == ValuePolicy.TEXT);
    if (!text || chosen.form().kind() == Kind.INTERVAL) {
      return chosen; // an infinite interval is text already
    }
    warn(
        ErrorCode.VALUE_NOT_REPRESENTABLE,
        column,
        "the column is written as text, because a policy asks for it.");
    return new Chosen(chosen.form().as(RivetType.text(), Kind.TEXT, Form.TEXT), chosen.isList());
  }

  private ValuePolicy policy(@Nullable ColumnRule rule, SpecialValue value) {
    ValuePolicy own = rule == null ? null : rule.policies().get(value);
    return own != null ? own : rules.defaults().getOrDefault(value, ValuePolicy.FAIL);
  }

  /** The special values that can occur under a form. */
  private static Set<SpecialValue> specials(Chosen chosen, @Nullable ColumnRule rule) {
    Form form = chosen.form();
    return switch (form.kind()) {
      case NUMERIC ->
          chosen.isBounded()
              ? Set.of(SpecialValue.NOT_A_NUMBER)
              : Set.of(SpecialValue.NOT_A_NUMBER, SpecialValue.OVERFLOW);
      case DATE, TIMESTAMP ->
          form.type() instanceof RivetType.Timestamp t && t.unit() == RivetType.TimeUnit.NANOS
              ? Set.of(SpecialValue.INFINITY, SpecialValue.OVERFLOW)
              : Set.of(SpecialValue.INFINITY);
      case INTERVAL -> Set.of(SpecialValue.INFINITY);
      case TIME -> Set.of(SpecialValue.TIME_OUT_OF_DAY);
      case TEXT ->
          isText(form.type()) ? Set.of(SpecialValue.INVALID_TEXT) : Set.of(SpecialValue.OVERFLOW);
      case FLOAT4, FLOAT8 ->
          form.type() instanceof RivetType.Decimal
              ? Set.of(SpecialValue.NOT_A_NUMBER, SpecialValue.OVERFLOW)
              : floatSpecials(form, rule);
      default -> isNative(form) ? Set.of() : Set.of(SpecialValue.OVERFLOW);
    };
  }

  /** Floats keep what is no number, whatever the defaults say; a column's own rule can say otherwise. */
  private static Set<SpecialValue> floatSpecials(Form form, @Nullable ColumnRule rule) {
    boolean isRuled =
        form.type() instanceof RivetType.Float
            && rule != null
            && rule.policies().containsKey(SpecialValue.NOT_A_NUMBER);
    return isRuled ? Set.of(SpecialValue.NOT_A_NUMBER) : Set.of();
  }

  private static boolean isText(RivetType type) {
    return type instanceof RivetType.Text || type instanceof RivetType.Json;
  }

  /** Whether a form without special values of its own is written as its own type. */
  private static boolean isNative(Form form) {
    return switch (form.kind()) {
      case BOOL, INT2, INT4, INT8, OID, XID8, BITS -> {
        Form own =
            new Form(
                form.family(), nativeType(form.kind()), form.kind(), form.cast(), form.fidelity());
        yield own.type().equals(form.type());
      }
      default -> true;
    };
  }

  private static RivetType nativeType(Kind kind) {
    return switch (kind) {
      case BOOL -> RivetType.bool();
      case INT2 -> RivetType.int16();
      case INT4 -> RivetType.int32();
      case XID8, BITS -> RivetType.uint64();
      default -> RivetType.int64();
    };
  }

  private boolean isAccepted(SourceColumn column, Chosen chosen) {
    if (chosen.form().fidelity() == Fidelity.LOSSY) {
      String message =
          "writing " + column.nativeType() + " as " + chosen.type() + " loses information.";
      if (rules.policy() == TypePolicy.STRICT) {
        problems.add(
            new Problem(
                ErrorCode.TYPE_LOSSY,
                column.name(),
                message + " Strict type policy refuses that; choose an exact type."));
        return false;
      }
      warn(ErrorCode.TYPE_LOSSY, column.name(), message);
    }
    if (chosen.form().type() instanceof RivetType.Decimal d && d.precision() > 38) {
      warn(
          ErrorCode.FORMAT_TYPE_UNSUPPORTED,
          column.name(),
          d + " has more than 38 digits, which most readers do not read.");
    }
    return true;
  }

  private ColumnPlan finish(
      SourceColumn column, Declared declared, @Nullable ColumnRule rule, Chosen chosen) {
    Map<SpecialValue, ValuePolicy> policies = policies(chosen, rule);
    boolean demanded = rule != null && rule.isNotNull();
    boolean nullable =
        !demanded && (!column.isNotNull() || policies.containsValue(ValuePolicy.NULL));
    Map<String, String> metadata = new LinkedHashMap<>();
    int srid = srid(declared, chosen, metadata);
    // Without a declared SRID every value may have its own, which only EWKB carries.
    boolean isMixed = chosen.form().kind() == Kind.EWKB && srid == 0;
    Form form =
        isMixed
            ? chosen.form().as(RivetType.binary("ewkb"), Kind.BYTEA, Form.PLAIN)
            : chosen.form();
    RivetType type = new Chosen(form, chosen.isList()).type();
    if (!declared.domain().isEmpty()) {
      metadata.put("domain", declared.domain());
    }
    if (!policies.isEmpty()) {
      metadata.put(
          "policy_applied",
          policies.entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue())
              .collect(Collectors.joining(",")));
    }
    Fidelity fidelity =
        chosen.isList() && form.fidelity() == Fidelity.EXACT
            ? Fidelity.COMPATIBLE
            : form.fidelity();
    ColumnMapping mapping =
        new ColumnMapping(column.name(), column.nativeType(), type, nullable, fidelity, metadata);
    ValueRules valueRules =
        new ValueRules(column.name(), type.toString(), nullable, isRounding(rule), policies);
    Wire wire = chosen.isList() ? Wire.arrayOf(form.kind()) : Wire.of(form.kind());
    return new ColumnPlan(
        mapping,
        expression(column.name(), chosen),
        send(declared.type(), chosen),
        wire,
        valueRules,
        srid);
  }

  private Map<SpecialValue, ValuePolicy> policies(Chosen chosen, @Nullable ColumnRule rule) {
    Map<SpecialValue, ValuePolicy> policies = new EnumMap<>(SpecialValue.class);
    Set<SpecialValue> possible = new TreeSet<>(specials(chosen, rule));
    if (chosen.isList()) {
      possible.add(SpecialValue.ARRAY_SHAPE);
    }
    for (SpecialValue value : possible) {
      ValuePolicy policy = policy(rule, value);
      boolean isFloat = chosen.form().type() instanceof RivetType.Float;
      if (policy != ValuePolicy.FAIL || isFloat && value == SpecialValue.NOT_A_NUMBER) {
        policies.put(value, policy);
      }
    }
    return policies;
  }

  private boolean isGeography(Declared declared) {
    PgType type =
        declared.type().isArray() ? types.get(declared.type().element()) : declared.type();
    return "geography".equals(type.name());
  }

  /** PostGIS keeps the SRID in the modifier, shifted by eight bits; geography without one is 4326. */
  private int srid(Declared declared, Chosen chosen, Map<String, String> metadata) {
    if (chosen.form().kind() != Kind.EWKB) {
      return 0;
    }
    int srid = declared.typmod() < 0 ? 0 : (declared.typmod() & 0x0FFF_FF00) >> 8;
    if (srid == 0 && isGeography(declared)) {
      srid = 4326;
    }
    if (srid != 0) {
      metadata.put("srid", String.valueOf(srid));
    }
    return srid;
  }

  private static String expression(String column, Chosen chosen) {
    String name = "_rivet." + Identifiers.quote(column);
    String cast = chosen.form().cast();
    return switch (cast) {
      case Form.PLAIN -> name;
      case Form.JSONB -> "pg_catalog.to_jsonb(" + name + ")";
      case Form.JSON_TEXT -> name + "::pg_catalog.text::pg_catalog.json";
      default ->
          cast.startsWith(Form.ZONE)
              ? "pg_catalog.timezone(" + cast.substring(Form.ZONE.length()) + ", " + name + ")"
              : name + "::pg_catalog." + cast + (chosen.isList() ? "[]" : "");
    };
  }

  private static String send(PgType type, Chosen chosen) {
    if (chosen.isList()) {
      return "pg_catalog.array_send";
    }
    return switch (chosen.form().cast()) {
      case Form.JSONB -> "pg_catalog.jsonb_send";
      case "numeric" -> "pg_catalog.numeric_send";
      case "float4" -> "pg_catalog.float4send";
      case "float8" -> "pg_catalog.float8send";
      case Form.PLAIN ->
          chosen.form().kind() == Kind.TEXT || chosen.form().kind() == Kind.BYTEA
              ? ""
              : type.send();
      default -> chosen.form().cast().startsWith(Form.ZONE) ? "pg_catalog.timestamptz_send" : "";
    };
  }
}
