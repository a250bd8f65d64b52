package dev.rivet.internal.parquet;

import dev.rivet.spi.dialect.ArrowSchema;
import java.math.BigInteger;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.LogicalTypes;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a leaf column are stored and what they mean. The converted type, which only old
 * readers look at, is set where parquet-java sets it.
 *
 * @param physical storage
 * @param width bytes per value in the file; 0 for BOOLEAN and BYTE_ARRAY
 * @param memoryWidth bytes per value in Arrow; 0 if not a whole number of fixed bytes
 * @param conversion from memory to file
 * @param order order of statistics
 * @param precision decimal digits, 0 if not a decimal
 * @param scale decimal scale
 * @param logical annotation, or null
 * @param converted annotation for old readers, or null
 */
record LeafType(
    Type physical,
    int width,
    int memoryWidth,
    FixedConversion conversion,
    ValueOrder order,
    int precision,
    int scale,
    @Nullable LogicalType logical,
    @Nullable ConvertedType converted) {

  boolean isText() {
    return physical == Type.BYTE_ARRAY && logical != null;
  }

  boolean isInteger() {
    return physical == Type.INT32 || physical == Type.INT64;
  }

  ValueEncoder encoder(EncoderSettings settings) {
    return switch (physical) {
      case BOOLEAN -> new BooleanValues();
      case BYTE_ARRAY -> new BinaryValues(this, settings);
      case FIXED_LEN_BYTE_ARRAY -> new FixedBytesValues(this, settings);
      default -> new NumberValues(this, settings);
    };
  }

  /** The storage of a scalar field, or null if there is none. */
  static @Nullable LeafType of(Field field) {
    ArrowType type = field.getType();
    return switch (type.getTypeID()) {
      case Bool -> bool();
      case Int -> integer((ArrowType.Int) type);
      case FloatingPoint -> floating((ArrowType.FloatingPoint) type);
      case Decimal -> decimal((ArrowType.Decimal) type);
      case Date ->
          ((ArrowType.Date) type).getUnit() == org.apache.arrow.vector.types.DateUnit.DAY
              ? int32(FixedConversion.NONE, LogicalTypes.DATE, ConvertedType.DATE)
              : null;
      case Time -> time((ArrowType.Time) type);
      case Timestamp -> timestamp((ArrowType.Timestamp) type);
      case Utf8 -> text(field);
      case Binary -> bytes(null, null);
      case FixedSizeBinary -> fixedBytes(field, ((ArrowType.FixedSizeBinary) type).getByteWidth());
      default -> null;
    };
  }

  private static LeafType bool() {
    return new LeafType(
        Type.BOOLEAN, 0, 0, FixedConversion.NONE, ValueOrder.BOOLEAN, 0, 0, null, null);
  }

  private static LeafType int32(
      FixedConversion conversion, @Nullable LogicalType logical, @Nullable ConvertedType old) {
    int memory = conversion == FixedConversion.SHORT_TO_INT ? Short.BYTES : Integer.BYTES;
    return new LeafType(Type.INT32, 4, memory, conversion, ValueOrder.INT32, 0, 0, logical, old);
  }

  private static LeafType int64(
      ValueOrder order, @Nullable LogicalType logical, @Nullable ConvertedType old) {
    return new LeafType(Type.INT64, 8, 8, FixedConversion.NONE, order, 0, 0, logical, old);
  }

  private static @Nullable LeafType integer(ArrowType.Int type) {
    if (!type.getIsSigned()) {
      return type.getBitWidth() == 64
          ? int64(ValueOrder.UINT64, intAnnotation(64, false), ConvertedType.UINT_64)
          : null;
    }
    return switch (type.getBitWidth()) {
      case 16 -> int32(FixedConversion.SHORT_TO_INT, intAnnotation(16, true), ConvertedType.INT_16);
      case 32 -> int32(FixedConversion.NONE, null, null);
      case 64 -> int64(ValueOrder.INT64, null, null);
      default -> null;
    };
  }

  private static LogicalType intAnnotation(int bits, boolean signed) {
    return LogicalType.INTEGER(new IntType((byte) bits, signed));
  }

  private static @Nullable LeafType floating(ArrowType.FloatingPoint type) {
    if (type.getPrecision() == FloatingPointPrecision.HALF) {
      return null;
    }
    return type.getPrecision() == FloatingPointPrecision.SINGLE
        ? new LeafType(Type.FLOAT, 4, 4, FixedConversion.NONE, ValueOrder.FLOAT, 0, 0, null, null)
        : new LeafType(
            Type.DOUBLE, 8, 8, FixedConversion.NONE, ValueOrder.DOUBLE, 0, 0, null, null);
  }

  private static @Nullable LeafType decimal(ArrowType.Decimal type) {
    int precision = type.getPrecision();
    int scale = type.getScale();
    boolean wide = type.getBitWidth() == 256;
    if (scale < 0 || scale > precision || !wide && type.getBitWidth() != 128) {
      return null;
    }
    LogicalType logical = LogicalType.DECIMAL(new DecimalType(scale, precision));
    if (precision <= 9 && !wide) {
      return new LeafType(
          Type.INT32,
          4,
          16,
          FixedConversion.DECIMAL_TO_INT,
          ValueOrder.INT32,
          precision,
          scale,
          logical,
          ConvertedType.DECIMAL);
    }
    if (precision <= 18 && !wide) {
      return new LeafType(
          Type.INT64,
          8,
          16,
          FixedConversion.DECIMAL_TO_LONG,
          ValueOrder.INT64,
          precision,
          scale,
          logical,
          ConvertedType.DECIMAL);
    }
    return new LeafType(
        Type.FIXED_LEN_BYTE_ARRAY,
        decimalBytes(precision),
        wide ? 32 : 16,
        wide ? FixedConversion.DECIMAL256_TO_BYTES : FixedConversion.DECIMAL128_TO_BYTES,
        ValueOrder.SIGNED_BYTES,
        precision,
        scale,
        logical,
        ConvertedType.DECIMAL);
  }

  /** Bytes of the largest unscaled value with its sign bit. */
  private static int decimalBytes(int precision) {
    return (BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() + 8) / 8;
  }

  private static @Nullable LeafType time(ArrowType.Time type) {
    if (type.getUnit() == TimeUnit.MICROSECOND) {
      LogicalType micros = LogicalType.TIME(new TimeType(false, micros()));
      return int64(ValueOrder.INT64, micros, ConvertedType.TIME_MICROS);
    }
    return type.getUnit() == TimeUnit.NANOSECOND
        ? int64(ValueOrder.INT64, LogicalType.TIME(new TimeType(false, nanos())), null)
        : null;
  }

  private static @Nullable LeafType timestamp(ArrowType.Timestamp type) {
    boolean utc = type.getTimezone() != null;
    if (type.getUnit() == TimeUnit.MICROSECOND) {
      LogicalType logical = LogicalType.TIMESTAMP(new TimestampType(utc, micros()));
      return int64(ValueOrder.INT64, logical, ConvertedType.TIMESTAMP_MICROS);
    }
    return type.getUnit() == TimeUnit.NANOSECOND
        ? int64(ValueOrder.INT64, LogicalType.TIMESTAMP(new TimestampType(utc, nanos())), null)
        : null;
  }

  private static org.apache.parquet.format.TimeUnit micros() {
    return org.apache.parquet.format.TimeUnit.MICROS(new MicroSeconds());
  }

  private static org.apache.parquet.format.TimeUnit nanos() {
    return org.apache.parquet.format.TimeUnit.NANOS(new NanoSeconds());
  }

  private static LeafType text(Field field) {
    return "json".equals(field.getMetadata().get(ArrowSchema.RIVET_TYPE))
        ? bytes(LogicalTypes.JSON, ConvertedType.JSON)
        : bytes(LogicalTypes.UTF8, ConvertedType.UTF8);
  }

  private static LeafType bytes(@Nullable LogicalType logical, @Nullable ConvertedType old) {
    return new LeafType(
        Type.BYTE_ARRAY, 0, 0, FixedConversion.NONE, ValueOrder.UNSIGNED_BYTES, 0, 0, logical, old);
  }

  private static LeafType fixedBytes(Field field, int width) {
    String meaning = field.getMetadata().getOrDefault(ArrowSchema.RIVET_TYPE, "uuid");
    boolean uuid = width == 16 && meaning.equals("uuid");
    return new LeafType(
        Type.FIXED_LEN_BYTE_ARRAY,
        width,
        width,
        FixedConversion.NONE,
        ValueOrder.UNSIGNED_BYTES,
        0,
        0,
        uuid ? LogicalTypes.UUID : null,
        null);
  }
}
