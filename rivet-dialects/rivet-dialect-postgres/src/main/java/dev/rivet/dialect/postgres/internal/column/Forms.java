package dev.rivet.dialect.postgres.internal.column;

import dev.rivet.dialect.postgres.internal.column.Form.Family;
import dev.rivet.dialect.postgres.internal.decode.Wire.Kind;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The default form of each scalar type. */
final class Forms {
  private static final int MAX_DIGITS = 76;

  private static final Map<String, Form> BUILT_IN =
      Map.ofEntries(
          Map.entry("bool", Form.exact(Family.BOOL, RivetType.bool(), Kind.BOOL)),
          Map.entry("int2", Form.exact(Family.INT, RivetType.int16(), Kind.INT2)),
          Map.entry("int4", Form.exact(Family.INT, RivetType.int32(), Kind.INT4)),
          Map.entry("int8", Form.exact(Family.INT, RivetType.int64(), Kind.INT8)),
          Map.entry("oid", Form.exact(Family.INT, RivetType.int64(), Kind.OID)),
          Map.entry("xid8", Form.exact(Family.INT, RivetType.uint64(), Kind.XID8)),
          Map.entry("float4", Form.exact(Family.FLOAT, RivetType.float32(), Kind.FLOAT4)),
          Map.entry("float8", Form.exact(Family.FLOAT, RivetType.float64(), Kind.FLOAT8)),
          Map.entry("text", Form.exact(Family.TEXT, RivetType.text(), Kind.TEXT)),
          Map.entry("varchar", Form.exact(Family.TEXT, RivetType.text(), Kind.TEXT)),
          Map.entry("bpchar", Form.exact(Family.TEXT, RivetType.text(), Kind.TEXT)),
          Map.entry("name", Form.exact(Family.TEXT, RivetType.text(), Kind.TEXT)),
          // Its byte may be no character at all; only the server's text form says so.
          Map.entry(
              "char",
              new Form(Family.TEXT, RivetType.text(), Kind.TEXT, Form.TEXT, Fidelity.EXACT)),
          Map.entry(
              "json",
              new Form(
                  Family.JSON, RivetType.json(), Kind.TEXT, Form.PLAIN, Fidelity.LOGICAL_STRING)),
          Map.entry(
              "jsonb",
              new Form(
                  Family.JSON, RivetType.json(), Kind.JSONB, Form.PLAIN, Fidelity.LOGICAL_STRING)),
          Map.entry("bytea", Form.exact(Family.BINARY, RivetType.binary(), Kind.BYTEA)),
          Map.entry("date", Form.exact(Family.DATE, RivetType.date(), Kind.DATE)),
          Map.entry("time", Form.exact(Family.TIME, RivetType.time(), Kind.TIME)),
          Map.entry(
              "timestamp", Form.exact(Family.TIMESTAMP, RivetType.timestamp(), Kind.TIMESTAMP)),
          Map.entry(
              "timestamptz",
              Form.exact(Family.TIMESTAMP_TZ, RivetType.timestampUtc(), Kind.TIMESTAMP)),
          Map.entry("timetz", rendered("timetz", Kind.TIMETZ)),
          Map.entry("interval", rendered("interval", Kind.INTERVAL)),
          Map.entry("uuid", Form.exact(Family.UUID, RivetType.uuid(), Kind.UUID)),
          Map.entry(
              "bit",
              new Form(
                  Family.BITS, RivetType.text("bit"), Kind.TEXT, Form.TEXT, Fidelity.COMPATIBLE)),
          Map.entry(
              "varbit",
              new Form(
                  Family.BITS, RivetType.text("bit"), Kind.TEXT, Form.TEXT, Fidelity.COMPATIBLE)),
          Map.entry("inet", rendered("inet", Kind.INET)),
          Map.entry("cidr", rendered("cidr", Kind.INET)),
          Map.entry("macaddr", rendered("macaddr", Kind.MACADDR)),
          Map.entry("macaddr8", rendered("macaddr8", Kind.MACADDR)),
          Map.entry(
              "record",
              new Form(
                  Family.OTHER,
                  RivetType.json(),
                  Kind.JSONB,
                  Form.JSONB,
                  Fidelity.LOGICAL_STRING)));

