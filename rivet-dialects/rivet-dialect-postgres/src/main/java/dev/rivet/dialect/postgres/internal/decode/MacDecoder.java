package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** macaddr and macaddr8: six or eight bytes as {@code 08:00:2b:01:02:03}. */
final class MacDecoder extends RenderedDecoder {

  MacDecoder(BaseVariableWidthVector vector, ValueRules rules) {
    super(vector, rules);
  }

  @Override
  boolean render(byte[] data, int position, int length, int row) throws SQLException {
    if (length != 6 && length != 8) {
      throw unexpectedLength(length);
    }
    for (int i = 0; i < length; i++) {
      if (i > 0) {
        add(':');
      }
      addHex(data[position + i] & 0xFF, 2);
    }
    return true;
  }
}
