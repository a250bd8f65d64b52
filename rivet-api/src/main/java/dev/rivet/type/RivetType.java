package dev.rivet.type;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The meaning of a column: what a value is, independent of the database it came from and of the file it goes to.
 *
 * <p>The family is closed. The text form ({@link Object#toString()}, {@link #parse(String)}) is stable and is how types appear
 * in plans, manifests and messages, for example {@code decimal(18,2)} or {@code timestamp_tz(microsecond,UTC)}.
 * Immutable.
 */
public sealed interface RivetType {

  /** True or false. */
  record Bool() implements RivetType {
    @Override
    public String toString() {
      return "bool";
    }
  }

  /**
   * A whole number.
   *
   * @param bits 16, 32 or 64
   * @param signed false only for 64 bits
   */
  record Int(int bits, boolean signed) implements RivetType {
    /** Refuses widths that no file type carries exactly. */
    public Int {
      if (signed ? bits != 16 && bits != 32 && bits != 64 : bits != 64) {
        throw new IllegalArgumentException(
            "no such integer type: " + bits + (signed ? " signed" : " unsigned"));
      }
    }

    @Override
    public String toString() {
      return (signed ? "int" : "uint") + bits;
    }
  }

  /**
   * A binary floating point number.
   *
   * @param bits 32 or 64
   */
  record Float(int bits) implements RivetType {
    /** Refuses other widths. */
    public Float {
      if (bits != 32 && bits != 64) {
        throw new IllegalArgumentException("no such float type: " + bits);
      }
    }

    @Override
    public String toString() {
      return "float" + bits;
    }
  }

  /**
   * An exact decimal number.
   *
   * @param precision digits in all, 1 to 76; more than 38 is beyond most readers
   * @param scale digits after the point, 0 to {@code precision}
   */
  record Decimal(int precision, int scale) implements RivetType {
    /** Checks the bounds. */
    public Decimal {
      if (precision < 1 || precision > 76 || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "decimal("
                + precision
                + ","
                + scale
                + "): precision must be 1..76 and scale 0..precision");
      }
    }

    @Override
    public String toString() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /** A calendar day, proleptic Gregorian. */
  record Date() implements RivetType {
    @Override
    public String toString() {
      return "date";
    }
  }

  /** A time of day without zone, {@code [00:00, 24:00)}. */
  record Time(TimeUnit unit) implements RivetType {
    /** Checks for null. */
    public Time {
      requireNonNull(unit, "unit");
    }

    @Override
    public String toString() {
      return "time(" + unit + ")";
    }
  }

  /**
   * A date with time.
   *
   * @param unit resolution
   * @param utc true for an instant (stored in UTC), false for a wall-clock value without zone
   */
  record Timestamp(TimeUnit unit, boolean utc) implements RivetType {
    /** Checks for null. */
    public Timestamp {
      requireNonNull(unit, "unit");
    }

    @Override
    public String toString() {
      return utc ? "timestamp_tz(" + unit + ",UTC)" : "timestamp(" + unit + ")";
    }
  }

  /**
   * Characters.
   *
   * @param tag what the text means, empty for plain text; for example {@code enum}, {@code interval}, {@code inet},
   *     {@code range}, {@code xml}. It goes to the field metadata and changes nothing else.
   */
  record Text(String tag) implements RivetType {
    /** Checks for null. */
    public Text {
      requireNonNull(tag, "tag");
    }

    @Override
    public String toString() {
      return tag.isEmpty() ? "text" : "text(" + tag + ")";
    }
  }

  /** A JSON document as text, byte for byte what the server sent. */
  record Json() implements RivetType {
    @Override
    public String toString() {
      return "json";
    }
  }

  /**
   * Bytes.
   *
   * @param tag what the bytes mean, empty for plain bytes; for example {@code wkb}
   */
  record Binary(String tag) implements RivetType {
    /** Checks for null. */
    public Binary {
      requireNonNull(tag, "tag");
    }

    @Override
    public String toString() {
      return tag.isEmpty() ? "binary" : "binary(" + tag + ")";
    }
  }

  /** A UUID, 16 bytes in RFC 4122 order. */
  record Uuid() implements RivetType {
    @Override
    public String toString() {
      return "uuid";
    }
  }

  /** A list; elements may be NULL. The element is not itself a list or a map. */
  record ListOf(RivetType element) implements RivetType {
    /** Refuses nested lists: a PostgreSQL array type does not carry its dimensions. */
    public ListOf {
      if (element instanceof ListOf || element instanceof MapOf) {
        throw new IllegalArgumentException("a list of " + element + " is not supported");
      }
    }

    @Override
    public String toString() {
      return "list<" + element + ">";
    }
  }

  /** A map from text to nullable text (hstore). */
  record MapOf() implements RivetType {
    @Override
    public String toString() {
      return "map<text,text>";
    }
  }

  /** Resolution of time values. */
  enum TimeUnit {
    /** 10<sup>-6</sup> s. */
    MICROS("microsecond"),
    /** 10<sup>-9</sup> s; instants from 1677-09-21 to 2262-04-11 only. */
    NANOS("nanosecond");

    private final String text;

    TimeUnit(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** {@link Bool}. */
  static RivetType bool() {
    return new Bool();
  }

  /** 16-bit signed integer. */
  static RivetType int16() {
    return new Int(16, true);
  }

  /** 32-bit signed integer. */
  static RivetType int32() {
    return new Int(32, true);
  }

  /** 64-bit signed integer. */
  static RivetType int64() {
    return new Int(64, true);
  }

  /** 64-bit unsigned integer. */
  static RivetType uint64() {
    return new Int(64, false);
  }

  /** Single precision. */
  static RivetType float32() {
    return new Float(32);
  }

  /** Double precision. */
  static RivetType float64() {
    return new Float(64);
  }

  /** {@link Decimal}. */
  static RivetType decimal(int precision, int scale) {
    return new Decimal(precision, scale);
  }

  /** {@link Date}. */
  static RivetType date() {
    return new Date();
  }

  /** Time of day in microseconds. */
  static RivetType time() {
    return new Time(TimeUnit.MICROS);
  }

  /** Wall-clock timestamp in microseconds. */
  static RivetType timestamp() {
    return new Timestamp(TimeUnit.MICROS, false);
  }

  /** Wall-clock timestamp. */
  static RivetType timestamp(TimeUnit unit) {
    return new Timestamp(unit, false);
  }

  /** Instant in microseconds. */
  static RivetType timestampUtc() {
    return new Timestamp(TimeUnit.MICROS, true);
  }

  /** Instant. */
  static RivetType timestampUtc(TimeUnit unit) {
    return new Timestamp(unit, true);
  }

  /** Plain text. */
  static RivetType text() {
    return new Text("");
  }

  /** Text with a meaning, see {@link Text#tag()}. */
  static RivetType text(String tag) {
    return new Text(tag);
  }

  /** Interval as ISO-8601 text. */
  static RivetType interval() {
    return new Text("interval");
  }

  /** {@link Json}. */
  static RivetType json() {
    return new Json();
  }

  /** Plain bytes. */
  static RivetType binary() {
    return new Binary("");
  }

  /** Bytes with a meaning, see {@link Binary#tag()}. */
  static RivetType binary(String tag) {
    return new Binary(tag);
  }

  /** {@link Uuid}. */
  static RivetType uuid() {
    return new Uuid();
  }

  /** {@link ListOf}. */
  static RivetType list(RivetType element) {
    return new ListOf(element);
  }

  /** {@link MapOf}. */
  static RivetType map() {
    return new MapOf();
  }

  /**
   * Reads the canonical text form and the usual SQL spellings ({@code int4}, {@code bigint}, {@code numeric(10,2)},
   * {@code timestamptz}, {@code varchar}, {@code bytea}, …). Case does not matter.
   *
   * @throws IllegalArgumentException naming the accepted forms
   */
  static RivetType parse(String text) {
    return TypeParser.parse(text);
  }

  /** Keeps the parsing out of the type family. */
  final class TypeParser {
    private static final Pattern DECIMAL =
        Pattern.compile("(?:decimal|numeric)\\(\\s*(\\d+)\\s*,\\s*(-?\\d+)\\s*\\)");

    private TypeParser() {}

    static RivetType parse(String text) {
      String t = text.trim().toLowerCase(Locale.ROOT);
      Matcher m = DECIMAL.matcher(t);
      if (m.matches()) {
        return decimal(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
      }
      if (t.startsWith("list<") && t.endsWith(">")) {
        return list(parse(t.substring(5, t.length() - 1)));
      }
      if (t.startsWith("text(") && t.endsWith(")")) {
        return text(t.substring(5, t.length() - 1));
      }
      if (t.startsWith("binary(") && t.endsWith(")")) {
        return binary(t.substring(7, t.length() - 1));
      }
      return named(t, text);
    }

    private static RivetType named(String t, String original) {
      return switch (t) {
        case "bool", "boolean" -> bool();
        case "int2", "smallint", "int16" -> int16();
        case "int4", "int", "integer", "int32" -> int32();
        case "int8", "bigint", "int64" -> int64();
        case "uint64", "bigint unsigned" -> uint64();
        case "float4", "real", "float32" -> float32();
        case "float8", "double", "double precision", "float64" -> float64();
        case "date" -> date();
        case "time", "time(microsecond)" -> time();
        case "time(nanosecond)" -> new Time(TimeUnit.NANOS);
        case "timestamp", "timestamp without time zone", "timestamp(microsecond)" -> timestamp();
        case "timestamp_ns", "timestamp(nanosecond)" -> timestamp(TimeUnit.NANOS);
        case "timestamp_tz",
            "timestamptz",
            "timestamp with time zone",
            "timestamp_utc",
            "timestamp_tz(microsecond,utc)" ->
            timestampUtc();
        case "timestamp_tz_ns", "timestamptz_ns", "timestamp_tz(nanosecond,utc)" ->
            timestampUtc(TimeUnit.NANOS);
        case "text", "varchar", "string", "char", "bpchar", "name" -> text();
        case "binary", "bytea", "blob", "varbinary" -> binary();
        case "json", "jsonb" -> json();
        case "uuid" -> uuid();
        case "interval" -> interval();
        case "map<text,text>" -> map();
        default ->
            throw new IllegalArgumentException(
                "unknown type '"
                    + original
                    + "'; accepted: bool, int16, int32, int64, uint64, float32, float64,"
                    + " decimal(p,s), date, time, timestamp, timestamp_ns, timestamp_tz,"
                    + " timestamp_tz_ns, text, binary, json, uuid, interval, list<type>,"
                    + " map<text,text>");
      };
    }
  }
}
