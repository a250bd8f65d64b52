package dev.rivet.dialect.sqlserver.internal.read;

import java.util.ArrayList;
import java.util.List;

/**
 * A condition with its parameters. Immutable.
 *
 * @param sql without WHERE; empty for none
 * @param values of its parameters
 */
public record Condition(String sql, List<Object> values) {
  /** No condition. */
  public static final Condition NONE = new Condition("", List.of());

  /** Copies the list. */
  public Condition {
    values = List.copyOf(values);
  }

  /** Both. */
  public Condition and(Condition other) {
    if (sql.isEmpty() || other.sql.isEmpty()) {
      return sql.isEmpty() ? other : this;
    }
    List<Object> all = new ArrayList<>(values);
    all.addAll(other.values);
    return new Condition(sql + " AND (" + other.sql + ")", all);
  }

  /** With WHERE, or nothing. */
  public String where() {
    return sql.isEmpty() ? "" : " WHERE " + sql;
  }
}
