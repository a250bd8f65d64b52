package dev.rivet.internal.csv;

import dev.rivet.format.Csv;
import dev.rivet.spi.dialect.ArrowSchema;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Chooses the encoder of a column: the vectors of {@link ArrowSchema}, and no others. */
final class ColumnTextEncoders {
  private ColumnTextEncoders() {}

  /** The encoder, or null if there is none for such a field. */
  static @Nullable ColumnTextEncoder of(Field field, Csv csv) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.List) {
      ColumnTextEncoder element = scalar(field.getChildren().get(0), csv, false);
      return element == null ? null : JsonText.list(element);
    }
    if (type instanceof ArrowType.Map) {
      List<Field> entry = field.getChildren().get(0).getChildren();
      ColumnTextEncoder key = scalar(entry.get(0), csv, false);
      ColumnTextEncoder value = scalar(entry.get(1), csv, false);
      return key == null || value == null ? null : JsonText.map(key, value);
    }
    return scalar(field, csv, csv.isEscapingFormulas());
  }

  private static @Nullable ColumnTextEncoder scalar(
      Field field, Csv csv, boolean isEscapingFormulas) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Utf8) {
      return new Utf8Text(isJson(field), isEscapingFormulas);
    }
    if (type instanceof ArrowType.Binary) {
      return BytesText.binary(csv.binaryText() == Csv.BinaryText.BASE64);
    }
    if (type instanceof ArrowType.FixedSizeBinary fixed) {
      return fixed.getByteWidth() == 16 ? BytesText.uuid() : null;
    }
    if (type instanceof ArrowType.Bool) {
      return new BoolText();
    }
    ColumnTextEncoder number = number(type);
    return number == null ? temporal(type) : number;
  }

  private static boolean isJson(Field field) {
    return "json".equals(field.getMetadata().get(ArrowSchema.RIVET_TYPE));
  }

  private static @Nullable ColumnTextEncoder number(ArrowType type) {
    if (type instanceof ArrowType.Int integer) {
      return integer(integer);
    }
    if (type instanceof ArrowType.FloatingPoint floating) {
      return switch (floating.getPrecision()) {
        case SINGLE -> FloatText.float32();
        case DOUBLE -> FloatText.float64();
        case HALF -> null;
      };
    }
    if (type instanceof ArrowType.Decimal decimal
        && decimal.getScale() >= 0
        && decimal.getBitWidth() >= 128) {
      return new DecimalText(decimal.getBitWidth() / 8, decimal.getScale());
    }
    return null;
  }

  private static @Nullable ColumnTextEncoder integer(ArrowType.Int type) {
    if (!type.getIsSigned()) {
      return type.getBitWidth() == 64 ? IntegerText.uint64() : null;
    }
    return switch (type.getBitWidth()) {
      case 16 -> IntegerText.int16();
      case 32 -> IntegerText.int32();
      case 64 -> IntegerText.int64();
      default -> null;
    };
  }

  private static @Nullable ColumnTextEncoder temporal(ArrowType type) {
    if (type instanceof ArrowType.Date date) {
      return date.getUnit() == org.apache.arrow.vector.types.DateUnit.DAY
          ? TemporalText.date()
          : null;
    }
    if (type instanceof ArrowType.Time time && isFine(time.getUnit())) {
      return TemporalText.time(time.getUnit() == TimeUnit.NANOSECOND);
    }
    if (type instanceof ArrowType.Timestamp timestamp
        && isFine(timestamp.getUnit())
        && (timestamp.getTimezone() == null || timestamp.getTimezone().equals("UTC"))) {
      return TemporalText.timestamp(
          timestamp.getUnit() == TimeUnit.NANOSECOND, timestamp.getTimezone() != null);
    }
    return null;
  }

  private static boolean isFine(TimeUnit unit) {
    return unit == TimeUnit.MICROSECOND || unit == TimeUnit.NANOSECOND;
  }
}
