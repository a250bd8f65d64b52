package dev.rivet.spi.dialect.support;

import dev.rivet.type.RivetType;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/** Chooses the decoder for cells that {@link CellWriter} wrote. Every pair {@link OverrideMatrix} allows is here. */
public final class ValueDecoders {
  private ValueDecoders() {}

  /**
   * How values arrive.
   *
   * @param form of the cells
   * @param isUtc whether timestamps are instants
   * @param isCut whether digits finer than the target's unit are cut off, which the plan calls lossy; else they are refused
   */
  public record Arrival(ValueForm form, boolean isUtc, boolean isCut) {}

  /** The decoder for a column. */
  public static ColumnDecoder of(
      Arrival from, RivetType type, FieldVector vector, ValueRules rules) {
    if (vector instanceof BitVector bits) {
      return from.form() == ValueForm.LONG
          ? new WholeDecoders.ToBool(bits, rules)
          : CommonDecoders.toBool(bits, rules, ValueNumbers.of(from.form()));
    }
    if (vector instanceof BaseVariableWidthVector variable) {
      return variable(from, type, variable, rules);
    }
    return fixed(from, type, (BaseFixedWidthVector) vector, rules);
  }

  private static ColumnDecoder variable(
      Arrival from, RivetType type, BaseVariableWidthVector vector, ValueRules rules) {
    return switch (from.form()) {
      case TEXT -> CommonDecoders.checkedText(vector, rules);
      case BYTES ->
          type instanceof RivetType.Binary
              ? CommonDecoders.raw(vector, rules)
              : CommonDecoders.hex(vector, rules);
      case UUID ->
          type instanceof RivetType.Binary
              ? CommonDecoders.raw(vector, rules)
              : new ValueTexts.Uuids(vector, rules);
      case LONG, UNSIGNED, FLOAT, DOUBLE, DECIMAL -> new ValueTexts.Numbers(vector, rules, from);
      case DATE, TIMESTAMP, TIME -> new ValueTexts.Clocks(vector, rules, from);
    };
  }

  private static ColumnDecoder fixed(
      Arrival from, RivetType type, BaseFixedWidthVector vector, ValueRules rules) {
    ValueForm form = from.form();
    if (type instanceof RivetType.Int i) {
      boolean quick = form == ValueForm.LONG || form == ValueForm.UNSIGNED && !i.signed();
      return quick
          ? new WholeDecoders.ToInt(vector, rules, i.bits() / 8, form == ValueForm.LONG, i.signed())
          : CommonDecoders.toInteger(vector, rules, ValueNumbers.of(form), i.bits(), i.signed());
    }
    if (type instanceof RivetType.Float f) {
      return floating(form, f.bits(), vector, rules);
    }
    if (type instanceof RivetType.Decimal d) {
      return form == ValueForm.DECIMAL
          ? new ValueNumbers.Decimals(vector, rules, d.precision(), d.scale())
          : CommonDecoders.toDecimal(
              vector, rules, ValueNumbers.of(form), d.precision(), d.scale());
    }
    if (type instanceof RivetType.Uuid) {
      return form == ValueForm.TEXT
          ? CommonDecoders.textToUuid(vector, rules)
          : CommonDecoders.uuid(vector, rules);
    }
    return temporal(from, type, vector, rules);
  }

  private static ColumnDecoder floating(
      ValueForm form, int bits, BaseFixedWidthVector vector, ValueRules rules) {
    return switch (form) {
      case FLOAT, DOUBLE -> new WholeDecoders.ToFloat(vector, rules, form, bits / 8);
      case TEXT -> CommonDecoders.textToFloat(vector, rules, bits);
      case DECIMAL -> new ValueNumbers.DecimalToFloat(vector, rules, bits / 8);
      default -> CommonDecoders.wholeToFloat(vector, rules, ValueNumbers.of(form), bits);
    };
  }

  private static ColumnDecoder temporal(
      Arrival from, RivetType type, BaseFixedWidthVector vector, ValueRules rules) {
    if (type instanceof RivetType.Date) {
      return from.form() == ValueForm.TEXT
          ? CommonDecoders.textToDate(vector, rules)
          : new ValueClocks.ToDate(vector, rules, from.form());
    }
    if (type instanceof RivetType.Timestamp t) {
      boolean nanos = t.unit() == RivetType.TimeUnit.NANOS;
      return from.form() == ValueForm.TEXT
          ? CommonDecoders.textToTimestamp(vector, rules, t.utc(), nanos)
          : new ValueClocks.ToTimestamp(vector, rules, from, nanos);
    }
    if (type instanceof RivetType.Time t && from.form() == ValueForm.TIME) {
      return new ValueClocks.ToTime(
          vector, rules, from.isCut(), t.unit() == RivetType.TimeUnit.NANOS);
    }
    throw new IllegalStateException("planned " + from.form() + " as " + type + " without a way");
  }
}
