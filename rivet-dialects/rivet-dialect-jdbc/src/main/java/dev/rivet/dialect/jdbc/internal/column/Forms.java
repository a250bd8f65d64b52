package dev.rivet.dialect.jdbc.internal.column;

import dev.rivet.dialect.jdbc.internal.driver.Getter;
import dev.rivet.dialect.jdbc.internal.driver.Product;
import dev.rivet.spi.dialect.support.OverrideMatrix;
import dev.rivet.spi.dialect.support.SourceFamily;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import java.sql.Types;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The default form of each type, and the other forms it may be asked for. */
final class Forms {
  private static final int MOST_DIGITS = 76;
  private static final int MICROS = 6;

  private Forms() {}

  /** The default form; empty if there is none. */
  static Optional<Form> of(Product product, SourceColumn column) {
    Form known =
        switch (product) {
          case SQLITE -> sqlite(column);
          case DUCKDB -> duck(column);
          case H2 -> h2(column);
          case OTHER -> null;
        };
    if (known != null || product == Product.SQLITE) {
      return Optional.ofNullable(known);
    }
    Form form = number(column);
    if (form == null) {
      form = temporal(column);
    }
    return Optional.ofNullable(form == null ? other(column) : form);
  }

  /** Any number at all, for numbers without precision whose type the definition gives. */
  static Form anyNumber(Product product) {
    return Form.exact(
        SourceFamily.DECIMAL,
        RivetType.decimal(MOST_DIGITS, MOST_DIGITS / 2),
        product == Product.SQLITE ? Getter.LITE_DECIMAL : Getter.DECIMAL);
  }

  /** Whatever text the driver has for a value. */
  static Form driverText(Product product) {
    return new Form(
        SourceFamily.OTHER,
        RivetType.text(),
        product == Product.SQLITE ? Getter.LITE_TEXT : Getter.STRING,
        Fidelity.COMPATIBLE);
  }

  private static @Nullable Form number(SourceColumn c) {
    boolean signed = c.isSigned();
    return switch (c.jdbcType()) {
      case Types.BOOLEAN -> Form.exact(SourceFamily.BOOL, RivetType.bool(), Getter.BOOLEAN);
      case Types.BIT ->
          c.precision() <= 1
              ? Form.exact(SourceFamily.BOOL, RivetType.bool(), Getter.BOOLEAN)
              : null;
      case Types.TINYINT -> whole(RivetType.int16());
      case Types.SMALLINT -> whole(signed ? RivetType.int16() : RivetType.int32());
      case Types.INTEGER -> whole(signed ? RivetType.int32() : RivetType.int64());
      case Types.BIGINT ->
          signed
              ? whole(RivetType.int64())
              : Form.exact(SourceFamily.DECIMAL, RivetType.decimal(20, 0), Getter.DECIMAL);
      case Types.REAL -> Form.exact(SourceFamily.FLOAT, RivetType.float32(), Getter.FLOAT);
      case Types.FLOAT, Types.DOUBLE ->
          Form.exact(SourceFamily.FLOAT, RivetType.float64(), Getter.DOUBLE);
      case Types.NUMERIC, Types.DECIMAL -> decimal(c, Getter.DECIMAL);
      default -> null;
    };
  }

  private static Form whole(RivetType type) {
    return Form.exact(SourceFamily.INT, type, Getter.LONG);
  }

  /** The declared precision and scale, or null if there are none that mean anything. */
  private static @Nullable Form decimal(SourceColumn c, Getter getter) {
    int scale = Math.max(0, c.scale());
    int precision = Math.max(c.scale() < 0 ? c.precision() - c.scale() : c.precision(), scale);
    return c.precision() <= 0 || precision > MOST_DIGITS
        ? null
        : Form.exact(SourceFamily.DECIMAL, RivetType.decimal(precision, scale), getter);
  }

  /** Whether it is a number whose precision is not declared. */
  static boolean isUnboundedNumber(SourceColumn c) {
    return c.jdbcType() == Types.NUMERIC || c.jdbcType() == Types.DECIMAL;
  }

  private static @Nullable Form temporal(SourceColumn c) {
    Fidelity fine = c.scale() > MICROS ? Fidelity.LOSSY : Fidelity.EXACT;
    return switch (c.jdbcType()) {
      case Types.DATE -> Form.exact(SourceFamily.DATE, RivetType.date(), Getter.DATE);
      case Types.TIME -> new Form(SourceFamily.TIME, RivetType.time(), Getter.TIME, fine);
      case Types.TIMESTAMP ->
          new Form(SourceFamily.TIMESTAMP, RivetType.timestamp(), Getter.TIMESTAMP, fine);
      case Types.TIMESTAMP_WITH_TIMEZONE ->
          new Form(SourceFamily.TIMESTAMP_TZ, RivetType.timestampUtc(), Getter.INSTANT, fine);
      case Types.TIME_WITH_TIMEZONE -> tagged("timetz");
      default -> null;
    };
  }

  private static Form tagged(String tag) {
    return new Form(SourceFamily.OTHER, RivetType.text(tag), Getter.STRING, Fidelity.COMPATIBLE);
  }

  private static @Nullable Form other(SourceColumn c) {
    return switch (c.jdbcType()) {
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          Form.exact(SourceFamily.TEXT, RivetType.text(), Getter.STRING);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          Form.exact(SourceFamily.BINARY, RivetType.binary(), Getter.BYTES);
      case Types.SQLXML -> tagged("xml");
      default -> named(c);
    };
  }

  private static @Nullable Form named(SourceColumn c) {
    return switch (c.base()) {
      case "UUID" -> Form.exact(SourceFamily.UUID, RivetType.uuid(), Getter.UUID_OBJECT);
      case "JSON" -> json();
      case "ENUM" -> tagged("enum");
      default -> null;
    };
  }

