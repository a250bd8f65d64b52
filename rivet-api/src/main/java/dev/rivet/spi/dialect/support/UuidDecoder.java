package dev.rivet.spi.dialect.support;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** Sixteen bytes as they are. */
final class UuidDecoder extends FixedWidthDecoder {

  UuidDecoder(BaseFixedWidthVector vector, ValueRules rules) {
    super(vector, rules, 16);
  }

  @Override
  protected void stage(Cells cells, int from, int count, int row) throws SQLException {
    for (int i = 0; i < count; i++) {
      int length = cells.length(from + i);
      if (length == 16) {
        System.arraycopy(cells.data(from + i), cells.position(from + i), stage, 16 * i, 16);
      } else if (length < 0) {
        setNull(row + i);
      } else {
        throw rules.malformed("a value of " + length + " bytes where a UUID has 16");
      }
    }
  }
}
