package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** uuid, and bytea that holds one: sixteen bytes as they are. */
final class UuidDecoder extends FixedWidthDecoder {

  UuidDecoder(BaseFixedWidthVector vector, ValueRules rules) {
    super(vector, rules, 16);
  }

  @Override
  void stage(Cells cells, int from, int count, int row) throws SQLException {
    byte[] to = stage;
    for (int i = 0; i < count; i++) {
      int length = cells.length[from + i];
      if (length == 16) {
        byte[] data = cells.data[from + i];
        int at = cells.position[from + i];
        // Same byte order on both sides: two moves, no conversion.
        Bytes.LONG_BE.set(to, 16 * i, (long) Bytes.LONG_BE.get(data, at));
        Bytes.LONG_BE.set(to, 16 * i + 8, (long) Bytes.LONG_BE.get(data, at + 8));
      } else if (length < 0) {
        setNull(row + i);
      } else {
        throw rules.malformed("a value of " + length + " bytes where a UUID has 16");
      }
    }
  }
}
