package dev.rivet.internal.parquet;

import dev.rivet.type.RivetType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * Puts Java values into Arrow vectors, and says how readers must render them: whole numbers as
 * digits, floats as bits, times as nanoseconds, timestamps in their unit, bytes in hex.
 */
final class TestValues {
  private TestValues() {}

  static String canonical(RivetType type, @Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    if (type instanceof RivetType.ListOf list) {
      StringJoiner text = new StringJoiner("|", "[", "]");
      ((List<?>) value).forEach(e -> text.add(canonical(list.element(), e)));
      return text.toString();
    }
    if (type instanceof RivetType.MapOf) {
      StringJoiner text = new StringJoiner("|", "{", "}");
      ((Map<?, ?>) value).forEach((k, v) -> text.add(k + "=" + (v == null ? "NULL" : v)));
      return text.toString();
    }
    if (value instanceof Float f) {
      return "f" + Integer.toHexString(Float.floatToIntBits(f));
    }
    if (value instanceof Double d) {
      return "d" + Long.toHexString(Double.doubleToLongBits(d));
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value instanceof LocalDate
            || value instanceof LocalTime
            || value instanceof LocalDateTime
        ? Long.toString(number(type, value))
        : value.toString();
  }

  /** Temporal values in the unit of the type; times of day in nanoseconds. */
  private static long number(RivetType type, Object value) {
    if (value instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay();
    }
    LocalDateTime timestamp = (LocalDateTime) value;
    boolean nanos = ((RivetType.Timestamp) type).unit() == RivetType.TimeUnit.NANOS;
    ChronoUnit unit = nanos ? ChronoUnit.NANOS : ChronoUnit.MICROS;
    return unit.between(LocalDate.EPOCH.atStartOfDay(), timestamp);
  }

  static void set(FieldVector vector, RivetType type, int row, @Nullable Object value) {
    if (vector instanceof ListVector list) {
      setList(list, type, row, value);
    } else if (value == null) {
      vector.setNull(row);
    } else if (!setNumber(vector, type, row, value)) {
      setOther(vector, row, value);
    }
  }

  private static boolean setNumber(FieldVector vector, RivetType type, int row, Object value) {
    if (vector instanceof BitVector v) {
      v.setSafe(row, (Boolean) value ? 1 : 0);
    } else if (vector instanceof SmallIntVector v) {
      v.setSafe(row, ((Number) value).intValue());
    } else if (vector instanceof IntVector v) {
      v.setSafe(row, ((Number) value).intValue());
    } else if (vector instanceof BigIntVector v) {
      v.setSafe(row, ((Number) value).longValue());
    } else if (vector instanceof UInt8Vector v) {
      v.setSafe(row, ((BigInteger) value).longValue());
    } else if (vector instanceof Float4Vector v) {
      v.setSafe(row, (Float) value);
    } else if (vector instanceof Float8Vector v) {
      v.setSafe(row, (Double) value);
    } else if (vector instanceof DateDayVector v) {
      v.setSafe(row, (int) number(type, value));
    } else if (vector instanceof TimeMicroVector v) {
      v.setSafe(row, number(type, value) / 1000);
    } else if (vector instanceof TimeNanoVector v) {
      v.setSafe(row, number(type, value));
    } else if (vector instanceof TimeStampVector v) {
      v.setSafe(row, number(type, value));
    } else {
      return false;
    }
    return true;
  }

  private static void setOther(FieldVector vector, int row, Object value) {
    if (vector instanceof DecimalVector v) {
      v.setSafe(row, (BigDecimal) value);
    } else if (vector instanceof Decimal256Vector v) {
      v.setSafe(row, (BigDecimal) value);
    } else if (vector instanceof VarCharVector v) {
      v.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof VarBinaryVector v) {
      v.setSafe(row, (byte[]) value);
    } else if (vector instanceof FixedSizeBinaryVector v) {
      UUID uuid = (UUID) value;
      ByteBuffer bytes = ByteBuffer.allocate(16);
      bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
      v.setSafe(row, bytes.array());
    } else {
      throw new IllegalArgumentException(vector.getClass().getName());
    }
  }

  private static void setList(ListVector vector, RivetType type, int row, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
      return;
    }
    int start = vector.startNewValue(row);
    int at = start;
    if (vector instanceof MapVector map) {
      StructVector entries = (StructVector) map.getDataVector();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        entries.setIndexDefined(at);
        set((FieldVector) entries.getChildByOrdinal(0), RivetType.text(), at, entry.getKey());
        set((FieldVector) entries.getChildByOrdinal(1), RivetType.text(), at, entry.getValue());
        at++;
      }
    } else {
      FieldVector elements = vector.getDataVector();
      for (Object element : (List<?>) value) {
        set(elements, ((RivetType.ListOf) type).element(), at++, element);
      }
    }
    vector.endValue(row, at - start);
  }

  static LocalDateTime timestamp(long seconds, int nanos) {
    return LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
  }
}
