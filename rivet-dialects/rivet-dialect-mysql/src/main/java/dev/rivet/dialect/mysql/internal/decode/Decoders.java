package dev.rivet.dialect.mysql.internal.decode;

import dev.rivet.spi.dialect.support.ColumnDecoder;
import dev.rivet.spi.dialect.support.CommonDecoders;
import dev.rivet.spi.dialect.support.NumberReader;
import dev.rivet.spi.dialect.support.ValueRules;
import dev.rivet.type.RivetType;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;

/** Chooses the strategy of a column, once. Planning only ever asks for pairs that are here. */
public final class Decoders {
  /** The SRID of a geometry column that declares none. */
  public static final int NO_SRID = GeometryDecoder.UNDECLARED;

  private Decoders() {}

  /**
   * How values arrive.
   *
   * @param wire the form
   * @param unsigned whether an integer has no sign
   * @param digits fraction digits of a time, bits of a bit string
   * @param srid SRID of a geometry, {@link #NO_SRID} if the column declares none
   */
  public record Arrival(Wire wire, boolean unsigned, int digits, int srid) {}

  /** The decoder for a column. */
  public static ColumnDecoder of(
      Arrival from, RivetType type, FieldVector vector, ValueRules rules) {
    if (vector instanceof ListVector list) {
      return list(from.wire(), type, list, rules);
    }
    if (vector instanceof BitVector bits) {
      return from.wire() == Wire.TINY
          ? new WholeDecoders.ToBool(bits, rules)
          : CommonDecoders.toBool(bits, rules, number(from));
    }
    return vector instanceof BaseVariableWidthVector variable
        ? variable(from, type, variable, rules)
        : fixed(from, type, (BaseFixedWidthVector) vector, rules);
  }

  private static ColumnDecoder list(
      Wire wire, RivetType type, ListVector vector, ValueRules rules) {
    if (!(type instanceof RivetType.ListOf list)) {
      throw unplanned(wire, type);
    }
    ColumnDecoder element =
        of(
            new Arrival(wire == Wire.VECTOR ? Wire.FLOAT : Wire.TEXT, false, 0, NO_SRID),
            list.element(),
            vector.getDataVector(),
            rules.forElements());
    return wire == Wire.VECTOR
        ? new ListDecoders.Floats(vector, rules, element)
        : new ListDecoders.Members(vector, rules, element);
  }

  private static ColumnDecoder variable(
      Arrival from, RivetType type, BaseVariableWidthVector vector, ValueRules rules) {
    boolean binary = type instanceof RivetType.Binary;
    return switch (from.wire()) {
      case TEXT -> CommonDecoders.checkedText(vector, rules);
      case DECIMAL -> CommonDecoders.raw(vector, rules);
      case BYTES -> binary ? CommonDecoders.raw(vector, rules) : CommonDecoders.hex(vector, rules);
      case BIT ->
          binary
              ? CommonDecoders.raw(vector, rules)
              : new TextDecoders.Bits(vector, rules, from.digits());
      case GEOMETRY ->
          binary
              ? new GeometryDecoder(vector, rules, from.srid())
              : CommonDecoders.hex(vector, rules);
      case VECTOR -> CommonDecoders.hex(vector, rules);
      case TINY, SHORT, INT, BIGINT, YEAR ->
          new TextDecoders.Whole(vector, rules, from.wire(), from.unsigned());
      case FLOAT, DOUBLE -> new TextDecoders.Floating(vector, rules);
      case DATE -> new TextDecoders.Dates(vector, rules, false, 0);
      case DATETIME -> new TextDecoders.Dates(vector, rules, true, from.digits());
      case TIME -> new TextDecoders.Times(vector, rules, from.digits());
    };
  }

  private static ColumnDecoder fixed(
      Arrival from, RivetType type, BaseFixedWidthVector vector, ValueRules rules) {
    if (type instanceof RivetType.Int i) {
      return from.wire() == Wire.TIME
          ? new TemporalDecoders.ToMicros(vector, rules)
          : integer(from, i, vector, rules);
    }
    if (type instanceof RivetType.Float f) {
      return floating(from, f, vector, rules);
    }
    if (type instanceof RivetType.Decimal d) {
      return from.wire() == Wire.DECIMAL
          ? new DigitsDecoder(vector, rules, d.precision(), d.scale())
          : CommonDecoders.toDecimal(vector, rules, number(from), d.precision(), d.scale());
    }
    if (type instanceof RivetType.Uuid) {
      return from.wire() == Wire.TEXT
          ? CommonDecoders.textToUuid(vector, rules)
          : CommonDecoders.uuid(vector, rules);
    }
    return temporal(from.wire(), type, vector, rules);
  }

  private static ColumnDecoder integer(
      Arrival from, RivetType.Int type, BaseFixedWidthVector vector, ValueRules rules) {
    Wire wire = from.wire();
    boolean whole = wire.width() > 0 && wire != Wire.FLOAT && wire != Wire.DOUBLE;
    boolean unsigned = from.unsigned() || wire == Wire.YEAR;
    int bits = 8 * wire.width();
    boolean exact = whole && bits == type.bits() && unsigned != type.signed();
    if (exact && bits == 64) {
      return new WholeDecoders.Eight(vector, rules);
    }
    if (exact && bits == 32) {
      return new WholeDecoders.Four(vector, rules);
    }
    // A year fits 16 bits with sign, though its two bytes have none.
    boolean wider = whole && type.signed() && (bits < type.bits() || wire == Wire.YEAR);
    if (exact || wider) {
      return new WholeDecoders.Wider(vector, rules, wire.width(), unsigned, type.bits() / 8);
    }
    return CommonDecoders.toInteger(vector, rules, number(from), type.bits(), type.signed());
  }

  private static ColumnDecoder floating(
      Arrival from, RivetType.Float type, BaseFixedWidthVector vector, ValueRules rules) {
    return switch (from.wire()) {
      case FLOAT ->
          type.bits() == 32
              ? new WholeDecoders.Four(vector, rules)
              : new WholeDecoders.FloatToDouble(vector, rules);
      case DOUBLE -> new WholeDecoders.Eight(vector, rules);
      case TEXT, DECIMAL -> CommonDecoders.textToFloat(vector, rules, type.bits());
      default -> CommonDecoders.wholeToFloat(vector, rules, number(from), type.bits());
    };
  }

  private static ColumnDecoder temporal(
      Wire wire, RivetType type, BaseFixedWidthVector vector, ValueRules rules) {
    if (type instanceof RivetType.Time t) {
      return new TemporalDecoders.ToTime(vector, rules, unitsPerMicro(t.unit()));
    }
    if (type instanceof RivetType.Date) {
      return wire == Wire.TEXT
          ? CommonDecoders.textToDate(vector, rules)
          : new TemporalDecoders.ToDate(vector, rules);
    }
    if (type instanceof RivetType.Timestamp t) {
      int units = unitsPerMicro(t.unit());
      return wire == Wire.TEXT
          ? CommonDecoders.textToTimestamp(vector, rules, t.utc(), units != 1)
          : new TemporalDecoders.ToTimestamp(vector, rules, units);
    }
    throw unplanned(wire, type);
  }

  private static int unitsPerMicro(RivetType.TimeUnit unit) {
    return unit == RivetType.TimeUnit.MICROS ? 1 : 1000;
  }

  private static NumberReader number(Arrival from) {
    return WireNumbers.of(from.wire(), from.unsigned());
  }

  private static IllegalStateException unplanned(Wire wire, RivetType type) {
    return new IllegalStateException(
        "planned " + wire + " as " + type + " without a way to read it");
  }
}
