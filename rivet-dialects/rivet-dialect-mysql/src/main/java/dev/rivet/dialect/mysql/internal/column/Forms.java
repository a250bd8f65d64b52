package dev.rivet.dialect.mysql.internal.column;

import dev.rivet.dialect.mysql.internal.decode.Wire;
import dev.rivet.spi.dialect.support.OverrideMatrix;
import dev.rivet.spi.dialect.support.SourceFamily;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The default form of each type, and the other forms it may be asked for. */
final class Forms {
  private Forms() {}

  /** The default form; empty if there is none. */
  static Optional<Form> of(SourceColumn column) {
    Form form = number(column);
    if (form == null) {
      form = temporal(column);
    }
    if (form == null) {
      form = bytes(column);
    }
    return Optional.ofNullable(form);
  }

  private static @Nullable Form number(SourceColumn c) {
    boolean u = c.isUnsigned();
    return switch (c.base()) {
      case "tinyint" -> whole(c.isBool() ? RivetType.bool() : RivetType.int16(), Wire.TINY);
      case "smallint" -> whole(u ? RivetType.int32() : RivetType.int16(), Wire.SHORT);
      case "mediumint", "int" -> whole(u ? RivetType.int64() : RivetType.int32(), Wire.INT);
      case "bigint" -> whole(u ? RivetType.uint64() : RivetType.int64(), Wire.BIGINT);
      case "year" -> whole(RivetType.int16(), Wire.YEAR);
      case "bit" ->
          whole(
              c.precision() == 1
                  ? RivetType.bool()
                  : c.precision() == 64 ? RivetType.uint64() : RivetType.int64(),
              Wire.BIT);
      case "decimal" ->
          Form.exact(
              SourceFamily.DECIMAL, RivetType.decimal(c.precision(), c.scale()), Wire.DECIMAL);
      case "float" -> Form.exact(SourceFamily.FLOAT, RivetType.float32(), Wire.FLOAT);
      case "double" -> Form.exact(SourceFamily.FLOAT, RivetType.float64(), Wire.DOUBLE);
      default -> null;
    };
  }

  private static Form whole(RivetType type, Wire wire) {
    return Form.exact(SourceFamily.INT, type, wire);
  }

  private static @Nullable Form temporal(SourceColumn c) {
    return switch (c.base()) {
      case "date" -> Form.exact(SourceFamily.DATE, RivetType.date(), Wire.DATE);
      case "datetime" -> Form.exact(SourceFamily.TIMESTAMP, RivetType.timestamp(), Wire.DATETIME);
      case "timestamp" ->
          Form.exact(SourceFamily.TIMESTAMP_TZ, RivetType.timestampUtc(), Wire.DATETIME);
      case "time" -> Form.exact(SourceFamily.TIME, RivetType.time(), Wire.TIME);
      default -> null;
    };
  }

  private static @Nullable Form bytes(SourceColumn c) {
    return switch (c.base()) {
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "null" ->
          Form.exact(SourceFamily.TEXT, RivetType.text(), Wire.TEXT);
      case "json" ->
          new Form(SourceFamily.JSON, RivetType.json(), Wire.TEXT, Fidelity.LOGICAL_STRING);
      case "enum", "set" ->
          new Form(SourceFamily.OTHER, RivetType.text("enum"), Wire.TEXT, Fidelity.COMPATIBLE);
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          Form.exact(SourceFamily.BINARY, RivetType.binary(), Wire.BYTES);
      case "uuid" -> Form.exact(SourceFamily.UUID, RivetType.uuid(), Wire.TEXT);
      case "inet4", "inet6" ->
          new Form(SourceFamily.OTHER, RivetType.text("inet"), Wire.TEXT, Fidelity.COMPATIBLE);
      case "vector" ->
          new Form(
              SourceFamily.OTHER,
              RivetType.list(RivetType.float32()),
              Wire.VECTOR,
              Fidelity.COMPATIBLE);
      case "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geomcollection",
          "geometrycollection" ->
          Form.exact(
              SourceFamily.OTHER, RivetType.binary(c.srid() < 0 ? "ewkb" : "wkb"), Wire.GEOMETRY);
      default -> null;
    };
  }

  /** The form that carries a column as another type; empty if that is refused. */
  static Optional<Form> convert(
      SourceColumn column, Form from, RivetType to, boolean lossyAllowed) {
    if (to.equals(from.type())) {
      return Optional.of(from);
    }
    boolean more =
        switch (column.base()) {
          case "time" -> to.equals(RivetType.int64()); // microseconds of the duration it is
          case "bit" -> to instanceof RivetType.Binary;
          case "set" -> to instanceof RivetType.ListOf list && isText(list.element());
          default -> from.wire() == Wire.GEOMETRY && to instanceof RivetType.Binary;
        };
    if (more) {
      return Optional.of(from.as(to));
    }
    if (column.base().equals("uuid") && to instanceof RivetType.Binary) {
      return Optional.empty(); // arrives as text
    }
    return switch (OverrideMatrix.verdict(from.family(), to, lossyAllowed)) {
      case EXACT -> Optional.of(from.as(to));
      case LOSSY -> Optional.of(from.as(to).lossy());
      case REFUSED -> Optional.empty();
    };
  }

  private static boolean isText(RivetType type) {
    return type instanceof RivetType.Text;
  }
}
