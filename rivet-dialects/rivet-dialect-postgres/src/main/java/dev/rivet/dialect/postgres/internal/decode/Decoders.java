package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.dialect.postgres.internal.decode.Wire.Kind;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;

/** Chooses the strategy of a column, once. Planning only ever asks for pairs that are here. */
public final class Decoders {
  private final boolean checksText;
  private final int srid;

  private Decoders(boolean checksText, int srid) {
    this.checksText = checksText;
    this.srid = srid;
  }

  /**
   * The decoder for a column.
   *
   * @param wire how values arrive
   * @param type what is written
   * @param vector where to
   * @param rules what to do with special values
   * @param checksText whether the server may send bytes that are not UTF-8
   * @param srid the SRID every geometry has to have
   */
  public static ColumnDecoder of(
      Wire wire,
      RivetType type,
      FieldVector vector,
      ValueRules rules,
      boolean checksText,
      int srid) {
    Decoders decoders = new Decoders(checksText, srid);
    Kind element = wire.element();
    if (element != null && type instanceof RivetType.ListOf list) {
      ListVector to = (ListVector) vector;
      return new ArrayDecoder(
          to,
          rules,
          decoders.scalar(element, list.element(), to.getDataVector(), rules.forElements()));
    }
    if (wire.kind() == Kind.VECTOR) {
      ListVector to = (ListVector) vector;
      return new VectorDecoder(
          to,
          rules,
          decoders.scalar(
              Kind.FLOAT4, RivetType.float32(), to.getDataVector(), rules.forElements()));
    }
    if (wire.kind() == Kind.HSTORE) {
      return new HstoreDecoder((MapVector) vector, rules);
    }
    return decoders.scalar(wire.kind(), type, vector, rules);
  }

  private ColumnDecoder scalar(Kind kind, RivetType type, FieldVector vector, ValueRules rules) {
    if (vector instanceof BitVector bits) {
      return kind == Kind.BOOL
          ? new BoolDecoder(bits, rules)
          : new NumberDecoders.ToBool(bits, rules, number(kind));
    }
    if (vector instanceof BaseVariableWidthVector variable) {
      return variable(kind, type, variable, rules);
    }
    return fixed(kind, type, (BaseFixedWidthVector) vector, rules);
  }

  private ColumnDecoder variable(
      Kind kind, RivetType type, BaseVariableWidthVector vector, ValueRules rules) {
    boolean binary = type instanceof RivetType.Binary;
    return switch (kind) {
      case TEXT ->
          checksText && !binary
              ? new CheckedTextDecoder(vector, rules)
              : new RawDecoder(vector, rules);
      case BYTEA, UUID -> binary ? new RawDecoder(vector, rules) : new HexDecoder(vector, rules);
      case JSONB -> new JsonbDecoder(vector, rules);
      case INTERVAL -> new IntervalDecoder(vector, rules);
      case TIMETZ -> new TimeTzDecoder(vector, rules);
      case INET -> new InetDecoder(vector, rules);
      case MACADDR -> new MacDecoder(vector, rules);
      case EWKB -> new EwkbDecoder(vector, rules, srid);
      default -> throw unplanned(kind, type);
    };
  }

  private ColumnDecoder fixed(
      Kind kind, RivetType type, BaseFixedWidthVector vector, ValueRules rules) {
    if (type instanceof RivetType.Int i) {
      return integer(kind, i, vector, rules);
    }
    if (type instanceof RivetType.Float f) {
      return floating(kind, f, vector, rules);
    }
    if (type instanceof RivetType.Decimal d) {
      int width = d.precision() <= 38 ? 16 : 32;
      return kind == Kind.NUMERIC
          ? new DecimalDecoder(vector, rules, d.precision(), d.scale(), width)
          : new NumberDecoders.ToDecimal(
              vector, rules, number(kind), d.precision(), d.scale(), width);
    }
    if (type instanceof RivetType.Uuid) {
      return kind == Kind.TEXT
          ? new ParsedDecoders.ToUuid(vector, rules)
          : new UuidDecoder(vector, rules);
    }
    return temporal(kind, type, vector, rules);
  }

