package dev.rivet.spi.dialect;

import dev.rivet.type.ColumnMapping;
import dev.rivet.type.RivetType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The one place that says which Arrow vector carries a {@link RivetType}: readers fill exactly these, writers accept exactly
 * these.
 *
 * <table>
 * <caption>Vectors</caption>
 * <tr><td>bool</td><td>BitVector</td></tr>
 * <tr><td>int16, int32, int64, uint64</td><td>SmallIntVector, IntVector, BigIntVector, UInt8Vector</td></tr>
 * <tr><td>float32, float64</td><td>Float4Vector, Float8Vector</td></tr>
 * <tr><td>decimal, precision up to 38 / above</td><td>DecimalVector / Decimal256Vector</td></tr>
 * <tr><td>date</td><td>DateDayVector</td></tr>
 * <tr><td>time</td><td>TimeMicroVector or TimeNanoVector</td></tr>
 * <tr><td>timestamp, timestamp_tz</td><td>TimeStampMicro(TZ)Vector or TimeStampNano(TZ)Vector, zone UTC</td></tr>
 * <tr><td>text, json</td><td>VarCharVector (UTF-8)</td></tr>
 * <tr><td>binary</td><td>VarBinaryVector</td></tr>
 * <tr><td>uuid</td><td>FixedSizeBinaryVector(16)</td></tr>
 * <tr><td>list</td><td>ListVector, child {@code element}</td></tr>
 * <tr><td>map</td><td>MapVector, entries {@code key} and {@code value}, both VarCharVector</td></tr>
 * </table>
 */
public final class ArrowSchema {
  /** Field metadata key: the canonical type text, which readers of the batch may parse. */
  public static final String RIVET_TYPE = "rivet.type";

  /** Field metadata key: the source's type. */
  public static final String NATIVE_TYPE = "rivet.native_type";

  /** Field metadata key: what the text or bytes mean. */
  public static final String LOGICAL_TYPE = "rivet.logical_type";

  /** Field metadata key: {@link dev.rivet.type.Fidelity} in lower case. */
  public static final String FIDELITY = "rivet.fidelity";

  private ArrowSchema() {}

  /** The schema of batches that carry these columns, in this order. */
  public static Schema of(List<ColumnMapping> columns) {
    List<Field> fields = new ArrayList<>(columns.size());
    for (ColumnMapping column : columns) {
      fields.add(field(column));
    }
    return new Schema(fields);
  }

  /** The field of one column, with its metadata. */
  public static Field field(ColumnMapping column) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(RIVET_TYPE, column.type().toString());
    metadata.put(NATIVE_TYPE, column.nativeType());
    metadata.put(FIDELITY, column.fidelity().name().toLowerCase(java.util.Locale.ROOT));
    String logical = logicalType(column.type());
    if (!logical.isEmpty()) {
      metadata.put(LOGICAL_TYPE, logical);
    }
    column.metadata().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> metadata.put("rivet." + e.getKey(), e.getValue()));
    return field(column.name(), column.type(), column.nullable(), metadata);
  }

  private static Field field(
      String name, RivetType type, boolean nullable, Map<String, String> metadata) {
    return new Field(
        name, new FieldType(nullable, arrowType(type), null, metadata), children(type));
  }

  private static List<Field> children(RivetType type) {
    if (type instanceof RivetType.ListOf list) {
      return List.of(
          field("element", list.element(), true, Map.of(RIVET_TYPE, list.element().toString())));
    }
    if (type instanceof RivetType.MapOf) {
      Field key = field("key", RivetType.text(), false, Map.of());
      Field value = field("value", RivetType.text(), true, Map.of());
      return List.of(
          new Field(
              "entries", FieldType.notNullable(ArrowType.Struct.INSTANCE), List.of(key, value)));
    }
    return List.of();
  }

  private static String logicalType(RivetType type) {
    if (type instanceof RivetType.Text text) {
      return text.tag();
    }
    if (type instanceof RivetType.Binary binary) {
      return binary.tag();
    }
    if (type instanceof RivetType.Json) {
      return "json";
    }
    return type instanceof RivetType.Uuid ? "uuid" : "";
  }

  /** The Arrow type of a column type. */
  public static ArrowType arrowType(RivetType type) {
    if (type instanceof RivetType.Bool) {
      return ArrowType.Bool.INSTANCE;
    }
    if (type instanceof RivetType.Int i) {
      return new ArrowType.Int(i.bits(), i.signed());
    }
    if (type instanceof RivetType.Float f) {
      return new ArrowType.FloatingPoint(
          f.bits() == 32 ? FloatingPointPrecision.SINGLE : FloatingPointPrecision.DOUBLE);
    }
    if (type instanceof RivetType.Decimal d) {
      return new ArrowType.Decimal(d.precision(), d.scale(), d.precision() <= 38 ? 128 : 256);
    }
    if (type instanceof RivetType.Date) {
      return new ArrowType.Date(DateUnit.DAY);
    }
    if (type instanceof RivetType.Time t) {
      return new ArrowType.Time(unit(t.unit()), 64);
    }
    if (type instanceof RivetType.Timestamp t) {
      return new ArrowType.Timestamp(unit(t.unit()), t.utc() ? "UTC" : null);
    }
    if (type instanceof RivetType.Binary) {
      return ArrowType.Binary.INSTANCE;
    }
    if (type instanceof RivetType.Uuid) {
      return new ArrowType.FixedSizeBinary(16);
    }
    if (type instanceof RivetType.ListOf) {
      return ArrowType.List.INSTANCE;
    }
    if (type instanceof RivetType.MapOf) {
      return new ArrowType.Map(false);
    }
    return ArrowType.Utf8.INSTANCE; // Text and Json
  }

  private static TimeUnit unit(RivetType.TimeUnit unit) {
    return unit == RivetType.TimeUnit.MICROS ? TimeUnit.MICROSECOND : TimeUnit.NANOSECOND;
  }
}
