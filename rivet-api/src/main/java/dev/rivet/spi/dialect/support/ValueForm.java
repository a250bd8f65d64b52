package dev.rivet.spi.dialect.support;

/**
 * How a value lies in a cell when a driver hands out Java values instead of its wire. Written by {@link CellWriter}, read by {@link
 * ValueDecoders}; numbers are little-endian.
 */
public enum ValueForm {
  /** Integers of at most 64 bits, 0 and 1 for bool: 8 bytes. */
  LONG,
  /** Integers of 64 bits without sign: 8 bytes. */
  UNSIGNED,
  /** 4 bytes. */
  FLOAT,
  /** 8 bytes. */
  DOUBLE,
  /** Exact decimals: scale and unscaled value. */
  DECIMAL,
  /** UTF-8, which may hold surrogates that the driver's text held alone. */
  TEXT,
  /** Bytes. */
  BYTES,
  /** 16 bytes, most significant first. */
  UUID,
  /** Days since 1970-01-01: 8 bytes; the largest and smallest number are infinity. */
  DATE,
  /** Seconds since 1970-01-01T00:00 and nanoseconds: 8 and 4 bytes; infinity as for dates. */
  TIMESTAMP,
  /** Nanoseconds of the day: 8 bytes. */
  TIME;

  /** Whether cells are whole numbers. */
  public boolean isWhole() {
    return this == LONG || this == UNSIGNED;
  }
}
