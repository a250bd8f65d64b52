package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.type.SpecialValue;
import dev.rivet.type.ValuePolicy;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** interval: microseconds, days and months, each with its own sign, as ISO-8601 text such as {@code P2Y1M5DT1H2M3.456789S}. */
final class IntervalDecoder extends RenderedDecoder {
  private static final long SECOND = 1_000_000L;

  IntervalDecoder(BaseVariableWidthVector vector, ValueRules rules) {
    super(vector, rules);
  }

  @Override
  boolean render(byte[] data, int position, int length, int row) throws SQLException {
    requireLength(length, 16);
    long micros = Bytes.int64(data, position);
    int days = Bytes.int32(data, position + 8);
    int months = Bytes.int32(data, position + 12);
    if (isInfinite(micros, days, months)) {
      if (rules.on(SpecialValue.INFINITY) != ValuePolicy.TEXT) {
        setNullByPolicy(SpecialValue.INFINITY, "an infinite interval", row);
        return false;
      }
      add(days > 0 ? "infinity" : "-infinity");
      return true;
    }
    add('P');
    addPart(months / 12, 'Y');
    addPart(months % 12, 'M');
    addPart(days, 'D');
    if (micros != 0) {
      addTime(micros);
    } else if (days == 0 && months == 0) {
      add("T0S");
    }
    return true;
  }

  private static boolean isInfinite(long micros, int days, int months) {
    return micros == Long.MAX_VALUE && days == Integer.MAX_VALUE && months == Integer.MAX_VALUE
        || micros == Long.MIN_VALUE && days == Integer.MIN_VALUE && months == Integer.MIN_VALUE;
  }

  private void addPart(long value, char unit) {
    if (value != 0) {
      addNumber(value, 1);
      add(unit);
    }
  }

  private void addTime(long micros) {
    add('T');
    addPart(micros / (3600 * SECOND), 'H');
    addPart(micros / (60 * SECOND) % 60, 'M');
    long rest = micros % (60 * SECOND);
    if (rest == 0) {
      return;
    }
    if (rest < 0) {
      add('-');
    }
    addNumber(Math.abs(rest / SECOND), 1);
    if (rest % SECOND != 0) {
      add('.');
      addNumber(Math.abs(rest % SECOND), 6);
    }
    add('S');
  }
}
