package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** timetz: microseconds since midnight and seconds west of Greenwich, as {@code HH:MM:SS.ffffff+hh:mm}. */
final class TimeTzDecoder extends RenderedDecoder {

  TimeTzDecoder(BaseVariableWidthVector vector, ValueRules rules) {
    super(vector, rules);
  }

  @Override
  boolean render(byte[] data, int position, int length, int row) throws SQLException {
    requireLength(length, 12);
    long micros = Bytes.int64(data, position);
    int west = Bytes.int32(data, position + 8);
    addClock((int) (micros / 1_000_000));
    add('.');
    addNumber(micros % 1_000_000, 6);
    add(west > 0 ? '-' : '+');
    int offset = Math.abs(west);
    addNumber(offset / 3600, 2);
    add(':');
    addNumber(offset / 60 % 60, 2);
    if (offset % 60 != 0) {
      add(':');
      addNumber(offset % 60, 2);
    }
    return true;
  }

  private void addClock(int seconds) {
    addNumber(seconds / 3600, 2);
    add(':');
    addNumber(seconds / 60 % 60, 2);
    add(':');
    addNumber(seconds % 60, 2);
  }
}
