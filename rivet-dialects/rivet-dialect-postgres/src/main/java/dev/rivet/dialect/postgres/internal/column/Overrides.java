package dev.rivet.dialect.postgres.internal.column;

import dev.rivet.dialect.postgres.internal.column.Form.Family;
import dev.rivet.dialect.postgres.internal.decode.Wire.Kind;
import dev.rivet.type.RivetType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which type may be asked for in place of which: a pair that is not here is refused at plan time, one that is here converts
 * exactly or fails for the single value.
 */
final class Overrides {
  private static final Set<Family> TO_INTEGER =
      EnumSet.of(Family.BOOL, Family.INT, Family.DECIMAL, Family.TEXT);
  private static final Set<Family> TO_DECIMAL =
      EnumSet.of(Family.BOOL, Family.INT, Family.DECIMAL, Family.TEXT);

  private Overrides() {}

  /**
   * The form that carries a scalar as another type.
   *
   * @param lossyAllowed whether the definition accepts loss for this column
   * @return empty if the pair is refused
   */
  static Optional<Form> convert(Form from, RivetType to, boolean lossyAllowed) {
    if (to.equals(from.type())) {
      return Optional.of(from);
    }
    if (to instanceof RivetType.Text) {
      return Optional.of(toText(from, to));
    }
    if (to instanceof RivetType.Json) {
      return toJson(from, to);
    }
    if (to instanceof RivetType.Bool || to instanceof RivetType.Int) {
      return toInteger(from, to);
    }
    if (to instanceof RivetType.Float f) {
      return toFloat(from, f, lossyAllowed);
    }
    if (to instanceof RivetType.Decimal) {
      return toDecimal(from, to, lossyAllowed);
    }
    if (to instanceof RivetType.Binary || to instanceof RivetType.Uuid) {
      return toBytes(from, to);
    }
    return toTemporal(from, to, lossyAllowed);
  }

  /** Text of any type; the server's spelling unless there is a better one. */
  static Form toText(Form from, RivetType to) {
    return switch (from.family()) {
      case TEXT, RENDERED_TEXT, JSON, BINARY -> from.as(to);
      default ->
          from.type() instanceof RivetType.Text && from.kind() == Kind.TEXT
              ? from.as(to)
              : from.as(to, Kind.TEXT, Form.TEXT);
    };
  }

  private static Optional<Form> toJson(Form from, RivetType to) {
    return switch (from.family()) {
      case JSON -> Optional.of(from.as(to));
      case TEXT, OTHER, RENDERED_TEXT, BITS, VECTOR, TIME ->
          Optional.of(from.as(to, Kind.TEXT, Form.JSON_TEXT));
      case MAP -> Optional.of(from.as(to, Kind.JSONB, Form.JSONB));
      default -> Optional.empty();
    };
  }

  private static Optional<Form> toInteger(Form from, RivetType to) {
    boolean toBool = to instanceof RivetType.Bool;
    if (from.family() == Family.BITS) {
      boolean fits = toBool || to.equals(RivetType.uint64());
      return fits ? Optional.of(from.as(to, Kind.BITS, Form.PLAIN)) : Optional.empty();
    }
    boolean allowed = toBool ? from.family() == Family.INT : TO_INTEGER.contains(from.family());
    return allowed ? Optional.of(from.as(to)) : Optional.empty();
  }

  private static Optional<Form> toFloat(Form from, RivetType.Float to, boolean lossyAllowed) {
    Kind kind = to.bits() == 32 ? Kind.FLOAT4 : Kind.FLOAT8;
    String cast = to.bits() == 32 ? "float4" : "float8";
    return switch (from.family()) {
      case INT, TEXT -> Optional.of(from.as(to));
      case FLOAT -> to.bits() == 64 ? Optional.of(from.as(to, kind, cast)) : Optional.empty();
      case DECIMAL ->
          lossyAllowed ? Optional.of(from.as(to, kind, cast).lossy()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Form> toDecimal(Form from, RivetType to, boolean lossyAllowed) {
    if (from.family() == Family.FLOAT) {
      return lossyAllowed ? Optional.of(from.as(to).lossy()) : Optional.empty();
    }
    return TO_DECIMAL.contains(from.family()) ? Optional.of(from.as(to)) : Optional.empty();
  }

  private static Optional<Form> toBytes(Form from, RivetType to) {
    boolean allowed =
        to instanceof RivetType.Uuid
            ? from.family() == Family.TEXT || from.family() == Family.BINARY
            : from.family() == Family.UUID || from.family() == Family.BINARY;
    return allowed ? Optional.of(from.as(to)) : Optional.empty();
  }

  private static Optional<Form> toTemporal(Form from, RivetType to, boolean lossyAllowed) {
    boolean allowed;
    if (to instanceof RivetType.Date) {
      if (from.family() == Family.TIMESTAMP && lossyAllowed) {
        return Optional.of(from.as(to).lossy());
      }
      allowed = from.family() == Family.DATE || from.family() == Family.TEXT;
    } else if (to instanceof RivetType.Timestamp t) {
      allowed =
          switch (from.family()) {
            case DATE -> !t.utc();
            case TEXT, TIMESTAMP, TIMESTAMP_TZ -> true;
            default -> false;
          };
    } else {
      allowed = to instanceof RivetType.Time && from.family() == Family.TIME;
    }
    return allowed ? Optional.of(from.as(to)) : Optional.empty();
  }
}
