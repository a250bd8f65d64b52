package dev.rivet.bench.parquet;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The schema our writer gives {@link Sales}, in parquet-java's terms. */
final class ParquetJavaSchema {
  private ParquetJavaSchema() {}

  static MessageType of(Schema schema) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (Field field : schema.getFields()) {
      message.addField(
          type(field, field.isNullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED));
    }
    return message.named("schema");
  }

  private static Type type(Field field, Type.Repetition repetition) {
    ArrowType type = field.getType();
    String name = field.getName();
    if (type instanceof ArrowType.Int i) {
      return Types.primitive(
              i.getBitWidth() == 64 ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32, repetition)
          .named(name);
    } else if (type instanceof ArrowType.Bool) {
      return Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
    } else if (type instanceof ArrowType.FloatingPoint) {
      return Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
    } else if (type instanceof ArrowType.Date) {
      return Types.primitive(PrimitiveTypeName.INT32, repetition)
          .as(LogicalTypeAnnotation.dateType())
          .named(name);
    } else if (type instanceof ArrowType.Timestamp t) {
      return Types.primitive(PrimitiveTypeName.INT64, repetition)
          .as(LogicalTypeAnnotation.timestampType(t.getTimezone() != null, TimeUnit.MICROS))
          .named(name);
    } else if (type instanceof ArrowType.Utf8) {
      return Types.primitive(PrimitiveTypeName.BINARY, repetition)
          .as(LogicalTypeAnnotation.stringType())
          .named(name);
    } else if (type instanceof ArrowType.FixedSizeBinary) {
      return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
          .length(16)
          .as(LogicalTypeAnnotation.uuidType())
          .named(name);
    } else if (type instanceof ArrowType.Decimal d) {
      boolean isLong = d.getPrecision() <= 18;
      var builder =
          Types.primitive(
              isLong ? PrimitiveTypeName.INT64 : PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY,
              repetition);
      return (isLong ? builder : builder.length(16))
          .as(LogicalTypeAnnotation.decimalType(d.getScale(), d.getPrecision()))
          .named(name);
    }
    throw new IllegalArgumentException(field.toString());
  }
}
