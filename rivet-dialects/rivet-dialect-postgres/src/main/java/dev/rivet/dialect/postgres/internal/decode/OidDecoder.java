package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** oid: 32 bits without sign, widened. */
final class OidDecoder extends FixedWidthDecoder {

  OidDecoder(BaseFixedWidthVector vector, ValueRules rules) {
    super(vector, rules, 8);
  }

  @Override
  void stage(Cells cells, int from, int count, int row) throws SQLException {
    for (int i = 0; i < count; i++) {
      int length = cells.length[from + i];
      if (length == 4) {
        Bytes.LONG_LE.set(
            stage,
            8 * i,
            Bytes.int32(cells.data[from + i], cells.position[from + i]) & 0xFFFF_FFFFL);
      } else {
        setNull(length, row + i);
      }
    }
  }
}
