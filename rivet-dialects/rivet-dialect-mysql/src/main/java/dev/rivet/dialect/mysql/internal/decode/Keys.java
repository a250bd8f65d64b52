package dev.rivet.dialect.mysql.internal.decode;

import dev.rivet.spi.dialect.support.LittleEndian;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Key values as parameters: what came in binary goes back as the same value. */
public final class Keys {
  private static final Set<Wire> USABLE =
      Set.of(
          Wire.TINY,
          Wire.SHORT,
          Wire.INT,
          Wire.BIGINT,
          Wire.DECIMAL,
          Wire.DATE,
          Wire.DATETIME,
          Wire.TEXT,
          Wire.BYTES);

  private Keys() {}

  /** Whether pages can follow keys of this form. */
  public static boolean isUsable(Wire wire) {
    return USABLE.contains(wire);
  }

  /** The value of a cell: Long, BigDecimal, String or bytes. */
  public static Object value(Wire wire, boolean isUnsigned, byte[] data, int at, int length) {
    if (length < 0) {
      throw new IllegalStateException("a key without value");
    }
    return switch (wire) {
      case TINY, SHORT, INT -> WireNumbers.whole(data, at, wire.width(), isUnsigned);
      case BIGINT -> big(LittleEndian.getLong(data, at), isUnsigned);
      case DECIMAL -> new BigDecimal(new String(data, at, length, StandardCharsets.US_ASCII));
      case TEXT -> new String(data, at, length, StandardCharsets.UTF_8);
      case BYTES -> java.util.Arrays.copyOfRange(data, at, at + length);
      case DATE, DATETIME -> moment(wire, data, at, length);
      default -> throw new IllegalStateException(wire + " is no key");
    };
  }

  private static Object big(long value, boolean isUnsigned) {
    return isUnsigned && value < 0 ? new BigDecimal(Long.toUnsignedString(value)) : value;
  }

  private static String moment(Wire wire, byte[] data, int at, int length) {
    StringBuilder text = new StringBuilder(26);
    number(text, length == 0 ? 0 : LittleEndian.getShort(data, at) & 0xFFFF, 4);
    number(text.append('-'), length == 0 ? 0 : data[at + 2], 2);
    number(text.append('-'), length == 0 ? 0 : data[at + 3], 2);
    if (wire == Wire.DATETIME) {
      long micros = Temporal.microsOfDay(data, at, length);
      number(text.append(' '), micros / 3_600_000_000L, 2);
      number(text.append(':'), micros / 60_000_000L % 60, 2);
      number(text.append(':'), micros / 1_000_000L % 60, 2);
      number(text.append('.'), micros % 1_000_000L, 6);
    }
    return text.toString();
  }

  private static void number(StringBuilder to, long value, int width) {
    String digits = Long.toString(value);
    to.append("0".repeat(width - digits.length())).append(digits);
  }
}
