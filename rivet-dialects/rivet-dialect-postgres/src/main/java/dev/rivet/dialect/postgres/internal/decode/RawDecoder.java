package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** Text kinds, json, enum, bytea: the bytes as they come. PostgreSQL sends text in UTF-8, the only encoding its driver speaks. */
final class RawDecoder extends VariableWidthDecoder {

  RawDecoder(BaseVariableWidthVector vector, ValueRules rules) {
    super(vector, rules);
  }

  @Override
  void append(byte[] data, int position, int length, int row) throws SQLException {
    put(data, position, length);
  }
}
