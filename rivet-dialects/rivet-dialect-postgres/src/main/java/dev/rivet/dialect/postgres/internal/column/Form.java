package dev.rivet.dialect.postgres.internal.column;

import dev.rivet.dialect.postgres.internal.decode.Wire.Kind;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;

/**
 * One way to carry a source type: how it is selected, how it arrives, what it becomes. Immutable.
 *
 * @param family what overrides are checked by
 * @param type what is written
 * @param kind binary form of what is selected
 * @param cast type the column is cast to in the select list, {@link #PLAIN} for none, {@link #JSONB} for {@code to_jsonb}
 * @param fidelity what survives
 */
record Form(Family family, RivetType type, Kind kind, String cast, Fidelity fidelity) {
  static final String PLAIN = "";
  static final String JSONB = "to_jsonb";
  static final String TEXT = "text";

  /** By way of text, which the server checks and keeps as it is. */
  static final String JSON_TEXT = "json";

  /** Prefix of a cast of wall-clock values to instants; the zone in SQL follows. */
  static final String ZONE = "timezone ";

  /** Rows of the table of allowed overrides. */
  enum Family {
    BOOL,
    INT,
    DECIMAL,
    FLOAT,
    TEXT,
    JSON,
    UUID,
    BINARY,
    DATE,
    TIMESTAMP,
    TIMESTAMP_TZ,
    TIME,
    BITS,
    MAP,
    VECTOR,
    RENDERED_TEXT,
    OTHER
  }

  static Form exact(Family family, RivetType type, Kind kind) {
    return new Form(family, type, kind, PLAIN, Fidelity.EXACT);
  }

  static Form serverText(String tag) {
    return new Form(Family.OTHER, RivetType.text(tag), Kind.TEXT, TEXT, Fidelity.COMPATIBLE);
  }

  Form as(RivetType newType) {
    return new Form(family, newType, kind, cast, fidelity);
  }

  Form as(RivetType newType, Kind newKind, String newCast) {
    return new Form(family, newType, newKind, newCast, fidelity);
  }

  Form lossy() {
    return new Form(family, type, kind, cast, Fidelity.LOSSY);
  }
}