  private static Form json() {
    return new Form(SourceFamily.JSON, RivetType.json(), Getter.STRING, Fidelity.LOGICAL_STRING);
  }

  private static @Nullable Form h2(SourceColumn c) {
    String base = c.base();
    if (base.equals("UUID")) {
      return named(c); // reported as BINARY
    }
    if (base.startsWith("INTERVAL")) {
      return tagged("interval");
    }
    return switch (base) {
      case "GEOMETRY" -> Form.exact(SourceFamily.OTHER, RivetType.binary("ewkb"), Getter.BYTES);
      case "DECFLOAT" -> null;
      default -> null;
    };
  }

  private static @Nullable Form duck(SourceColumn c) {
    return switch (c.base()) {
      case "UBIGINT" -> Form.exact(SourceFamily.INT, RivetType.uint64(), Getter.UNSIGNED);
      case "UTINYINT" -> whole(RivetType.int16());
      case "USMALLINT" -> whole(RivetType.int32());
      case "UINTEGER" -> whole(RivetType.int64());
      case "HUGEINT", "UHUGEINT" ->
          Form.exact(SourceFamily.DECIMAL, RivetType.decimal(39, 0), Getter.BIG_INTEGER);
      case "FLOAT" -> Form.exact(SourceFamily.FLOAT, RivetType.float32(), Getter.FLOAT);
      case "DATE" -> Form.exact(SourceFamily.DATE, RivetType.date(), Getter.DUCK_DATE);
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS" ->
          Form.exact(SourceFamily.TIMESTAMP, RivetType.timestamp(), Getter.DUCK_TIMESTAMP);
      case "TIMESTAMP_NS" ->
          new Form(SourceFamily.TIMESTAMP, RivetType.timestamp(), Getter.TIMESTAMP, Fidelity.LOSSY);
      case "TIMESTAMP WITH TIME ZONE" ->
          Form.exact(SourceFamily.TIMESTAMP_TZ, RivetType.timestampUtc(), Getter.DUCK_INSTANT);
      case "INTERVAL" -> tagged("interval");
      case "BIT" -> tagged("bit");
      default -> null;
    };
  }

  /** By declared type; what values are in truth is checked value by value. */
  private static @Nullable Form sqlite(SourceColumn c) {
    return switch (c.base()) {
      case "INTEGER", "INT", "TINYINT", "SMALLINT", "MEDIUMINT", "BIGINT", "INT2", "INT8" ->
          Form.exact(SourceFamily.INT, RivetType.int64(), Getter.LITE_LONG);
      case "BOOLEAN", "BOOL" -> Form.exact(SourceFamily.INT, RivetType.bool(), Getter.LITE_LONG);
      case "REAL", "DOUBLE", "DOUBLE PRECISION", "FLOAT" ->
          Form.exact(SourceFamily.FLOAT, RivetType.float64(), Getter.LITE_DOUBLE);
      case "DATE" -> Form.exact(SourceFamily.TEXT, RivetType.date(), Getter.LITE_DATE);
      case "TIME" -> Form.exact(SourceFamily.TEXT, RivetType.time(), Getter.LITE_TIME);
      case "TIMESTAMP", "DATETIME" ->
          Form.exact(SourceFamily.TEXT, RivetType.timestamp(), Getter.LITE_TIMESTAMP);
      case "BLOB" -> Form.exact(SourceFamily.BINARY, RivetType.binary(), Getter.LITE_BYTES);
      case "JSON" ->
          new Form(SourceFamily.JSON, RivetType.json(), Getter.LITE_TEXT, Fidelity.LOGICAL_STRING);
      case "NUMERIC", "DECIMAL" -> decimal(c, Getter.LITE_DECIMAL);
      default ->
          switch (c.jdbcType()) {
            case Types.CHAR,
                Types.VARCHAR,
                Types.LONGVARCHAR,
                Types.CLOB,
                Types.NCHAR,
                Types.NVARCHAR ->
                Form.exact(SourceFamily.TEXT, RivetType.text(), Getter.LITE_TEXT);
            default -> null;
          };
    };
  }

  /** The form that carries a column as another type; empty if that is refused. */
  static Optional<Form> convert(Form from, RivetType to, boolean lossyAllowed) {
    if (to.equals(from.type())) {
      return Optional.of(from);
    }
    Form base = from;
    boolean isParsed =
        from.getter() == Getter.LITE_DATE
            || from.getter() == Getter.LITE_TIME
            || from.getter() == Getter.LITE_TIMESTAMP;
    if (isParsed) {
      base = Form.exact(SourceFamily.TEXT, RivetType.text(), Getter.LITE_TEXT);
    }
    if (from.type() instanceof RivetType.Binary && to instanceof RivetType.Binary) {
      return Optional.of(from.as(to));
    }
    boolean nanos = isNanos(to);
    Form exact = nanos && base.fidelity() == Fidelity.LOSSY ? base.with(Fidelity.EXACT) : base;
    return switch (OverrideMatrix.verdict(base.family(), to, lossyAllowed)) {
      case EXACT -> Optional.of(exact.as(to));
      case LOSSY -> Optional.of(base.as(to).with(Fidelity.LOSSY));
      case REFUSED -> Optional.empty();
    };
  }

  private static boolean isNanos(RivetType type) {
    return type instanceof RivetType.Timestamp t && t.unit() == RivetType.TimeUnit.NANOS
        || type instanceof RivetType.Time time && time.unit() == RivetType.TimeUnit.NANOS
        || type instanceof RivetType.Text;
  }
}
