package dev.rivet.dialect.postgres.internal.decode;

import org.jspecify.annotations.Nullable;

/**
 * The binary form in which a selected expression arrives. Immutable.
 *
 * @param kind the form
 * @param element form of the elements of an array, else null
 */
public record Wire(Kind kind, @Nullable Kind element) {
  /** The forms we read. */
  public enum Kind {
    BOOL,
    INT2,
    INT4,
    INT8,
    OID,
    XID8,
    FLOAT4,
    FLOAT8,
    NUMERIC,
    DATE,
    TIME,
    TIMETZ,
    TIMESTAMP,
    INTERVAL,
    UUID,
    TEXT,
    JSONB,
    BYTEA,
    BITS,
    INET,
    MACADDR,
    HSTORE,
    EWKB,
    VECTOR,
    ARRAY
  }

  /** A form that is not an array. */
  public static Wire of(Kind kind) {
    return new Wire(kind, null);
  }

  /** An array. */
  public static Wire arrayOf(Kind element) {
    return new Wire(Kind.ARRAY, element);
  }
}
