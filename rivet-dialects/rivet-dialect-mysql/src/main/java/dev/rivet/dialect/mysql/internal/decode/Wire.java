package dev.rivet.dialect.mysql.internal.decode;

/** The forms in which values arrive under the binary protocol; numbers are little-endian. */
public enum Wire {
  /** One byte. */
  TINY(1),
  /** Two bytes. */
  SHORT(2),
  /** Two bytes, 0 or 1901 to 2155. */
  YEAR(2),
  /** Four bytes; {@code mediumint} too. */
  INT(4),
  /** Eight bytes. */
  BIGINT(8),
  /** Four bytes. */
  FLOAT(4),
  /** Eight bytes. */
  DOUBLE(8),
  /** Decimal digits in ASCII. */
  DECIMAL(0),
  /** Nothing, or year, month and day. */
  DATE(0),
  /** Nothing, a date, or a date with time, with or without microseconds. */
  DATETIME(0),
  /** Nothing, or sign, days, hours, minutes and seconds, with or without microseconds. */
  TIME(0),
  /** Bits in the fewest bytes, most significant first. */
  BIT(0),
  /** Characters in UTF-8. */
  TEXT(0),
  /** Bytes. */
  BYTES(0),
  /** SRID, then WKB. */
  GEOMETRY(0),
  /** Floats of four bytes. */
  VECTOR(0);

  private final int width;

  Wire(int width) {
    this.width = width;
  }

  /** Bytes of a value, 0 if its length comes before it. */
  public int width() {
    return width;
  }
}
