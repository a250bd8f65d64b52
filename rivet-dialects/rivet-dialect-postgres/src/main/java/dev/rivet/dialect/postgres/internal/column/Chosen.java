package dev.rivet.dialect.postgres.internal.column;

import dev.rivet.dialect.postgres.internal.decode.Wire.Kind;
import dev.rivet.type.RivetType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How a column is carried. Immutable.
 *
 * @param form its form
 * @param isList whether that is the form of the elements of an array
 * @param isBounded whether the source type itself keeps values within the form's type
 */
record Chosen(Form form, boolean isList, boolean isBounded) {
  Chosen(Form form, boolean isList) {
    this(form, isList, false);
  }

  RivetType type() {
    return isList ? RivetType.list(form.type()) : form.type();
  }

  /** Whether values without zone are to become instants, which takes a zone. */
  boolean isWallClockAsInstant() {
    return form.family() == Form.Family.TIMESTAMP
        && form.type() instanceof RivetType.Timestamp t
        && t.utc();
  }

  /** Wall-clock values as instants of a zone; empty without one. */
  Optional<Chosen> inZone(Optional<ZoneId> zone) {
    if (zone.isEmpty()) {
      return Optional.empty();
    }
    ZoneId normal = zone.get().normalized();
    if (normal.equals(ZoneOffset.UTC)) {
      return Optional.of(this);
    }
    if (isList) {
      return Optional.empty();
    }
    // The server reads the sign of an offset in text the other way round, but not that of an
    // interval.
    String sql =
        normal instanceof ZoneOffset offset
            ? "'" + offset.getTotalSeconds() + " seconds'::pg_catalog.interval"
            : Identifiers.literal(normal.getId()) + "::pg_catalog.text";
    return Optional.of(new Chosen(form.as(form.type(), form.kind(), Form.ZONE + sql), false));
  }

  /** What is selected for a column. */
  String expression(String column) {
    String name = "_rivet." + Identifiers.quote(column);
    String cast = form.cast();
    return switch (cast) {
      case Form.PLAIN -> name;
      case Form.JSONB -> "pg_catalog.to_jsonb(" + name + ")";
      case Form.JSON_TEXT -> name + "::pg_catalog.text::pg_catalog.json";
      default ->
          cast.startsWith(Form.ZONE)
              ? "pg_catalog.timezone(" + cast.substring(Form.ZONE.length()) + ", " + name + ")"
              : name + "::pg_catalog." + cast + (isList ? "[]" : "");
    };
  }

  /** The function that gives the same bytes as bytea; empty where the plain value has them in every protocol. */
  String send(PgType type) {
    if (isList) {
      return "pg_catalog.array_send";
    }
    return switch (form.cast()) {
      case Form.JSONB -> "pg_catalog.jsonb_send";
      case "numeric" -> "pg_catalog.numeric_send";
      case "float4" -> "pg_catalog.float4send";
      case "float8" -> "pg_catalog.float8send";
      case Form.PLAIN -> form.kind() == Kind.TEXT || form.kind() == Kind.BYTEA ? "" : type.send();
      default -> form.cast().startsWith(Form.ZONE) ? "pg_catalog.timestamptz_send" : "";
    };
  }
}
