package dev.rivet.dialect.jdbc.internal.read;

import java.sql.PreparedStatement;
import java.sql.SQLException;
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

  /** With WHERE, or nothing. */
  public String where() {
    return sql.isEmpty() ? "" : " WHERE " + sql;
  }

  /** Binds the parameters. */
  public void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (values.get(i) instanceof String text) {
        statement.setString(i + 1, text);
      } else {
        statement.setObject(i + 1, values.get(i));
      }
    }
  }
}
