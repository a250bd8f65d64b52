package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** jsonb: a version byte, then the server's text. */
final class JsonbDecoder extends VariableWidthDecoder {
  private static final byte VERSION = 1;

  JsonbDecoder(BaseVariableWidthVector vector, ValueRules rules) {
    super(vector, rules);
  }

  @Override
  void append(byte[] data, int position, int length, int row) throws SQLException {
    if (length == 0 || data[position] != VERSION) {
      throw rules.malformed(
          "jsonb in a version of its binary form that this library does not know");
    }
    put(data, position + 1, length - 1);
  }
}
