package dev.rivet.dialect.sqlserver.internal.column;

import dev.rivet.spi.dialect.support.CellWriter;
import dev.rivet.spi.dialect.support.Cells;
import dev.rivet.spi.dialect.support.ValueForm;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** How a value is asked for. Dates and times only by {@code java.time}, which keeps all seven digits and knows no zone. */
public enum Getter {
  /** Integers and {@code bit}. */
  LONG(ValueForm.LONG),
  /** {@code real}. */
  FLOAT(ValueForm.FLOAT),
  /** {@code float}. */
  DOUBLE(ValueForm.DOUBLE),
  /** {@code decimal}, {@code money}. */
  DECIMAL(ValueForm.DECIMAL),
  /** Characters. */
  TEXT(ValueForm.TEXT),
  /** {@code nchar} and its kin, as UTF-16: the driver's text has U+FFFD in place of half a surrogate pair. */
  WIDE_TEXT(ValueForm.TEXT),
  /** Bytes. */
  BYTES(ValueForm.BYTES),
  /** {@code rowversion} as the number it counts. */
  COUNTER(ValueForm.UNSIGNED),
  /** {@code uniqueidentifier}, whose first three fields come in the other byte order. */
  GUID(ValueForm.UUID),
  /** {@code date}. */
  DATE(ValueForm.DATE),
  /** {@code datetime2}, {@code smalldatetime}. */
  DATETIME(ValueForm.TIMESTAMP),
  /** {@code datetime}: thirds of a centisecond, which the server itself shows rounded to milliseconds. */
  OLD_DATETIME(ValueForm.TIMESTAMP),
  /** {@code datetimeoffset}. */
  OFFSET_DATETIME(ValueForm.TIMESTAMP),
  /** {@code time}. */
  TIME(ValueForm.TIME),
  /** SRID and WKB of a geometry, see {@link Form#select}. */
  GEOMETRY(ValueForm.BYTES);

  private static final int[] GUID_ORDER = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  private static final int MILLI = 1_000_000;

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
   * @return bytes of the cell, -1 for NULL
   */
  public int get(ResultSet row, int column, CellWriter to, Cells cells, int index)
      throws SQLException {
    int size =
        switch (this) {
          case LONG -> notNull(row, to.putLong(cells, index, row.getLong(column)));
          case FLOAT -> notNull(row, to.putFloat(cells, index, row.getFloat(column)));
          case DOUBLE -> notNull(row, to.putDouble(cells, index, row.getDouble(column)));
          case DECIMAL -> {
            BigDecimal value = row.getBigDecimal(column);
            yield value == null ? -1 : to.putDecimal(cells, index, value);
          }
          case TEXT -> {
            String value = row.getString(column);
            yield value == null ? -1 : to.putText(cells, index, value);
          }
          case BYTES, WIDE_TEXT, COUNTER, GUID, GEOMETRY ->
              bytes(row.getBytes(column), to, cells, index);
          case DATE -> {
            LocalDate value = row.getObject(column, LocalDate.class);
            yield value == null ? -1 : to.putDate(cells, index, value);
          }
          case DATETIME, OLD_DATETIME -> {
            LocalDateTime value = row.getObject(column, LocalDateTime.class);
            yield value == null ? -1 : to.putTimestamp(cells, index, rounded(value));
          }
          case OFFSET_DATETIME -> {
            OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
            yield value == null ? -1 : to.putTimestamp(cells, index, value);
          }
          case TIME -> {
            LocalTime value = row.getObject(column, LocalTime.class);
            yield value == null ? -1 : to.putTime(cells, index, value);
          }
        };
    if (size < 0) {
      cells.setNull(index);
    }
    return size;
  }

  private static int notNull(ResultSet row, int size) throws SQLException {
    return row.wasNull() ? -1 : size;
  }

  private int bytes(byte @Nullable [] value, CellWriter to, Cells cells, int index)
      throws SQLException {
    if (value == null) {
      return -1;
    }
    return switch (this) {
      case GUID -> to.putBytes(cells, index, swapped(value));
      case COUNTER -> to.putLong(cells, index, counter(value));
      case WIDE_TEXT ->
          to.putText(
              cells, index, ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer());
      case GEOMETRY -> to.putBytes(cells, index, ewkb(value));
      default -> to.putBytes(cells, index, value);
    };
  }

  private static byte[] swapped(byte[] wire) throws SQLException {
    if (wire.length != GUID_ORDER.length) {
      throw new SQLException("a uniqueidentifier of " + wire.length + " bytes", "22000");
    }
    byte[] rfc = new byte[wire.length];
    for (int i = 0; i < rfc.length; i++) {
      rfc[i] = wire[GUID_ORDER[i]];
    }
    return rfc;
  }

  private static long counter(byte[] bytes) {
    long value = 0;
    for (byte b : bytes) {
      value = value << 8 | b & 0xFF;
    }
    return value;
  }

  /** Four bytes of SRID, then WKB in little-endian order: the SRID goes behind the type, which is marked. */
  private static byte[] ewkb(byte[] value) throws SQLException {
    if (value.length < 9 || value[4] != 1) {
      throw new SQLException("a geometry that is not little-endian WKB", "22000");
    }
    byte[] ewkb = new byte[value.length];
    System.arraycopy(value, 4, ewkb, 0, 5);
    ewkb[4] |= 0x20;
    for (int i = 0; i < 4; i++) {
      ewkb[5 + i] = value[3 - i];
    }
    System.arraycopy(value, 9, ewkb, 9, value.length - 9);
    return ewkb;
  }

  private LocalDateTime rounded(LocalDateTime value) {
    int fraction = (int) (value.toLocalTime().toNanoOfDay() % MILLI);
    if (this != OLD_DATETIME || fraction == 0) {
      return value;
    }
    return value.plusNanos(fraction >= MILLI / 2 ? MILLI - fraction : -fraction);
  }
}
