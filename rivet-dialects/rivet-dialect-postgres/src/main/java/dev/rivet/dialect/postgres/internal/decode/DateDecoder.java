package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** date: days since 2000-01-01, proleptic Gregorian. */
final class DateDecoder extends FixedWidthDecoder {
  static final int EPOCH_DAYS = 10957;
  private static final int MAX_DAY = 2932896; // 9999-12-31
  private static final int MIN_DAY = -719162; // 0001-01-01

  DateDecoder(BaseFixedWidthVector vector, ValueRules rules) {
    super(vector, rules, 4);
  }

  @Override
  void stage(Cells cells, int from, int count, int row) throws SQLException {
    byte[] to = stage;
    for (int i = 0; i < count; i++) {
      int length = cells.length[from + i];
      if (length == 4) {
        int day = (int) Bytes.INT_BE.get(cells.data[from + i], cells.position[from + i]);
        if (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE) {
          infinity(day > 0, i, row + i);
        } else {
          Bytes.INT_LE.set(to, 4 * i, day + EPOCH_DAYS);
        }
      } else {
        setNull(length, row + i);
      }
    }
  }

  private void infinity(boolean positive, int i, int row) throws SQLException {
    if (isClamped(SpecialValue.INFINITY, "an infinite date", row)) {
      Bytes.putLittle(stage, 4 * i, positive ? MAX_DAY : MIN_DAY);
    }
  }
}
