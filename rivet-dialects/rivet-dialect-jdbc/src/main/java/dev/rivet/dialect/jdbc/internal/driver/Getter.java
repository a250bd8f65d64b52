package dev.rivet.dialect.jdbc.internal.driver;

import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.spi.dialect.support.CellWriter;
import dev.rivet.spi.dialect.support.Cells;
import dev.rivet.spi.dialect.support.ValueForm;
import dev.rivet.spi.dialect.support.ValueRules;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a value is asked for. Dates and times only ever by {@code java.time}: the older classes know neither microseconds nor days that
 * a JVM's zone leaves out.
 */
public enum Getter {
  /** Integers. */
  LONG(ValueForm.LONG),
  /** True and false. */
  BOOLEAN(ValueForm.LONG),
  /** Integers of 64 bits without sign. */
  UNSIGNED(ValueForm.UNSIGNED),
  /** Single precision. */
  FLOAT(ValueForm.FLOAT),
  /** Double precision. */
  DOUBLE(ValueForm.DOUBLE),
  /** Exact decimals. */
  DECIMAL(ValueForm.DECIMAL),
  /** Integers of more than 64 bits. */
  BIG_INTEGER(ValueForm.DECIMAL),
  /** Characters, and whatever else the driver has text for. */
  STRING(ValueForm.TEXT),
  /** Bytes. */
  BYTES(ValueForm.BYTES),
  /** UUIDs. */
  UUID_OBJECT(ValueForm.UUID),
  /** Days. */
  DATE(ValueForm.DATE),
  /** Wall clocks. */
  TIMESTAMP(ValueForm.TIMESTAMP),
  /** Instants. */
  INSTANT(ValueForm.TIMESTAMP),
  /** Times of day. */
  TIME(ValueForm.TIME),
  /** DuckDB: the driver's {@code LocalDate} for {@code -infinity} lies in the future. */
  DUCK_DATE(ValueForm.DATE),
  /** DuckDB: infinity is an ordinary {@code LocalDateTime}. */
  DUCK_TIMESTAMP(ValueForm.TIMESTAMP),
  /** DuckDB: the driver's {@code OffsetDateTime} is an hour off where the JVM's zone has a gap. */
  DUCK_INSTANT(ValueForm.TIMESTAMP),
  /** SQLite integers. */
  LITE_LONG(ValueForm.LONG),
  /** SQLite floating point. */
  LITE_DOUBLE(ValueForm.DOUBLE),
  /** SQLite numbers of any kind. */
  LITE_DECIMAL(ValueForm.DECIMAL),
  /** SQLite text, and numbers by their digits. */
  LITE_TEXT(ValueForm.TEXT),
  /** SQLite blobs. */
  LITE_BYTES(ValueForm.BYTES),
  /** SQLite text that is a date. */
  LITE_DATE(ValueForm.DATE),
  /** SQLite text that is a time. */
  LITE_TIME(ValueForm.TIME),
  /** SQLite text that is a timestamp. */
  LITE_TIMESTAMP(ValueForm.TIMESTAMP);

  private final ValueForm form;

  Getter(ValueForm form) {
    this.form = form;
  }

  /** How the value lies in its cell. */
  public ValueForm form() {
    return form;
  }

  /**
   * Asks for a value of the current row and puts it into a cell.
   *
   * @param column from 1
   * @param rules what to do with values that are none
   * @return bytes of the cell, -1 for NULL
   */
  public int get(ResultSet row, int column, CellWriter to, Cells cells, int index, ValueRules rules)
      throws SQLException {
    int size =
        switch (this) {
          case LONG -> notNull(row, to.putLong(cells, index, row.getLong(column)));
          case BOOLEAN -> notNull(row, to.putLong(cells, index, row.getBoolean(column) ? 1 : 0));
          case FLOAT -> notNull(row, to.putFloat(cells, index, row.getFloat(column)));
          case DOUBLE -> notNull(row, to.putDouble(cells, index, row.getDouble(column)));
          case STRING -> text(row.getString(column), to, cells, index);
          case BYTES -> bytes(row.getBytes(column), to, cells, index);
          case DUCK_INSTANT -> notNull(row, micros(row.getLong(column), to, cells, index));
          case DECIMAL -> {
            BigDecimal value = row.getBigDecimal(column);
            yield value == null ? -1 : to.putDecimal(cells, index, value);
          }
          case DATE -> {
            LocalDate value = row.getObject(column, LocalDate.class);
            yield value == null ? -1 : to.putDate(cells, index, value);
          }
          case TIMESTAMP -> {
            LocalDateTime value = row.getObject(column, LocalDateTime.class);
            yield value == null ? -1 : to.putTimestamp(cells, index, value);
          }
          case INSTANT -> {
            OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
            yield value == null ? -1 : to.putTimestamp(cells, index, value);
          }
          case TIME -> {
            LocalTime value = row.getObject(column, LocalTime.class);
            yield value == null ? -1 : to.putTime(cells, index, value);
          }
          case UUID_OBJECT -> {
            UUID value = row.getObject(column, UUID.class);
            yield value == null ? -1 : to.putUuid(cells, index, value);
          }
          case DUCK_DATE, DUCK_TIMESTAMP ->
              duck(row.getObject(column, LocalDateTime.class), to, cells, index);
          default -> object(row.getObject(column), to, cells, index, rules);
        };
    if (size < 0) {
      cells.setNull(index);
    }
    return size;
  }

