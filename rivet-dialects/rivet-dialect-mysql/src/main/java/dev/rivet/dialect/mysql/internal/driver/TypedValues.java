package dev.rivet.dialect.mysql.internal.driver;

import dev.rivet.dialect.mysql.internal.decode.Wire;
import dev.rivet.spi.dialect.support.LittleEndian;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last resort: values through the getters of JDBC, put back into their wire form, so that one set of decoders serves. What a
 * getter would spoil (dates, times, floats of four bytes, bits) is selected as text or in a wider type, see {@link #expression}.
 */
final class TypedValues implements ValueRows.Getter {
  private final List<Wire> wires;

  TypedValues(List<Wire> wires) {
    this.wires = wires;
  }

  /** How a column has to be selected. */
  static String expression(Wire wire, String column) {
    return switch (wire) {
      case DATE, DATETIME, TIME -> "CAST(" + column + " AS CHAR)";
      case FLOAT -> "(" + column + " + 0e0)";
      case YEAR -> "(" + column + " + 0)";
      case BIT -> "CAST(" + column + " AS BINARY)";
      default -> column;
    };
  }

  @Override
  public byte @Nullable [] get(ResultSet result, int column) throws SQLException {
    int at = column + 2; // after the marker
    return switch (wires.get(column)) {
      case TINY -> whole(result.getLong(at), 1, result);
      case SHORT, YEAR -> whole(result.getLong(at), 2, result);
      case INT -> whole(result.getLong(at), 4, result);
      case BIGINT -> whole(big(result, at), 8, result);
      case FLOAT -> whole(Float.floatToRawIntBits((float) result.getDouble(at)), 4, result);
      case DOUBLE -> whole(Double.doubleToRawLongBits(result.getDouble(at)), 8, result);
      case DECIMAL -> text(plain(result.getBigDecimal(at)));
      case TEXT -> text(result.getString(at));
      case BIT, BYTES, GEOMETRY, VECTOR -> result.getBytes(at);
      case DATE, DATETIME -> date(result.getString(at));
      case TIME -> time(result.getString(at));
    };
  }

  private static long big(ResultSet result, int at) throws SQLException {
    BigDecimal value = result.getBigDecimal(at);
    return value == null ? 0 : value.toBigInteger().longValue();
  }

  private static byte @Nullable [] whole(long value, int width, ResultSet result)
      throws SQLException {
    if (result.wasNull()) {
      return null;
    }
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = (byte) (value >>> 8 * i);
    }
    return bytes;
  }

  private static @Nullable String plain(@Nullable BigDecimal value) {
    return value == null ? null : value.toPlainString();
  }

  private static byte @Nullable [] text(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /** {@code 2024-03-10[ 02:30:00[.000007]]}. */
  static byte @Nullable [] date(@Nullable String text) {
    if (text == null) {
      return null;
    }
    byte[] wire = new byte[11];
    LittleEndian.putShort(wire, 0, (short) number(text, 0, 4));
    wire[2] = (byte) number(text, 5, 7);
    wire[3] = (byte) number(text, 8, 10);
    if (text.length() >= 19) {
      wire[4] = (byte) number(text, 11, 13);
      wire[5] = (byte) number(text, 14, 16);
      wire[6] = (byte) number(text, 17, 19);
      LittleEndian.putInt(wire, 7, micros(text, 19));
    }
    return wire;
  }

  /** {@code [-]838:59:59[.000007]}. */
  static byte @Nullable [] time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    byte[] wire = new byte[12];
    int at = text.startsWith("-") ? 1 : 0;
    int colon = text.indexOf(':');
    int hours = number(text, at, colon);
    wire[0] = (byte) at;
    LittleEndian.putInt(wire, 1, hours / 24);
    wire[5] = (byte) (hours % 24);
    wire[6] = (byte) number(text, colon + 1, colon + 3);
    wire[7] = (byte) number(text, colon + 4, colon + 6);
    LittleEndian.putInt(wire, 8, micros(text, colon + 6));
    return wire;
  }

  private static int micros(String text, int point) {
    int micros = 0;
    for (int i = 1; i <= 6; i++) {
      int at = point + i;
      micros = 10 * micros + (at < text.length() ? text.charAt(at) - '0' : 0);
    }
    return micros;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