  private static ColumnDecoder integer(
      Kind kind, RivetType.Int type, BaseFixedWidthVector vector, ValueRules rules) {
    if (kind == Kind.INT2 && type.bits() == 16) {
      return new SwapDecoders.Two(vector, rules);
    }
    if (kind == Kind.INT4 && type.bits() == 32) {
      return new SwapDecoders.Four(vector, rules);
    }
    if (kind == Kind.INT8 && type.bits() == 64 && type.signed()
        || kind == Kind.XID8 && !type.signed()) {
      return new SwapDecoders.Eight(vector, rules);
    }
    if (kind == Kind.OID && type.bits() == 64) {
      return new OidDecoder(vector, rules);
    }
    return new NumberDecoders.ToInteger(
        vector, rules, number(kind), type.bits() / 8, type.signed());
  }

  private static ColumnDecoder floating(
      Kind kind, RivetType.Float type, BaseFixedWidthVector vector, ValueRules rules) {
    if (rules.isRuled(SpecialValue.NOT_A_NUMBER)
        && (kind == Kind.FLOAT4 && type.bits() == 32 || kind == Kind.FLOAT8)) {
      return new FloatDecoder(vector, rules, type.bits() / 8);
    }
    if (kind == Kind.FLOAT4 && type.bits() == 32) {
      return new SwapDecoders.Four(vector, rules);
    }
    if (kind == Kind.FLOAT8 && type.bits() == 64) {
      return new SwapDecoders.Eight(vector, rules);
    }
    return kind == Kind.TEXT
        ? new NumberDecoders.TextToFloat(vector, rules, type.bits() / 8)
        : new NumberDecoders.WholeToFloat(vector, rules, number(kind), type.bits() / 8);
  }

  private static ColumnDecoder temporal(
      Kind kind, RivetType type, BaseFixedWidthVector vector, ValueRules rules) {
    if (type instanceof RivetType.Time t) {
      return new TimeDecoder(vector, rules, unitsPerMicro(t.unit()));
    }
    if (type instanceof RivetType.Date) {
      return switch (kind) {
        case DATE -> new DateDecoder(vector, rules);
        case TEXT -> new ParsedDecoders.ToDate(vector, rules);
        default -> new ConvertedTimestampDecoder(vector, rules, 8, true, 1);
      };
    }
    if (type instanceof RivetType.Timestamp t) {
      int units = unitsPerMicro(t.unit());
      return switch (kind) {
        case TEXT -> new ParsedDecoders.ToTimestamp(vector, rules, t.utc(), units != 1);
        case DATE -> new ConvertedTimestampDecoder(vector, rules, 4, false, units);
        default ->
            units == 1
                ? new TimestampDecoder(vector, rules)
                : new ConvertedTimestampDecoder(vector, rules, 8, false, units);
      };
    }
    throw unplanned(kind, type);
  }

  private static int unitsPerMicro(RivetType.TimeUnit unit) {
    return unit == RivetType.TimeUnit.MICROS ? 1 : 1000;
  }

  private static NumberReader number(Kind kind) {
    return switch (kind) {
      case BOOL -> new NumberReader.Whole(1, true);
      case INT2 -> new NumberReader.Whole(2, true);
      case INT4 -> new NumberReader.Whole(4, true);
      case INT8 -> new NumberReader.Whole(8, true);
      case OID -> new NumberReader.Whole(4, false);
      case XID8 -> new NumberReader.Whole(8, false);
      case FLOAT4 -> new NumberReader.Floating(4);
      case FLOAT8 -> new NumberReader.Floating(8);
      case NUMERIC -> new NumberReader.Numeric();
      case TEXT -> new NumberReader.Text();
      case BITS -> new NumberReader.Bits();
      default -> throw new IllegalStateException(kind + " is no number");
    };
  }

  private static IllegalStateException unplanned(Kind kind, RivetType type) {
    return new IllegalStateException(
        "planned " + kind + " as " + type + " without a way to read it");
  }
}
