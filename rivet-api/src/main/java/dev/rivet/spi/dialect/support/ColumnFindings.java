package dev.rivet.spi.dialect.support;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.TypePolicy;
import dev.rivet.type.TypeRules;
import dev.rivet.type.ValuePolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong or worth knowing while columns are planned; nothing is thrown. One thread at a time. */
public final class ColumnFindings {
  private final TypeRules rules;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /** For a definition. */
  public ColumnFindings(TypeRules rules) {
    this.rules = rules;
  }

  /** What refuses the definition, so far; grows. */
  public List<Problem> problems() {
    return problems;
  }

  /** What people should know, so far; grows. */
  public List<Problem> warnings() {
    return warnings;
  }

  /** Adds a problem. */
  public void problem(ErrorCode code, String subject, String message) {
    problems.add(new Problem(code, subject, message));
  }

  /** Adds a warning. */
  public void warn(ErrorCode code, String subject, String message) {
    warnings.add(new Problem(code, subject, message));
  }

  /**
   * Checks names that files and their readers have to tell apart.
   *
   * @param names of all columns, in order; empty for a column without name
   */
  public void checkNames(List<String> names) {
    Set<String> seen = new HashSet<>();
    Set<String> seenLower = new HashSet<>();
    Set<String> duplicates = new TreeSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isEmpty()) {
        problem(
            ErrorCode.COLUMN_UNNAMED,
            "column " + (i + 1),
            "the query gives this column no name. Add one with AS.");
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
      duplicate(name);
    }
  }

  /** A name that the query returns more than once. */
  public void duplicate(String name) {
    problem(
        ErrorCode.COLUMN_DUPLICATE,
        name,
        "the query returns more than one column of this name. Name them apart with AS.");
  }

  /** An override that is refused. */
  public void overrideRefused(
      String column, String nativeType, RivetType wanted, boolean isPossibleWithLoss) {
    problem(
        ErrorCode.TYPE_OVERRIDE_INCOMPATIBLE,
        column,
        "column of type "
            + nativeType
            + " cannot be written as "
            + wanted
            + "."
            + (isPossibleWithLoss
                ? " It would lose information; if that is wanted, add rounding() to the column's"
                    + " rule."
                : " Choose another type, or cast in a query."));
  }

  /**
   * A type without mapping.
   *
   * @return whether the definition is permissive, so that the column is to be read as the server's text
   */
  public boolean isTextFallback(String column, String nativeType) {
    if (rules.policy() == TypePolicy.PERMISSIVE) {
      warn(
          ErrorCode.TYPE_UNSUPPORTED,
          column,
          "type " + nativeType + " has no mapping and is written as the server's text.");
      return true;
    }
    problem(
        ErrorCode.TYPE_UNSUPPORTED,
        column,
        "column of type "
            + nativeType
            + " has no mapping."
            + " Write it as RivetType.text(), cast it in a query, or use TypePolicy.PERMISSIVE.");
    return false;
  }

  /** Warns that a policy turns a column into text. */
  public void textByPolicy(String column) {
    warn(
        ErrorCode.VALUE_NOT_REPRESENTABLE,
        column,
        "the column is written as text, because a policy asks for it.");
  }

  /** Applies the type policy to what was chosen; false if it refuses. */
  public boolean isAccepted(
      String column, String nativeType, SourceFamily family, RivetType type, Fidelity fidelity) {
    if (fidelity == Fidelity.LOSSY) {
      String message = "writing " + nativeType + " as " + type + " loses information.";
      if (rules.policy() == TypePolicy.STRICT) {
        problem(
            ErrorCode.TYPE_LOSSY,
            column,
            message + " Strict type policy refuses that; choose an exact type.");
        return false;
      }
      warn(ErrorCode.TYPE_LOSSY, column, message);
    }
    if (type instanceof RivetType.Decimal d && d.precision() > 38) {
      warn(
          ErrorCode.FORMAT_TYPE_UNSUPPORTED,
          column,
          d + " has more than 38 digits, which most readers do not read.");
    }
    if (family == SourceFamily.TIMESTAMP && type instanceof RivetType.Timestamp t && t.utc()) {
      warn(ErrorCode.TYPE_LOSSY, column, "wall-clock values are taken for UTC, without any shift.");
    }
    return true;
  }

  /** The policy in force for a special value of a column. */
  public ValuePolicy policy(@Nullable ColumnRule rule, SpecialValue value) {
    ValuePolicy own = rule == null ? null : rule.policies().get(value);
    return own != null ? own : rules.defaults().getOrDefault(value, ValuePolicy.FAIL);
  }

  /** The policies that differ from FAIL, among the special values that can occur. */
  public Map<SpecialValue, ValuePolicy> policies(
      @Nullable ColumnRule rule, Set<SpecialValue> possible) {
    Map<SpecialValue, ValuePolicy> policies = new EnumMap<>(SpecialValue.class);
    for (SpecialValue value : possible) {
      ValuePolicy policy = policy(rule, value);
      if (policy != ValuePolicy.FAIL) {
        policies.put(value, policy);
      }
    }
    return policies;
  }

  /** The policies as text for field metadata, in a fixed order. */
  public static String describe(Map<SpecialValue, ValuePolicy> policies) {
    return policies.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }
}
