package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** timestamp and timestamptz: microseconds since 2000-01-01. */
final class TimestampDecoder extends FixedWidthDecoder {
  static final long EPOCH_MICROS = 946_684_800_000_000L;
  static final long MAX_MICROS = 253_402_300_799_999_999L; // 9999-12-31T23:59:59.999999
  static final long MIN_MICROS = -62_135_596_800_000_000L; // 0001-01-01T00:00:00

  TimestampDecoder(BaseFixedWidthVector vector, ValueRules rules) {
    super(vector, rules, 8);
  }

  @Override
  void stage(Cells cells, int from, int count, int row) throws SQLException {
    byte[] to = stage;
    for (int i = 0; i < count; i++) {
      int length = cells.length[from + i];
      if (length == 8) {
        long micros = (long) Bytes.LONG_BE.get(cells.data[from + i], cells.position[from + i]);
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
          infinity(micros > 0, i, row + i);
        } else {
          Bytes.LONG_LE.set(to, 8 * i, micros + EPOCH_MICROS);
        }
      } else {
        setNull(length, row + i);
      }
    }
  }

  private void infinity(boolean positive, int i, int row) throws SQLException {
    if (isClamped(SpecialValue.INFINITY, "an infinite timestamp", row)) {
      Bytes.putLittle(stage, 8 * i, positive ? MAX_MICROS : MIN_MICROS);
    }
  }
}