  private static int notNull(ResultSet row, int size) throws SQLException {
    return row.wasNull() ? -1 : size;
  }

  private static int text(@Nullable String value, CellWriter to, Cells cells, int index) {
    return value == null ? -1 : to.putText(cells, index, value);
  }

  private static int bytes(byte @Nullable [] value, CellWriter to, Cells cells, int index) {
    return value == null ? -1 : to.putBytes(cells, index, value);
  }

  private static int micros(long value, CellWriter to, Cells cells, int index) {
    return Math.abs(value) == Long.MAX_VALUE
        ? to.putInfinite(cells, index, ValueForm.TIMESTAMP, value > 0)
        : to.putMicros(cells, index, value);
  }

  private int duck(@Nullable LocalDateTime value, CellWriter to, Cells cells, int index) {
    if (value == null) {
      return -1;
    }
    if (form == ValueForm.DATE) {
      LocalDate date = value.toLocalDate();
      return Math.abs(date.toEpochDay()) == Integer.MAX_VALUE
          ? to.putInfinite(cells, index, form, date.toEpochDay() > 0)
          : to.putDate(cells, index, date);
    }
    return Math.abs((long) value.getYear()) > 290_000 && isInfinite(value)
        ? to.putInfinite(cells, index, form, value.getYear() > 0)
        : to.putTimestamp(cells, index, value);
  }

  /** The largest number of microseconds, and its negative. */
  private static boolean isInfinite(LocalDateTime value) {
    long seconds = value.toEpochSecond(java.time.ZoneOffset.UTC);
    return seconds == Long.MAX_VALUE / 1_000_000
        || seconds == Math.floorDiv(-Long.MAX_VALUE, 1_000_000L);
  }

  private int object(
      @Nullable Object value, CellWriter to, Cells cells, int index, ValueRules rules)
      throws ValueRefusedException {
    if (value == null) {
      return -1;
    }
    try {
      int size = convert(value, to, cells, index);
      if (size >= 0) {
        return size;
      }
    } catch (DateTimeException | NumberFormatException e) {
      throw rules.malformed(
          "text that is no " + name().substring(5).toLowerCase(java.util.Locale.ROOT));
    }
    throw rules.malformed("a value stored as " + value.getClass().getSimpleName());
  }

  private int convert(Object value, CellWriter to, Cells cells, int index) {
    boolean isWhole = value instanceof Integer || value instanceof Long;
    return switch (this) {
      case UNSIGNED ->
          value instanceof BigInteger big && big.signum() >= 0 && big.bitLength() <= 64
              ? to.putLong(cells, index, big.longValue())
              : -1;
      case BIG_INTEGER ->
          value instanceof BigInteger big ? to.putDecimal(cells, index, new BigDecimal(big)) : -1;
      case LITE_LONG -> isWhole ? to.putLong(cells, index, ((Number) value).longValue()) : -1;
      case LITE_DOUBLE ->
          value instanceof Double || isWhole
              ? to.putDouble(cells, index, ((Number) value).doubleValue())
              : -1;
      case LITE_DECIMAL ->
          value instanceof byte[]
              ? -1
              : to.putDecimal(cells, index, new BigDecimal(value.toString().trim()));
      case LITE_TEXT -> value instanceof byte[] ? -1 : to.putText(cells, index, value.toString());
      case LITE_BYTES -> value instanceof byte[] bytes ? to.putBytes(cells, index, bytes) : -1;
      case LITE_DATE ->
          value instanceof String s ? to.putDate(cells, index, LocalDate.parse(s)) : -1;
      case LITE_TIME ->
          value instanceof String s ? to.putTime(cells, index, LocalTime.parse(s)) : -1;
      case LITE_TIMESTAMP ->
          value instanceof String s
              ? to.putTimestamp(cells, index, LocalDateTime.parse(s.replace(' ', 'T')))
              : -1;
      default -> throw new IllegalStateException("not asked for as an object: " + this);
    };
  }
}
