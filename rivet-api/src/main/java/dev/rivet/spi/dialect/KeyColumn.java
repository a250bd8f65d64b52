package dev.rivet.spi.dialect;

import static java.util.Objects.requireNonNull;

/**
 * A column whose values the source can order, print as text and take back exactly: usable in keys and cursors. Immutable.
 *
 * @param name its name
 * @param nativeType the source's type
 * @param family what its values are
 * @param isNullable whether it may hold NULL
 */
public record KeyColumn(String name, String nativeType, Family family, boolean isNullable) {

  /** What the values of a key column are, and so what can be calculated with them. */
  public enum Family {
    /** Digits with sign. */
    INTEGER("int64"),
    /** Digits with a point. */
    DECIMAL("decimal(38,9)"),
    /** Floating point; may hold values that are no numbers. */
    FLOAT("float64"),
    /** Compared by the source's collation, and never by us. */
    TEXT("text"),
    /** 36 characters. */
    UUID("text"),
    /** Hex digits. */
    BINARY("text"),
    /** {@code 2024-01-31}. */
    DATE("date"),
    /** {@code 2024-01-31T10:00:00.000001}, without zone. */
    TIMESTAMP("timestamp"),
    /** {@code 2024-01-31T10:00:00.000001Z}. */
    INSTANT("timestamp_tz");

    private final String type;

    Family(String type) {
      this.type = type;
    }

    /** Canonical type by which progression compares values (PG3). */
    public String canonicalType() {
      return type;
    }

    /** Date or time. */
    public boolean isTemporal() {
      return this == DATE || this == TIMESTAMP || this == INSTANT;
    }

    /** Integer or decimal. */
    public boolean isExactNumber() {
      return this == INTEGER || this == DECIMAL;
    }
  }

  /** Checks for null. */
  public KeyColumn {
    requireNonNull(name, "name");
    requireNonNull(nativeType, "nativeType");
    requireNonNull(family, "family");
  }
}
