package dev.rivet.dialect.mysql.internal.read;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Binds values to statements. */
public final class Parameters {
  private Parameters() {}

  /** Binds in order, from the first. */
  public static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (value instanceof BigDecimal decimal) {
        statement.setBigDecimal(i + 1, decimal);
      } else if (value instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setString(i + 1, value.toString());
      }
    }
  }
}
