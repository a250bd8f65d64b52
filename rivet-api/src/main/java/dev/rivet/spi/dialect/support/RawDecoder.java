package dev.rivet.spi.dialect.support;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** The bytes as they come: bytes, and text that is known to be UTF-8. */
final class RawDecoder extends VariableWidthDecoder {

  RawDecoder(BaseVariableWidthVector vector, ValueRules rules) {
    super(vector, rules);
  }

  @Override
  protected void append(byte[] data, int position, int length, int row) throws SQLException {
    put(data, position, length);
  }
}
