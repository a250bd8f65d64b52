package dev.rivet.dialect.sqlserver.tds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A type on the wire, by its name in SQL. */
final class TdsType {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private final String base;
  private final String[] arguments;

  private TdsType(String base, String[] arguments) {
    this.base = base;
    this.arguments = arguments;
  }

  static TdsType of(String sql) {
    int parenthesis = sql.indexOf('(');
    return parenthesis < 0
        ? new TdsType(sql, new String[0])
        : new TdsType(
            sql.substring(0, parenthesis),
            sql.substring(parenthesis + 1, sql.length() - 1).split(","));
  }

  /** Latin1_General_CI_AS. */
  static byte[] collation() {
    return new byte[] {9, 4, (byte) 0xD0, 0, 0x34};
  }

  private int argument(int index, int otherwise) {
    return index < arguments.length ? Integer.parseInt(arguments[index].trim()) : otherwise;
  }

  private boolean isMax() {
    return arguments.length > 0 && arguments[0].trim().equals("max");
  }

  private int scale() {
    return argument(0, 7);
  }

  private int timeBytes() {
    return scale() <= 2 ? 3 : scale() <= 4 ? 4 : 5;
  }

  /** The bytes of a decimal with its sign. */
  private int decimalBytes() {
    int precision = argument(0, 18);
    return precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;
  }

  void describe(TdsOutput out) throws IOException {
    switch (base) {
      case "tinyint" -> pair(out, 0x26, 1);
      case "smallint" -> pair(out, 0x26, 2);
      case "int" -> pair(out, 0x26, 4);
      case "bigint" -> pair(out, 0x26, 8);
      case "bit" -> pair(out, 0x68, 1);
      case "real" -> pair(out, 0x6D, 4);
      case "float" -> pair(out, 0x6D, 8);
      case "money" -> pair(out, 0x6E, 8);
      case "smallmoney" -> pair(out, 0x6E, 4);
      case "datetime" -> pair(out, 0x6F, 8);
      case "smalldatetime" -> pair(out, 0x6F, 4);
      case "uniqueidentifier" -> pair(out, 0x24, 16);
      case "decimal" -> {
        pair(out, 0x6A, decimalBytes());
        pair(out, argument(0, 18), argument(1, 0));
      }
      case "date" -> out.u8(0x28);
      case "time" -> pair(out, 0x29, scale());
      case "datetime2" -> pair(out, 0x2A, scale());
      case "datetimeoffset" -> pair(out, 0x2B, scale());
      case "xml" -> pair(out, 0xF1, 0);
      case "nvarchar", "nchar", "varchar", "char" -> {
        out.u8(
            switch (base) {
              case "nvarchar" -> 0xE7;
              case "nchar" -> 0xEF;
              case "varchar" -> 0xA7;
              default -> 0xAF;
            });
        out.le(isMax() ? 0xFFFF : (long) argument(0, 1) * (base.startsWith("n") ? 2 : 1), 2);
        out.bytes(collation());
      }
      case "varbinary", "binary" -> {
        out.u8(base.equals("varbinary") ? 0xA5 : 0xAD);
        out.le(isMax() ? 0xFFFF : argument(0, 1), 2);
      }
      default -> throw new IllegalArgumentException(base);
    }
  }

  private static void pair(TdsOutput out, int first, int second) throws IOException {
    out.u8(first);
    out.u8(second);
  }

  void write(TdsOutput out, @Nullable Object value) throws IOException {
    switch (base) {
      case "nvarchar", "nchar", "varchar", "char", "varbinary", "binary", "xml" ->
          variable(out, value);
      default -> {
        byte[] bytes = value == null ? new byte[0] : fixed(value);
        out.u8(bytes.length);
        out.bytes(bytes);
      }
    }
  }

  private void variable(TdsOutput out, @Nullable Object value) throws IOException {
    boolean isLong = isMax() || base.equals("xml");
    if (value == null) {
      out.le(-1, isLong ? 8 : 2);
      return;
    }
    byte[] bytes =
        value instanceof byte[] raw
            ? raw
            : base.startsWith("n") || base.equals("xml")
                ? utf16(value.toString())
                : value.toString().getBytes(WINDOWS_1252);
    if (!isLong) {
      out.le(bytes.length, 2);
      out.bytes(bytes);
      return;
    }
    out.le(bytes.length, 8);
    if (bytes.length > 0) {
      out.le(bytes.length, 4);
      out.bytes(bytes);
    }
    out.le(0, 4);
  }

