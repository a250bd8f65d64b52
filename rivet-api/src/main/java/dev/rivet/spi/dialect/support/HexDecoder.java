package dev.rivet.spi.dialect.support;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** Bytes as hexadecimal digits without prefix. */
final class HexDecoder extends RenderedDecoder {

  HexDecoder(BaseVariableWidthVector vector, ValueRules rules) {
    super(vector, rules);
  }

  @Override
  protected boolean render(byte[] data, int position, int length, int row) throws SQLException {
    for (int i = 0; i < length; i++) {
      addHex(data[position + i] & 0xFF, 2);
    }
    return true;
  }
}