  /** Built-in types whose server text is their mapping; the tag is their name. */
  private static final Set<String> SERVER_TEXT =
      Set.of(
          "xid",
          "cid",
          "tid",
          "pg_lsn",
          "jsonpath",
          "xml",
          "tsvector",
          "tsquery",
          "point",
          "line",
          "lseg",
          "box",
          "path",
          "polygon",
          "circle",
          "int2vector",
          "oidvector",
          "pg_snapshot",
          "txid_snapshot",
          "refcursor");

  private Forms() {}

  private static Form rendered(String tag, Kind kind) {
    return new Form(
        Family.RENDERED_TEXT, RivetType.text(tag), kind, Form.PLAIN, Fidelity.COMPATIBLE);
  }

  /**
   * The form of a type that is neither array nor domain.
   *
   * @return empty if there is none
   */
  static Optional<Form> of(PgType type, int typmod, int moneyScale) {
    if (type.isBuiltIn()) {
      return builtIn(type, typmod, moneyScale);
    }
    return switch (type.kind()) {
      case 'e' ->
          Optional.of(
              new Form(
                  Family.OTHER,
                  RivetType.text("enum"),
                  Kind.TEXT,
                  Form.PLAIN,
                  Fidelity.COMPATIBLE));
      case 'c' ->
          Optional.of(
              new Form(
                  Family.OTHER, RivetType.json(), Kind.JSONB, Form.JSONB, Fidelity.LOGICAL_STRING));
      case 'r', 'm' -> Optional.of(Form.serverText("range"));
      case 'b' -> extension(type.name());
      default -> Optional.empty();
    };
  }

  private static Optional<Form> builtIn(PgType type, int typmod, int moneyScale) {
    Form known = BUILT_IN.get(type.name());
    if (known != null) {
      return Optional.of(known);
    }
    if ("numeric".equals(type.name())) {
      return numeric(typmod).map(t -> Form.exact(Family.DECIMAL, t, Kind.NUMERIC));
    }
    if ("money".equals(type.name())) {
      RivetType decimal = RivetType.decimal(19, moneyScale);
      return Optional.of(
          new Form(Family.DECIMAL, decimal, Kind.NUMERIC, "numeric", Fidelity.EXACT));
    }
    if (SERVER_TEXT.contains(type.name()) || type.name().startsWith("reg")) {
      return Optional.of(Form.serverText(type.name()));
    }
    return switch (type.kind()) {
      case 'r', 'm' -> Optional.of(Form.serverText("range"));
      case 'c' ->
          Optional.of(
              new Form(
                  Family.OTHER, RivetType.json(), Kind.JSONB, Form.JSONB, Fidelity.LOGICAL_STRING));
      default -> Optional.empty();
    };
  }

  private static Optional<Form> extension(String name) {
    return switch (name) {
      case "citext" -> Optional.of(Form.exact(Family.TEXT, RivetType.text(), Kind.TEXT));
      case "hstore" -> Optional.of(Form.exact(Family.MAP, RivetType.map(), Kind.HSTORE));
      case "ltree", "lquery", "ltxtquery" -> Optional.of(Form.serverText(name));
      case "geometry", "geography" ->
          Optional.of(Form.exact(Family.OTHER, RivetType.binary("wkb"), Kind.EWKB));
      case "vector" ->
          Optional.of(Form.exact(Family.VECTOR, RivetType.list(RivetType.float32()), Kind.VECTOR));
      default -> Optional.empty();
    };
  }

  /** The decimal of a numeric's modifier; empty without modifier or beyond 76 digits. */
  static Optional<RivetType> numeric(int typmod) {
    if (typmod < 4) {
      return Optional.empty();
    }
    int precision = (typmod - 4) >>> 16;
    int scale = ((typmod - 4 & 0x7FF) ^ 0x400) - 0x400;
    int digits = scale < 0 ? precision - scale : Math.max(precision, scale);
    return digits > MAX_DIGITS
        ? Optional.empty()
        : Optional.of(RivetType.decimal(digits, Math.max(0, scale)));
  }
}
