package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** time: microseconds since midnight, 24:00:00 included. */
final class TimeDecoder extends FixedWidthDecoder {
  private static final long DAY = 86_400_000_000L;

  private final int unitsPerMicro;

  /**
   * A decoder.
   *
   * @param unitsPerMicro 1 or 1000
   */
  TimeDecoder(BaseFixedWidthVector vector, ValueRules rules, int unitsPerMicro) {
    super(vector, rules, 8);
    this.unitsPerMicro = unitsPerMicro;
  }

  @Override
  void stage(Cells cells, int from, int count, int row) throws SQLException {
    for (int i = 0; i < count; i++) {
      int length = cells.length[from + i];
      if (length != 8) {
        setNull(length, row + i);
        continue;
      }
      long micros = (long) Bytes.LONG_BE.get(cells.data[from + i], cells.position[from + i]);
      if (micros < 0 || micros >= DAY) {
        if (!isClamped(SpecialValue.TIME_OUT_OF_DAY, "the time 24:00:00", row + i)) {
          continue;
        }
        micros = DAY - 1;
      }
      Bytes.LONG_LE.set(stage, 8 * i, micros * unitsPerMicro);
    }
  }
}
