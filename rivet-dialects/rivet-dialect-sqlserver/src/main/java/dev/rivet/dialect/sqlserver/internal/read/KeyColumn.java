package dev.rivet.dialect.sqlserver.internal.read;

import dev.rivet.dialect.sqlserver.internal.column.Getter;
import dev.rivet.dialect.sqlserver.internal.column.Identifiers;
import dev.rivet.dialect.sqlserver.internal.column.SourceColumn;
import dev.rivet.spi.dialect.support.Cells;
import dev.rivet.spi.dialect.support.LittleEndian;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;

/**
 * A column of the key that pages follow. Immutable.
 *
 * @param column of the table
 * @param getter how its values are asked for
 * @param index its place in the select list, from 0
 */
public record KeyColumn(SourceColumn column, Getter getter, int index) {

  /** Its SQL. */
  public String expression() {
    return Identifiers.column(column.name());
  }

  /**
   * A parameter of exactly the column's type. The driver sends text as {@code nvarchar}, which a {@code varchar} column would be
   * converted to row by row, past its index and in another order; the cast under the column's own collation turns the one value back
   * instead, without loss, as it came from that column.
   */
  public String parameter() {
    String type = column.nativeType().equals("rowversion") ? "binary(8)" : column.nativeType();
    boolean isBytes = column.base().equals("char") || column.base().equals("varchar");
    return isBytes && isName(column.collation())
        ? "CAST(? COLLATE " + column.collation() + " AS " + type + ")"
        : "CAST(? AS " + type + ")";
  }

  private static boolean isName(String collation) {
    return !collation.isEmpty()
        && collation.chars().allMatch(c -> c == '_' || c < 128 && Character.isLetterOrDigit(c));
  }

  /** Whether pages can follow such a column: its values can be bound without loss. */
  public static boolean isUsable(SourceColumn column, Getter getter) {
    return switch (getter) {
      case LONG, DECIMAL, GUID, DATE, DATETIME, OLD_DATETIME, OFFSET_DATETIME, TIME -> true;
      case TEXT, WIDE_TEXT, BYTES ->
          column.length() > 0 && !column.base().equals("text") && !column.base().equals("ntext");
      default -> false;
    };
  }

  /** The value of a cell as a parameter. */
  public Object value(Cells cells, int row) {
    byte[] data = cells.data(row);
    int at = cells.position(row);
    int length = cells.length(row);
    return switch (getter.form()) {
      case LONG -> LittleEndian.getLong(data, at);
      case DECIMAL ->
          new BigDecimal(
              length == 12
                  ? BigInteger.valueOf(LittleEndian.getLong(data, at + 4))
                  : new BigInteger(data, at + 4, length - 4),
              LittleEndian.getInt(data, at));
      case TEXT -> new String(data, at, length, StandardCharsets.UTF_8);
      case UUID ->
          new UUID(
                  Long.reverseBytes(LittleEndian.getLong(data, at)),
                  Long.reverseBytes(LittleEndian.getLong(data, at + 8)))
              .toString();
      case DATE -> LocalDate.ofEpochDay(LittleEndian.getLong(data, at)).toString();
      case TIME -> fraction(LocalTime.ofNanoOfDay(LittleEndian.getLong(data, at)));
      case TIMESTAMP ->
          timestamp(LittleEndian.getLong(data, at), LittleEndian.getInt(data, at + 8));
      default -> Arrays.copyOfRange(data, at, at + length);
    };
  }

  /** ISO with T, which means the same under every language and date format of a session. */
  private String timestamp(long seconds, int nanos) {
    LocalDateTime value = LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
    String text = value.toLocalDate() + "T" + fraction(value.toLocalTime());
    return getter == Getter.OFFSET_DATETIME ? text + "Z" : text;
  }

  /** As many digits as the type has; {@code datetime} takes three. */
  private String fraction(LocalTime time) {
    int digits =
        getter == Getter.OLD_DATETIME
            ? 3
            : column.base().equals("smalldatetime") ? 0 : column.scale();
    String whole = two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond());
    String nanos = String.valueOf(1_000_000_000L + time.getNano()).substring(1);
    return digits == 0 ? whole : whole + "." + nanos.substring(0, digits);
  }

  private static String two(int value) {
    return value < 10 ? "0" + value : String.valueOf(value);
  }
}