  /** Unit by unit, so that half a surrogate pair stays what it is. */
  private static byte[] utf16(String text) {
    byte[] bytes = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) text.charAt(i);
      bytes[2 * i + 1] = (byte) (text.charAt(i) >> 8);
    }
    return bytes;
  }

  private byte[] fixed(Object value) {
    Bytes to = new Bytes();
    switch (base) {
      case "tinyint" -> to.le(((Number) value).longValue(), 1);
      case "smallint" -> to.le(((Number) value).longValue(), 2);
      case "int" -> to.le(((Number) value).longValue(), 4);
      case "bigint" -> to.le(((Number) value).longValue(), 8);
      case "bit" -> to.le((Boolean) value ? 1 : 0, 1);
      case "real" -> to.le(Float.floatToIntBits(((Number) value).floatValue()), 4);
      case "float" -> to.le(Double.doubleToLongBits(((Number) value).doubleValue()), 8);
      case "smallmoney" -> to.le(unscaled(value, 4), 4);
      case "money" -> to.le(unscaled(value, 4) >> 32, 4).le(unscaled(value, 4), 4);
      case "date" -> to.le(day((LocalDate) value), 3);
      case "time" -> to.le(ticks((LocalTime) value), timeBytes());
      case "datetime2" -> {
        LocalDateTime time = (LocalDateTime) value;
        to.le(ticks(time.toLocalTime()), timeBytes()).le(day(time.toLocalDate()), 3);
      }
      case "datetimeoffset" -> {
        OffsetDateTime time = (OffsetDateTime) value;
        LocalDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        to.le(ticks(utc.toLocalTime()), timeBytes()).le(day(utc.toLocalDate()), 3);
        to.le(time.getOffset().getTotalSeconds() / 60, 2);
      }
      case "datetime", "smalldatetime" -> old(to, (LocalDateTime) value);
      case "uniqueidentifier" -> guid(to, (UUID) value);
      case "decimal" -> decimal(to, (BigDecimal) value);
      default -> throw new IllegalArgumentException(base);
    }
    return to.toByteArray();
  }

  private static long unscaled(Object value, int scale) {
    return ((BigDecimal) value).movePointRight(scale).longValueExact();
  }

  private static long day(LocalDate date) {
    return ChronoUnit.DAYS.between(LocalDate.of(1, 1, 1), date);
  }

  private long ticks(LocalTime time) {
    long unit = 1;
    for (int i = scale(); i < 9; i++) {
      unit *= 10;
    }
    return time.toNanoOfDay() / unit;
  }

  private void old(Bytes to, LocalDateTime time) {
    long days = ChronoUnit.DAYS.between(LocalDate.of(1900, 1, 1), time.toLocalDate());
    if (base.equals("smalldatetime")) {
      to.le(days, 2).le(time.toLocalTime().toSecondOfDay() / 60, 2);
    } else {
      to.le(days, 4).le(Math.round(time.toLocalTime().toNanoOfDay() * 3 / 1e7), 4);
    }
  }

  private static void guid(Bytes to, UUID uuid) {
    long high = uuid.getMostSignificantBits();
    to.le(high >>> 32, 4).le(high >>> 16, 2).le(high, 2);
    to.le(Long.reverseBytes(uuid.getLeastSignificantBits()), 8);
  }

  private void decimal(Bytes to, BigDecimal value) {
    BigInteger unscaled = value.setScale(argument(1, 0)).unscaledValue();
    to.le(unscaled.signum() < 0 ? 0 : 1, 1);
    byte[] magnitude = unscaled.abs().toByteArray();
    for (int i = 0; i < decimalBytes() - 1; i++) {
      to.le(i < magnitude.length ? magnitude[magnitude.length - 1 - i] : 0, 1);
    }
  }

  private static final class Bytes extends ByteArrayOutputStream {
    Bytes le(long value, int bytes) {
      for (int i = 0; i < bytes; i++) {
        write((int) (value >>> 8 * i));
      }
      return this;
    }
  }

  /** A parameter's type and value. */
  static @Nullable Object read(ByteBuffer b) {
    int token = b.get() & 0xFF;
    return switch (token) {
      case 0x26, 0x68 -> {
        b.get();
        int length = b.get();
        long value = 0;
        for (int i = 0; i < length; i++) {
          value |= (b.get() & 0xFFL) << 8 * i;
        }
        if (length == 0) {
          yield null;
        }
        yield Long.valueOf(length == 4 ? (int) value : value);
      }
      case 0x6A, 0x6C -> {
        b.get();
        b.get();
        int scale = b.get();
        int length = b.get();
        if (length == 0) {
          yield null;
        }
        int sign = b.get() == 0 ? -1 : 1;
        byte[] magnitude = new byte[length - 1];
        for (int i = magnitude.length - 1; i >= 0; i--) {
          magnitude[i] = b.get();
        }
        yield new BigDecimal(new BigInteger(sign, magnitude), scale);
      }
      case 0xE7, 0xA7, 0xA5 -> {
        byte[] bytes = bytes(b, token != 0xA5);
        if (bytes == null || token == 0xA5) {
          yield bytes;
        }
        yield new String(bytes, token == 0xE7 ? StandardCharsets.UTF_16LE : WINDOWS_1252);
      }
      default -> throw new IllegalArgumentException("parameter of type " + token);
    };
  }

  private static byte @Nullable [] bytes(ByteBuffer b, boolean hasCollation) {
    boolean isLong = (b.getShort() & 0xFFFF) == 0xFFFF;
    b.position(b.position() + (hasCollation ? 5 : 0));
    if (!isLong) {
      int length = b.getShort() & 0xFFFF;
      if (length == 0xFFFF) {
        return null;
      }
      byte[] bytes = new byte[length];
      b.get(bytes);
      return bytes;
    }
    if (b.getLong() == -1) {
      return null;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int length = b.getInt(); length > 0; length = b.getInt()) {
      byte[] bytes = new byte[length];
      b.get(bytes);
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }
}
