package dev.rivet.dialect.sqlserver.internal.column;

import dev.rivet.spi.dialect.support.OverrideMatrix;
import dev.rivet.spi.dialect.support.SourceFamily;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The default form of each type, and the other forms it may be asked for. */
final class Forms {
  private static final String AS_TEXT = "CAST(@ AS nvarchar(max))";

  private Forms() {}

  /** The default form; empty if there is none. */
  static Optional<Form> of(SourceColumn column) {
    Form form = number(column);
    if (form == null) {
      form = temporal(column);
    }
    return Optional.ofNullable(form == null ? other(column) : form);
  }

  private static @Nullable Form number(SourceColumn c) {
    return switch (c.base()) {
      case "bit" -> Form.exact(SourceFamily.BOOL, RivetType.bool(), Getter.LONG);
      case "tinyint", "smallint" -> Form.exact(SourceFamily.INT, RivetType.int16(), Getter.LONG);
      case "int" -> Form.exact(SourceFamily.INT, RivetType.int32(), Getter.LONG);
      case "bigint" -> Form.exact(SourceFamily.INT, RivetType.int64(), Getter.LONG);
      case "real" -> Form.exact(SourceFamily.FLOAT, RivetType.float32(), Getter.FLOAT);
      case "float" -> Form.exact(SourceFamily.FLOAT, RivetType.float64(), Getter.DOUBLE);
      case "decimal", "numeric" -> decimal(c.precision(), c.scale());
      case "money" -> decimal(19, 4);
      case "smallmoney" -> decimal(10, 4);
      default -> null;
    };
  }

  private static Form decimal(int precision, int scale) {
    return Form.exact(SourceFamily.DECIMAL, RivetType.decimal(precision, scale), Getter.DECIMAL);
  }

  private static @Nullable Form temporal(SourceColumn c) {
    Fidelity fidelity = c.scale() > 6 ? Fidelity.LOSSY : Fidelity.EXACT;
    return switch (c.base()) {
      case "date" -> Form.exact(SourceFamily.DATE, RivetType.date(), Getter.DATE);
      case "datetime" ->
          Form.exact(SourceFamily.TIMESTAMP, RivetType.timestamp(), Getter.OLD_DATETIME);
      case "smalldatetime" ->
          Form.exact(SourceFamily.TIMESTAMP, RivetType.timestamp(), Getter.DATETIME);
      case "datetime2" ->
          Form.exact(SourceFamily.TIMESTAMP, RivetType.timestamp(), Getter.DATETIME).with(fidelity);
      case "datetimeoffset" ->
          Form.exact(SourceFamily.TIMESTAMP_TZ, RivetType.timestampUtc(), Getter.OFFSET_DATETIME)
              .with(fidelity);
      case "time" -> Form.exact(SourceFamily.TIME, RivetType.time(), Getter.TIME).with(fidelity);
      default -> null;
    };
  }

  private static @Nullable Form other(SourceColumn c) {
    return switch (c.base()) {
      case "char", "varchar", "text" ->
          Form.exact(SourceFamily.TEXT, RivetType.text(), Getter.TEXT);
      case "nchar", "nvarchar", "ntext", "sysname" ->
          Form.exact(SourceFamily.TEXT, RivetType.text(), Getter.WIDE_TEXT);
      case "binary", "varbinary", "image", "timestamp", "rowversion" ->
          Form.exact(SourceFamily.BINARY, RivetType.binary(), Getter.BYTES);
      case "uniqueidentifier" -> Form.exact(SourceFamily.UUID, RivetType.uuid(), Getter.GUID);
      case "xml" -> text("xml", Fidelity.COMPATIBLE, "");
      case "hierarchyid" -> text("hierarchyid", Fidelity.COMPATIBLE, "@.ToString()");
      case "json" ->
          new Form(
              SourceFamily.JSON, RivetType.json(), Getter.TEXT, Fidelity.LOGICAL_STRING, AS_TEXT);
      case "vector" ->
          new Form(
              SourceFamily.JSON, RivetType.json(), Getter.TEXT, Fidelity.LOGICAL_STRING, AS_TEXT);
      case "geometry", "geography" ->
          new Form(
              SourceFamily.OTHER,
              RivetType.binary("ewkb"),
              Getter.GEOMETRY,
              Fidelity.EXACT,
              "CAST(@.STSrid AS binary(4)) + @.AsBinaryZM()");
      default -> null;
    };
  }

  private static Form text(String tag, Fidelity fidelity, String select) {
    return new Form(SourceFamily.OTHER, RivetType.text(tag), Getter.TEXT, fidelity, select);
  }

  /** The server's text, for types without a form of their own. */
  static Form serverText(SourceColumn column) {
    // A variant never holds more, and cannot be cast to max.
    return text(
        "",
        Fidelity.COMPATIBLE,
        column.base().equals("sql_variant") ? "CAST(@ AS nvarchar(4000))" : AS_TEXT);
  }

  /** The form that carries a column as another type; empty if that is refused. */
  static Optional<Form> convert(
      SourceColumn column, Form from, RivetType to, boolean lossyAllowed) {
    if (to.equals(from.type())) {
      return Optional.of(from);
    }
    boolean isCounter = column.base().equals("timestamp") || column.base().equals("rowversion");
    if (isCounter && to.equals(RivetType.uint64())) {
      return Optional.of(Form.exact(SourceFamily.INT, to, Getter.COUNTER));
    }
    if (to instanceof RivetType.Binary) {
      Optional<Form> bytes = binary(column, from, to);
      if (bytes.isPresent()) {
        return bytes;
      }
    }
    boolean isClock =
        switch (from.family()) {
          case DATE, TIMESTAMP, TIMESTAMP_TZ, TIME -> true;
          default -> false;
        };
    if (isClock && to instanceof RivetType.Text) {
      // The server's own spelling, with its offset and all digits.
      return Optional.of(
          new Form(
              from.family(), to, Getter.TEXT, Fidelity.EXACT, "CONVERT(nvarchar(40), @, 121)"));
    }
    if (from.getter() == Getter.GEOMETRY && to instanceof RivetType.Text) {
      return Optional.of(
          new Form(from.family(), to, Getter.TEXT, Fidelity.COMPATIBLE, "@.AsTextZM()"));
    }
    Form exact =
        isNanos(to) && from.fidelity() == Fidelity.LOSSY ? from.with(Fidelity.EXACT) : from;
    return switch (OverrideMatrix.verdict(from.family(), to, lossyAllowed)) {
      case EXACT -> Optional.of(exact.as(to));
      case LOSSY -> Optional.of(from.as(to).with(Fidelity.LOSSY));
      case REFUSED -> Optional.empty();
    };
  }

  private static Optional<Form> binary(SourceColumn column, Form from, RivetType to) {
    if (column.base().equals("hierarchyid")) {
      return Optional.of(
          new Form(
              SourceFamily.BINARY,
              to,
              Getter.BYTES,
              Fidelity.COMPATIBLE,
              "CAST(@ AS varbinary(892))"));
    }
    return from.type() instanceof RivetType.Binary ? Optional.of(from.as(to)) : Optional.empty();
  }

  private static boolean isNanos(RivetType type) {
    return type instanceof RivetType.Timestamp t && t.unit() == RivetType.TimeUnit.NANOS
        || type instanceof RivetType.Time time && time.unit() == RivetType.TimeUnit.NANOS;
  }
}
